import { distributorInvoiceInWords, type Charge, type DistributorInvoice } from '../../domain/distributor-invoice.ts'
import { addMonths, earlier, type PlainDate } from '../../domain/plain-date.ts'
import { monthOf } from '../../domain/period.ts'
import { listChargeReadings, saveCharges, type ChargeReading } from '../../store/charges.ts'
import { probeSource, wasNeverProbed } from '../probe/probe-source.ts'
import { answerTotalIdentity } from '../probe/total-identity-answer.ts'
import { changedObservation, observationPlace } from './read-listing.ts'
import { newestHashes, saveObservations } from '../../store/observations.ts'
import { rawPayloadHash } from '../../store/raw-payloads.ts'
import { inTransaction, keepRaw, type SyncSession } from './sync-session.ts'

/** How far back an invoice's status is watched: unpaid becomes paid, carried or credited. */
const monthsWatched = 3
/** A stored invoice's lines are read again this often, to raise an alarm should they ever change. */
const daysUntilReadAgain = 7
const millisecondsPerDay = 86_400_000

/** What a sync found of the distributor's invoices. */
export interface DistributorInvoicesRead {
  readonly listed: number
  readonly newlyStored: readonly string[]
  /** The dates that they bear, each once. */
  readonly newDates: readonly PlainDate[]
  /** How a person finds each of them: by number, date, total and partner. */
  readonly words: Readonly<Record<string, string>>
  /** Invoices whose lines differ from what was stored before: they must not, and both readings are kept. */
  readonly changed: readonly string[]
}

export async function readDistributorInvoices(session: SyncSession): Promise<DistributorInvoicesRead> {
  const { invoices, moved } = await readInvoiceHeaders(session)
  const readings = await inTransaction(session, (tx) => listChargeReadings(tx, { connectionId: session.connectionId }))
  const read = new Set(readings.map(({ invoiceId }) => invoiceId))
  await probeBefore(
    session,
    invoices.some(({ invoiceId }) => !read.has(invoiceId)),
  )
  const newlyStored: string[] = []
  const changed: string[] = []
  for (const invoice of invoices.filter(
    ({ invoiceId }) => moved.has(invoiceId) || isDue(invoiceId, readings, session),
  )) {
    const outcome = await readCharges(session, invoice)
    if (outcome.stored) newlyStored.push(invoice.invoiceId)
    if (outcome.differsFromEarlier) changed.push(invoice.invoiceId)
  }
  if (newlyStored.length > 0) {
    const now = session.database.clock.now()
    await inTransaction(session, (tx) => answerTotalIdentity(tx, session.connectionId, now))
  }
  const named = invoices.filter(({ invoiceId }) => newlyStored.includes(invoiceId) || changed.includes(invoiceId))
  const words = Object.fromEntries(named.map((invoice) => [invoice.invoiceId, distributorInvoiceInWords(invoice)]))
  const newDates = [...new Set(named.map(({ invoiceDate }) => invoiceDate))].sort()
  return { listed: invoices.length, newlyStored, newDates, changed, words }
}

/** An invoice is new evidence. It is asked before its lines are read for good, since an answer says how to read them. */
async function probeBefore(session: SyncSession, hasNewInvoice: boolean): Promise<void> {
  if (!hasNewInvoice && !(await wasNeverProbed(session))) return
  const { failure } = await probeSource(session)
  if (failure !== undefined) session.notes.remark('distributor-invoices', 'probe-failed', failure.message)
}

/** The invoices listed, and which of them are new or say something else than before, so that their lines are read again. */
async function readInvoiceHeaders(
  session: SyncSession,
): Promise<{ readonly invoices: readonly DistributorInvoice[]; readonly moved: ReadonlySet<string> }> {
  const stream = 'distributor-invoices'
  const watched = addMonths(monthOf(session.day).start, -monthsWatched)
  const since = session.invoicesSince === undefined ? watched : earlier(session.invoicesSince, watched)
  const hashes = await inTransaction(session, (tx) => newestHashes(tx, session.connectionId, 'distributor-invoice'))
  const invoices: DistributorInvoice[] = []
  const moved = new Set<string>()
  for await (const page of session.source.pull(stream, { since, signal: session.signal })) {
    invoices.push(...page.records)
    session.notes.problems(stream, page.problems)
    session.progress.report(stream, session.notes.count(stream, page.records.length, page.total), page.total)
    const raw = rawPayloadHash(page.raw)
    const changed = page.records.flatMap((record) => changedObservation(record.invoiceId, record, raw, hashes) ?? [])
    for (const { recordId } of changed) moved.add(recordId)
    await inTransaction(session, async (tx) => {
      await keepRaw(session, tx, page.raw)
      await saveObservations(tx, observationPlace(session, 'distributor-invoice'), changed)
    })
  }
  return { invoices, moved }
}

function isDue(invoiceId: string, readings: readonly ChargeReading[], session: SyncSession): boolean {
  const complete = readings.filter((reading) => reading.invoiceId === invoiceId && reading.complete)
  const oldest = session.database.clock.now().getTime() - daysUntilReadAgain * millisecondsPerDay
  const firstRead = complete[0]
  if (firstRead === undefined) return true
  // Once more after a week, while the invoice is young: that is when a distributor would still mend it.
  return firstRead.recordedAt.getTime() > oldest - millisecondsPerDay && firstRead.recordedAt.getTime() <= oldest
}

async function readCharges(
  session: SyncSession,
  invoice: DistributorInvoice,
): Promise<{ readonly stored: boolean; readonly differsFromEarlier: boolean }> {
  const stream = 'charges'
  const charges: Charge[] = []
  let complete = false
  for await (const page of session.source.pull(stream, { keys: [invoice.invoiceId], signal: session.signal })) {
    charges.push(...page.records.map((charge) => ({ ...charge, invoiceDate: invoice.invoiceDate })))
    complete = page.complete
    session.notes.problems(stream, page.problems)
    // The total of one distributor invoice says nothing of all of them.
    session.progress.report(stream, session.notes.count(stream, page.records.length, undefined), undefined)
    await inTransaction(session, (tx) => keepRaw(session, tx, page.raw))
  }
  const { connectionId } = session
  const now = session.database.clock.now()
  const reading = { connectionId, invoiceId: invoice.invoiceId, charges, complete, now }
  return inTransaction(session, (tx) => saveCharges(tx, reading))
}
