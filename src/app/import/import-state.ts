import type { PlainDate } from '../../domain/plain-date.ts'
import type { SubscriptionState } from '../../domain/subscription.ts'
import type { StateFileMapping } from '../../sources/state-file.ts'
import { withOrganization, type Transaction } from '../../store/database.ts'
import { listImportedFiles } from '../../store/imported-files.ts'
import { absentHash, newestHashes, saveObservations, type NewObservation } from '../../store/observations.ts'
import { beginSnapshot, endSnapshot } from '../../store/snapshots.ts'
import type { AppContext } from '../context.ts'
import { isFileConnection, openFileConnection, requireConnectionName } from './file-connection.ts'
import { recordFile, requireImportable, type FileToImport } from './file-to-import.ts'
import { readHeldAround, runsOn, type HeldAround } from './held-before.ts'
import { ImportRefused } from './import-failures.ts'
import { readKnownNames } from './known-names.ts'
import { makeStatePreview, type StatePreview } from './state-preview.ts'
import { keepFile, observationsOf, rowsAndTotal } from './store-file.ts'

/** A file of states, with what the operator declares of it. */
export interface StateToImport extends FileToImport<StateFileMapping> {
  /** True: it lists all that is held, so that what it lacks has ended. False: it is a part, and ends nothing. */
  readonly isComplete: boolean
  /** A person looked: a file that lacks most of what was held is right. */
  readonly acceptShrinkage?: boolean | undefined
}

export interface StateImportResult {
  /** `already-imported`: nothing was written, now or by this. */
  readonly outcome: 'imported' | 'already-imported'
  readonly subscriptions: number
  readonly ended: number
}

/**
 * Shows what importing a file of states would do. Writes nothing.
 * @throws {InvalidInput} when the connection's name cannot be one. @throws {NotAFileConnection}
 */
export async function previewStateImport(context: AppContext, file: StateToImport): Promise<StatePreview> {
  const { connectionId, bytes, dateOrder, stated = {}, leaveOutBadRows = false } = file
  requireConnectionName(connectionId)
  const reading = file.mapping.read({ connectionId, bytes, dateOrder, stated, leaveOutBadRows })
  const { database, organization } = context
  const known = await withOrganization(database, organization.id, async (tx) => {
    await isFileConnection(tx, connectionId)
    return {
      files: await listImportedFiles(tx, connectionId),
      names: await readKnownNames(tx, connectionId),
      held: reading.asOf === undefined ? nothingHeld : await readHeldAround(tx, connectionId, reading.asOf),
    }
  })
  const declared = { isComplete: file.isComplete, acceptShrinkage: file.acceptShrinkage === true }
  return makeStatePreview(file, reading, declared, known)
}

const nothingHeld: HeldAround = { upTo: new Map(), next: undefined }

/**
 * Takes a state in as it was previewed, in one transaction: all of it or nothing. It becomes a copy of the day that the
 * file is for, beside those of other days, whichever was imported first. The same file again writes nothing.
 * @throws {ImportRefused} when the preview has a blocking problem. @throws {NotAFileConnection}
 */
export async function applyStateImport(context: AppContext, preview: StatePreview): Promise<StateImportResult> {
  requireImportable(preview)
  const { asOf } = preview.reading
  if (asOf === undefined) throw new ImportRefused(`${preview.fileName} does not say the day that it is for.`)
  const { database, organization } = context
  return withOrganization(database, organization.id, async (tx) => {
    const now = database.clock.now()
    const { connectionId, isComplete, reading } = preview
    await openFileConnection(tx, connectionId, now)
    const isNew = await recordFile(tx, context, preview, { profile: 'state', state: { asOf, isComplete }, now })
    if (!isNew) return { outcome: 'already-imported', subscriptions: 0, ended: 0 }
    const ended = await writeCopy(tx, preview, asOf, now)
    return { outcome: 'imported', subscriptions: reading.subscriptions.length, ended }
  })
}

/** @returns how many subscriptions the file ends. */
async function writeCopy(tx: Transaction, preview: StatePreview, day: PlainDate, now: Date): Promise<number> {
  const { connectionId, reading, isComplete, problems } = preview
  const held = await readHeldAround(tx, connectionId, day)
  const rawSha256 = await keepFile(tx, preview, 'subscriptions', now)
  const snapshotId = await beginSnapshot(tx, { connectionId, day, now })
  const place = { connectionId, snapshotId, day, now }
  for (const [noun, records] of [
    ['company', new Map(reading.companies.map((company) => [company.companyId, company]))],
    ['product', new Map(reading.products.map((product) => [product.productId, product]))],
  ] as const) {
    const changed = observationsOf(records, rawSha256, await newestHashes(tx, connectionId, noun))
    await saveObservations(tx, { ...place, noun }, changed)
  }
  // Each row, changed or not: a file of an earlier day may still come, and this one stands after it.
  const states = new Map(reading.subscriptions.map((state) => [state.subscriptionId, state]))
  const gone = isComplete ? [...held.upTo.keys()].filter((id) => !states.has(id)) : []
  const observations = [...observationsOf(states, rawSha256), ...gone.map(absent)]
  await saveObservations(tx, { ...place, noun: 'subscription' }, observations)
  await endInNextCopy(tx, connectionId, [...states.keys()], held, now)
  await endSnapshot(tx, {
    snapshotId,
    complete: isComplete,
    counts: {
      companies: rowsAndTotal(reading.companies.length),
      products: rowsAndTotal(reading.products.length),
      subscriptions: rowsAndTotal(reading.subscriptions.length),
    },
    problems: [
      ...problems.map(({ code, message }) => ({ stream: 'subscriptions', code, recordId: null, message })),
      ...(isComplete ? [] : [declaredPart]),
    ],
    now,
  })
  return gone.filter((id) => isRunning(held.upTo.get(id), day)).length
}

const declaredPart = {
  stream: 'subscriptions',
  code: 'declared-partial',
  recordId: null,
  message: 'the file is a part of what is held, as the operator said; nothing that is missing counts as ended',
}

/** What this file has and a complete copy of a later day does not had ended by then, which nobody knew before. */
async function endInNextCopy(
  tx: Transaction,
  connectionId: string,
  ids: readonly string[],
  { next }: HeldAround,
  now: Date,
): Promise<void> {
  if (next === undefined) return
  const { snapshotId, day } = next
  const missing = ids.filter((id) => !next.ids.has(id))
  await saveObservations(tx, { connectionId, noun: 'subscription', snapshotId, day, now }, missing.map(absent))
}

function isRunning(state: SubscriptionState | undefined, day: PlainDate): boolean {
  return state !== undefined && runsOn(state, day)
}

function absent(recordId: string): NewObservation {
  return { recordId, sha256: absentHash, state: undefined, rawSha256: undefined }
}
