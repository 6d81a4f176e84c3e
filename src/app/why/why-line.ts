import { explainLine, type Explanation } from '../../billing/explain.ts'
import type { EvidenceRef, Snapshot } from '../../domain/evidence.ts'
import type { Invoice, InvoiceLine } from '../../domain/invoice.ts'
import { addMonths } from '../../domain/plain-date.ts'
import type { SubscriptionTimeline } from '../../domain/timeline.ts'
import { listClientInvoices } from '../../store/client-invoices.ts'
import { listConnections } from '../../store/connections.ts'
import { withOrganization, type Transaction } from '../../store/database.ts'
import { listRunInvoices, readInvoiceDocument, type RunInvoice } from '../../store/run-results.ts'
import type { Run } from '../../store/runs.ts'
import { listSnapshots } from '../../store/snapshots.ts'
import { NotFound } from '../../support/failure.ts'
import { groupBy } from '../../support/group-by.ts'
import { listsCancelled, type AdapterRegistry } from '../adapters.ts'
import type { AppContext } from '../context.ts'
import { sourceEvidence, timelinesOf, type SourceEvidence } from '../run/load-timelines.ts'
import { coursesOfLine, type SubscriptionCourse } from './line-course.ts'
import { monthsOfLine, monthsShown, type LineMonth } from './line-months.ts'

/** All that stands behind one amount of a run. */
export interface LineWhy {
  readonly row: Pick<RunInvoice, 'clientId' | 'clientName' | 'sha256'>
  readonly invoice: Pick<Invoice, 'currency' | 'billingPeriod'>
  readonly line: InvoiceLine
  readonly explanation: Explanation
  /** What was held, day by day, as the run knew it. */
  readonly courses: readonly SubscriptionCourse[]
  /** Each piece of evidence once, in words a person can look it up by. */
  readonly evidence: readonly NamedEvidence[]
  /** The same billing line in the twelve months before. */
  readonly months: readonly LineMonth[]
}

export type NamedEvidence = EvidenceRef & { readonly words: string }

/**
 * Why an amount is what it is: from the reasons that were stored with the line, and from the evidence that the run had.
 * Nothing is worked out anew, so that the answer cannot differ from what was billed.
 * @throws {NotFound}
 */
export async function whyLine(
  { database, organization }: AppContext,
  registry: Pick<AdapterRegistry, 'sources'>,
  which: { readonly run: Run; readonly clientId: string; readonly lineKey: string },
): Promise<LineWhy> {
  const { run, clientId, lineKey } = which
  return withOrganization(database, organization.id, async (tx) => {
    const [row] = await listRunInvoices(tx, run.id, [clientId])
    const invoice = row?.invoice === undefined ? undefined : readInvoiceDocument(row.invoice)
    const line = invoice?.lines.find((one) => one.lineKey === lineKey)
    if (row === undefined || invoice === undefined || line === undefined) {
      throw new NotFound(`The invoice of "${clientId}" in run ${String(run.number)} has no line "${lineKey}".`)
    }
    const snapshots = await listSnapshots(tx, { recordedUntil: run.evidenceUntil })
    const adapters = new Map((await listConnections(tx, 'source')).map(({ id, adapter }) => [id, adapter]))
    const sourceOf = (id: string): SourceEvidence => {
      return sourceEvidence(id, snapshots, listsCancelled(registry, adapters.get(id) ?? ''), run.evidenceUntil)
    }
    const courses = coursesOfLine(line, await timelinesOfLine(tx, line, sourceOf))
    const starts = { start: addMonths(run.period.start, -monthsShown), end: run.period.start }
    return {
      ...{ row, invoice, line, courses },
      explanation: explainLine(line, invoice.currency),
      evidence: line.reasons.evidence.map((ref) => named(ref, snapshots)),
      months: monthsOfLine(line.billingLineId, run.period, await listClientInvoices(tx, { clientId, starts })),
    }
  })
}

/** The timelines of what a line bills, as the run knew them. */
async function timelinesOfLine(
  tx: Transaction,
  { covers, reasons }: InvoiceLine,
  sourceOf: (connectionId: string) => SourceEvidence,
): Promise<readonly SubscriptionTimeline[]> {
  const held = new Set(reasons.slice.map(({ subscriptionId }) => subscriptionId))
  const timelines: SubscriptionTimeline[] = []
  for (const [connectionId, own] of groupBy(covers, (each) => each.connectionId)) {
    const covered = own.flatMap(({ subscriptionId }) => subscriptionId ?? [])
    const subscriptionIds = [...new Set([...held, ...covered])]
    if (subscriptionIds.length > 0) timelines.push(...(await timelinesOf(tx, sourceOf(connectionId), subscriptionIds)))
  }
  return timelines
}

/** A snapshot has a number and a history row its whole content as its id: a person looks for the day. */
function named(ref: EvidenceRef, snapshots: readonly Snapshot[]): NamedEvidence {
  return { ...ref, words: ref.words ?? wordsOf(ref, snapshots) }
}

function wordsOf({ kind, id }: EvidenceRef, snapshots: readonly Snapshot[]): string {
  if (kind === 'snapshot') {
    const snapshot = snapshots.find((one) => one.id === id)
    return snapshot === undefined ? `snapshot ${id}` : `snapshot of ${snapshot.day} from ${snapshot.connectionId}`
  }
  const [subject = id, day] = id.split('|')
  if (kind === 'history' && day !== undefined) return `history of ${subject}, in effect from ${day.slice(0, 10)}`
  return `${kind} ${id}`
}
