import type { SourcePage, SourceRecords, StreamName } from '../../sources/source.ts'
import { absentHash, newestHashes, saveObservations, type NewObservation, type Noun } from '../../store/observations.ts'
import { rawPayloadHash } from '../../store/raw-payloads.ts'
import { recordJson } from '../../store/record-json.ts'
import { sha256 } from '../../support/hash.ts'
import { findCollapse } from './find-collapse.ts'
import { inTransaction, keepRaw, type SyncSession } from './sync-session.ts'

export interface ListingResult<R> {
  /** The newest record of each id, in the order of the listing. */
  readonly records: ReadonlyMap<string, R>
  readonly complete: boolean
  /** The newest known hashes from before, to tell what changed. */
  readonly before: ReadonlyMap<string, string>
}

/** Reads one listing whole, page by page; each page's raw bytes and changed records are stored before the next is read. */
export async function readListing<S extends StreamName>(
  session: SyncSession,
  stream: S,
  options: {
    readonly noun: Noun
    readonly idOf: (record: SourceRecords[S]) => string
    /** Turns the listed record into what is stored; undefined: not to be stored from the listing. */
    readonly stored: (record: SourceRecords[S]) => object | undefined
    /** A record missing from a complete listing is stored as absent. */
    readonly endsMissing: boolean
    readonly keys?: readonly string[]
  },
): Promise<ListingResult<SourceRecords[S]>> {
  const { noun, idOf } = options
  const before = await inTransaction(session, (tx) => newestHashes(tx, session.connectionId, noun))
  const hashes = new Map(before)
  const records = new Map<string, SourceRecords[S]>()
  let complete = false
  const keys = options.keys === undefined ? {} : { keys: options.keys }
  for await (const page of session.source.pull(stream, { signal: session.signal, ...keys })) {
    session.notes.compareClocks(session.database.clock.now(), page.answeredAt, session.connectionId)
    for (const record of page.records) records.set(idOf(record), record)
    await storePage(session, stream, page, options, hashes)
    complete = page.complete
    // Read key by key, each key has a total of its own, which says nothing of the whole.
    const total = options.keys === undefined ? page.total : undefined
    session.progress.report(stream, session.notes.count(stream, page.records.length, total), total)
  }
  if (options.endsMissing && complete) await endMissing(session, stream, noun, before, records)
  return { records, complete, before }
}

async function storePage<S extends StreamName>(
  session: SyncSession,
  stream: S,
  page: SourcePage<SourceRecords[S]>,
  options: {
    readonly noun: Noun
    readonly idOf: (record: SourceRecords[S]) => string
    readonly stored: (record: SourceRecords[S]) => object | undefined
  },
  hashes: Map<string, string>,
): Promise<void> {
  session.notes.problems(stream, page.problems)
  const rawSha256 = rawPayloadHash(page.raw)
  const changed: NewObservation[] = []
  for (const record of page.records) {
    const stored = options.stored(record)
    if (stored === undefined) continue
    const observation = changedObservation(options.idOf(record), stored, rawSha256, hashes)
    if (observation !== undefined) changed.push(observation)
  }
  await inTransaction(session, async (tx) => {
    await keepRaw(session, tx, page.raw)
    await saveObservations(tx, observationPlace(session, options.noun), changed)
  })
}

/** The observation to store, or `undefined` when the record is as it was. Remembers the new hash. */
export function changedObservation(
  recordId: string,
  record: object,
  rawSha256: string,
  hashes: Map<string, string>,
): NewObservation | undefined {
  const state = recordJson(record)
  const hash = sha256(state)
  if (hashes.get(recordId) === hash) return undefined
  hashes.set(recordId, hash)
  return { recordId, sha256: hash, state, rawSha256 }
}

/** What the listing no longer has is stored as absent, unless so much is gone that a person has to say that it is so. */
async function endMissing(
  session: SyncSession,
  stream: StreamName,
  noun: Noun,
  before: ReadonlyMap<string, string>,
  records: ReadonlyMap<string, unknown>,
): Promise<void> {
  const missing = [...before].flatMap(([id, hash]) => (hash === absentHash || records.has(id) ? [] : [id]))
  const collapse = await findCollapse(session, noun, before, missing)
  if (collapse !== undefined) {
    const gone = `${String(collapse.gone)} of the ${String(collapse.held)} ${stream} held before are gone from the listing`
    if (session.acceptsShrinkageOf === undefined) {
      const message =
        `${gone}, although it adds up; nothing that is missing counts as ended. Look at the distributor's own pages: ` +
        `where they show the same, \`seatledger sync ${session.connectionId} --accept-shrinkage\` takes it as it is`
      session.notes.incomplete(stream, 'listing-collapsed', message)
      return
    }
    session.notes.remark(stream, 'shrinkage-accepted', `${gone}; ${session.acceptsShrinkageOf} accepted that`)
  }
  const rows = missing.map((recordId) => ({ recordId, sha256: absentHash, state: undefined, rawSha256: undefined }))
  await inTransaction(session, (tx) => saveObservations(tx, observationPlace(session, noun), rows))
}

export function observationPlace(
  session: SyncSession,
  noun: Noun,
): { connectionId: string; noun: Noun; snapshotId: bigint; day: string; now: Date } {
  const { connectionId, snapshotId, day } = session
  return { connectionId, noun, snapshotId, day, now: session.database.clock.now() }
}
