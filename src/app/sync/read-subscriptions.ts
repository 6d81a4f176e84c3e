import type { SubscriptionState } from '../../domain/subscription.ts'
import type { ListedSubscription, SourcePage, SourceRecords } from '../../sources/source.ts'
import { saveObservations } from '../../store/observations.ts'
import { rawPayloadHash } from '../../store/raw-payloads.ts'
import { recordJson } from '../../store/record-json.ts'
import { saveSubscriptionHistory } from '../../store/subscription-history.ts'
import {
  noteSubscriptionsRead,
  readSubscriptionReadings,
  type SubscriptionReading,
} from '../../store/subscription-readings.ts'
import { sha256 } from '../../support/hash.ts'
import { chunksOf, inParallel } from '../../support/parallel.ts'
import { changedObservation, observationPlace, readListing } from './read-listing.ts'
import { inTransaction, keepRaw, type SyncSession } from './sync-session.ts'

/** How many requests for single subscriptions are under way at once; the shared limiter sets the pace. */
const requestsAtOnce = 8
const subscriptionsPerChunk = 25
const millisecondsPerDay = 86_400_000

interface Due {
  readonly subscriptionId: string
  readonly listedSha256: string
  readonly detail: boolean
}

/**
 * One sweep over all subscriptions, whatever their status; then the detail and the history of those that are new,
 * changed, or were last read longer ago than `detailEveryDays`. What was read is noted chunk by chunk, so that a broken
 * sync does not read it again.
 */
export async function readSubscriptions(
  session: SyncSession,
  detailEveryDays: number,
): Promise<readonly SubscriptionState[]> {
  const listing = await readListing(session, 'subscriptions', {
    noun: 'subscription',
    idOf: ({ state }) => state.subscriptionId,
    stored: ({ state, lacksDetail }) => (lacksDetail ? undefined : state),
    endsMissing: true,
  })
  if (!listing.complete) {
    session.notes.incomplete(
      'subscriptions',
      'listing-incomplete',
      'the rows read differ from the count that the distributor gave; nothing that is missing counts as ended',
    )
  }
  const readings = await inTransaction(session, (tx) => readSubscriptionReadings(tx, session.connectionId))
  const due = dueSubscriptions([...listing.records.values()], readings, session, detailEveryDays)
  await readDetailsAndHistories(session, due, new Map(listing.before))
  return [...listing.records.values()].map(({ state }) => state)
}

function dueSubscriptions(
  listed: readonly ListedSubscription[],
  readings: ReadonlyMap<string, SubscriptionReading>,
  session: SyncSession,
  detailEveryDays: number,
): Due[] {
  const oldest = session.database.clock.now().getTime() - detailEveryDays * millisecondsPerDay
  return listed.flatMap(({ state, lacksDetail }) => {
    const listedSha256 = sha256(recordJson(state))
    const reading = readings.get(state.subscriptionId)
    const isFresh = (at: Date | null): boolean => at !== null && at.getTime() > oldest
    const unchanged = reading?.listedSha256 === listedSha256
    const detailFresh = !lacksDetail || (unchanged && isFresh(reading.detailReadAt))
    const historyFresh = unchanged && reading.historyReadAt !== null && (!lacksDetail || isFresh(reading.historyReadAt))
    if (detailFresh && historyFresh) return []
    return [{ subscriptionId: state.subscriptionId, listedSha256, detail: !detailFresh }]
  })
}

async function readDetailsAndHistories(
  session: SyncSession,
  due: readonly Due[],
  hashes: Map<string, string>,
): Promise<void> {
  // Each answer counts and not each chunk: at eight requests a second a round of chunks takes a minute.
  const total = due.length + due.filter(({ detail }) => detail).length
  let done = 0
  const answered = (): void => {
    done += 1
    session.progress.report('subscription-details', Math.min(done, total), total)
  }
  await inParallel(chunksOf(due, subscriptionsPerChunk), requestsAtOnce, async (chunk) => {
    const lacking = chunk.filter(({ detail }) => detail)
    await readDetails(session, lacking, hashes, answered)
    await readHistories(session, chunk, answered)
  })
}

/** Every page of a per-key stream for a chunk of subscriptions; they are stored together. */
async function readChunk<S extends 'subscription-details' | 'subscription-history'>(
  session: SyncSession,
  stream: S,
  due: readonly Due[],
  answered: () => void,
): Promise<readonly SourcePage<SourceRecords[S]>[]> {
  const keys = due.map(({ subscriptionId }) => subscriptionId)
  if (keys.length === 0) return []
  const pages: SourcePage<SourceRecords[S]>[] = []
  for await (const page of session.source.pull(stream, { keys, signal: session.signal })) {
    session.notes.count(stream, page.records.length, undefined)
    session.notes.problems(stream, page.problems)
    pages.push(page)
    answered()
  }
  return pages
}

async function readDetails(
  session: SyncSession,
  due: readonly Due[],
  hashes: Map<string, string>,
  answered: () => void,
): Promise<void> {
  const pages = await readChunk(session, 'subscription-details', due, answered)
  const changed = pages.flatMap((page) => {
    const raw = rawPayloadHash(page.raw)
    return page.records.flatMap((state) => changedObservation(state.subscriptionId, state, raw, hashes) ?? [])
  })
  const read = pages.flatMap((page) => page.records)
  if (read.length === 0) return
  await inTransaction(session, async (tx) => {
    for (const page of pages) await keepRaw(session, tx, page.raw)
    await saveObservations(tx, observationPlace(session, 'subscription'), changed)
    await noteRead(session, tx, 'detail', due, read)
  })
}

async function readHistories(session: SyncSession, due: readonly Due[], answered: () => void): Promise<void> {
  const pages = await readChunk(session, 'subscription-history', due, answered)
  const read = pages.flatMap((page) => page.records)
  if (read.length === 0) return
  await inTransaction(session, async (tx) => {
    for (const page of pages) {
      await keepRaw(session, tx, page.raw)
      const rows = page.records.flatMap(({ subscriptionId, rows: own }) => own.map((row) => ({ subscriptionId, row })))
      const now = session.database.clock.now()
      await saveSubscriptionHistory(tx, session.connectionId, rows, rawPayloadHash(page.raw), now)
    }
    await noteRead(session, tx, 'history', due, read)
  })
}

async function noteRead(
  session: SyncSession,
  transaction: Parameters<typeof noteSubscriptionsRead>[0],
  what: 'detail' | 'history',
  due: readonly Due[],
  records: readonly { readonly subscriptionId: string }[],
): Promise<void> {
  const read = new Set(records.map(({ subscriptionId }) => subscriptionId))
  const rows = due.filter(({ subscriptionId }) => read.has(subscriptionId))
  await noteSubscriptionsRead(transaction, what, session.connectionId, rows, session.database.clock.now())
}
