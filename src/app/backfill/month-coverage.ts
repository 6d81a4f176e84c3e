import { formatMonth, overlap, type Period } from '../../domain/period.ts'
import { addMonths } from '../../domain/plain-date.ts'
import type { DistributorInvoiceRead } from '../../reconciliation/input.ts'
import type { PastEvidence } from './past-evidence.ts'
import type { MonthCoverage } from './report.ts'

/** What was read for each month. Without it nothing is found: nothing audited is not clean. */
export class PastCoverage {
  readonly months: readonly MonthCoverage[]
  readonly #sourceGaps = new Map<string, string>()
  readonly #ledgerGaps = new Map<string, string>()

  constructor(evidence: PastEvidence) {
    const connections = [...new Set(evidence.distributorInvoices.map(({ invoice }) => invoice.connectionId))].sort()
    this.months = evidence.months.map((month) => {
      const sources = connections.map((connectionId) => sourceCoverage(connectionId, month, evidence))
      const ledgers = evidence.ledgers.map(({ connectionId, documents, why }) => {
        const count = documents.get(month.start) ?? 0
        // A month without a single document was hardly read, or billed elsewhere: that nobody was invoiced is no finding.
        const gap = documents.has(month.start) ? (count === 0 ? 'it has no invoice for any client' : null) : why
        return { connectionId, documents: count, gap }
      })
      for (const { connectionId, gap } of sources) {
        if (gap !== null) this.#sourceGaps.set(`${month.start} ${connectionId}`, gap)
      }
      for (const { connectionId, gap } of ledgers) {
        if (gap !== null) this.#ledgerGaps.set(`${month.start} ${connectionId}`, gap)
      }
      const config = evidence.configs.get(month.start)
      return {
        ...{ month: formatMonth(month), sources, ledgers },
        config: config === undefined ? null : { version: config.config.version, wasInForce: config.wasInForce },
      }
    })
    this.#connections = new Set(connections)
    this.#ledgers = new Set(evidence.ledgers.map(({ connectionId }) => connectionId))
  }

  readonly #connections: ReadonlySet<string>
  readonly #ledgers: ReadonlySet<string>

  /** Undefined: the distributor's charges for the month were read whole. */
  sourceGap(connectionId: string, { start }: Period): string | undefined {
    if (!this.#connections.has(connectionId)) return `no invoice of ${connectionId} was read`
    const gap = this.#sourceGaps.get(`${start} ${connectionId}`)
    return gap === undefined ? undefined : `${connectionId}: ${gap}`
  }

  /** Undefined: the ledger's documents for the month were read. */
  ledgerGap(connectionId: string, { start }: Period): string | undefined {
    if (!this.#ledgers.has(connectionId)) return `no invoice of ${connectionId} was read`
    const gap = this.#ledgerGaps.get(`${start} ${connectionId}`)
    return gap === undefined ? undefined : `${connectionId}: ${gap}`
  }
}

function sourceCoverage(
  connectionId: string,
  month: Period,
  { distributorInvoices }: PastEvidence,
): MonthCoverage['sources'][number] {
  const own = distributorInvoices.filter(({ invoice }) => invoice.connectionId === connectionId)
  const near = { start: month.start, end: addMonths(month.end, 1) }
  const charges = own.flatMap((read) => read.charges).filter(({ servicePeriod }) => isFor(servicePeriod, month))
  const isCharged = own.some((read) =>
    read.charges.some(({ kind, servicePeriod }) => kind !== 'prorate' && isFor(servicePeriod, month)),
  )
  const partly = own.some((read) => read.items !== 'whole' && isNear(read, near))
  const gap = partly
    ? 'an invoice was not read whole'
    : isCharged
      ? null
      : 'no invoice that charges for the month was read'
  return { connectionId, charges: charges.length, gap }
}

function isFor(servicePeriod: Period | undefined, month: Period): boolean {
  return servicePeriod !== undefined && overlap(servicePeriod, month) !== undefined
}

function isNear({ invoice }: DistributorInvoiceRead, near: Period): boolean {
  return invoice.invoiceDate >= near.start && invoice.invoiceDate < near.end
}
