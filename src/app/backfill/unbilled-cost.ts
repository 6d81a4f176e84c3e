import type { BillingConfig } from '../../domain/billing-config.ts'
import type { Charge } from '../../domain/distributor-invoice.ts'
import type { InvoiceLine } from '../../domain/invoice.ts'
import { monthOf, type Period } from '../../domain/period.ts'
import { addDecimals, decimal, zero, type Decimal } from '../../money/decimal.ts'
import type { ClientInvoiceRead, ReconciliationInput } from '../../reconciliation/input.ts'
import { reconcilePeriod } from '../../reconciliation/reconcile-period.ts'
import type { Finding } from '../../reconciliation/tie-out.ts'
import type { PastEvidence } from './past-evidence.ts'

/** What a client's invoices of a month stand for at the distributors. */
export interface StoodFor {
  readonly clientId: string
  readonly ledgerConnectionId: string
  readonly currency: string
  readonly month: Period
  readonly lines: readonly InvoiceLine[]
}

/** What was bought for a month and that no line of any client's invoice stands for. */
export interface UnbilledCost {
  /** Undefined: the company is nobody's client. */
  readonly clientId: string | undefined
  readonly connectionId: string
  readonly companyId: string | undefined
  readonly subscriptionId: string | undefined
  readonly productId: string | undefined
  readonly month: Period
  readonly currency: string
  readonly cost: Decimal
  readonly charges: readonly Charge[]
}

/** Sets all that was charged against all that was billed, once, as a tie-out does, and gives what was billed to nobody. */
export function findUnbilledCost(evidence: PastEvidence, stoodFor: readonly StoodFor[]): readonly UnbilledCost[] {
  const [first, last] = [evidence.months[0], evidence.months.at(-1)]
  if (first === undefined || last === undefined) return []
  const range = { start: first.start, end: last.end }
  const tieOut = reconcilePeriod(inputOf(evidence, stoodFor, range))
  const charges = new Map(evidence.charges.map((charge) => [chargeKey(charge.connectionId, charge.chargeId), charge]))
  const byWhat = new Map<string, UnbilledCost>()
  for (const finding of tieOut.invoices.flatMap(({ findings }) => findings)) {
    if (!isOnNoInvoice(finding) || finding.servicePeriod === undefined) continue
    const own = finding.evidence.chargeIds.flatMap((id) => charges.get(chargeKey(finding.connectionId, id)) ?? [])
    // A fee that arrived after the last month is passed on by an invoice that was not looked at.
    if (own.every(({ invoiceDate, kind }) => invoiceDate >= range.end && kind !== 'subscription' && kind !== 'prorate'))
      continue
    const month = monthOf(finding.servicePeriod.start)
    const { clientId, connectionId, companyId, subscriptionId, productId, currency } = finding
    const key = JSON.stringify([clientId, connectionId, companyId, subscriptionId, productId, month.start, currency])
    const before = byWhat.get(key)
    byWhat.set(key, {
      ...{ clientId, connectionId, companyId, subscriptionId, productId, month, currency },
      cost: addDecimals(before?.cost ?? zero, decimal(finding.cost)),
      charges: [...(before?.charges ?? []), ...own],
    })
  }
  return [...byWhat.values()].filter(({ cost }) => cost.units > 0n)
}

function isOnNoInvoice(finding: Finding): boolean {
  if (finding.evidence.invoiceLines.length > 0) return false
  return finding.class === 'bought-not-billed' || finding.class === 'usage'
}

function chargeKey(connectionId: string, chargeId: string): string {
  return `${connectionId}\n${chargeId}`
}

function inputOf(evidence: PastEvidence, stoodFor: readonly StoodFor[], range: Period): ReconciliationInput {
  const { newestConfig: config, asOf, distributorInvoices, creditsSeen } = evidence
  return {
    period: range,
    asOf,
    distributorInvoices,
    clientInvoices: stoodFor.map(toClientInvoice),
    clients: clientsOf(evidence, stoodFor),
    notBilledCompanies: config.ignoredCompanies,
    notBilledProducts: config.ignoredProducts.map(({ match, reason }) => ({ ...match, reason })),
    mappedProducts: config.items.flatMap(({ covers }) => covers),
    ...{ snapshots: [], timelines: [], lineages: [], ownPartnerNames: [], sourceRoundings: [], invoiceDays: [] },
    creditsSeen,
  }
}

/** A client of any month is one: a company that had none then has one now, or the other way round. */
function clientsOf(evidence: PastEvidence, stoodFor: readonly StoodFor[]): ReconciliationInput['clients'] {
  const configs: readonly BillingConfig[] = [
    evidence.newestConfig,
    ...[...evidence.configs.values()].map(({ config }) => config),
  ]
  const billed = new Map<string, Period[]>()
  for (const { clientId, month } of stoodFor) billed.set(clientId, [...(billed.get(clientId) ?? []), month])
  const clients = new Map<string, ReconciliationInput['clients'][number]>()
  for (const { clientId, name, companies } of configs.flatMap((config) => config.clients)) {
    const before = clients.get(clientId)
    const all = [...(before?.companies ?? []), ...companies]
    const distinct = [...new Map(all.map((one) => [`${one.connectionId}\n${one.companyId}`, one])).values()]
    clients.set(clientId, { clientId, name, companies: distinct, billedPeriods: billed.get(clientId) ?? [] })
  }
  return [...clients.values()]
}

function toClientInvoice({ clientId, ledgerConnectionId, currency, month, lines }: StoodFor): ClientInvoiceRead {
  return {
    invoice: {
      ...{ clientId, ledgerConnectionId, billingPeriod: month, sequence: 0, kind: 'invoice', currency, total: '0' },
      lines: lines.map(({ lineKey, amount, covers }) => ({ lineKey, amount, covers })),
    },
    state: 'posted',
    ledgerDocument: undefined,
  }
}
