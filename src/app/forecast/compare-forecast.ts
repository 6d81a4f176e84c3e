import type { BillingConfig } from '../../domain/billing-config.ts'
import type { Charge } from '../../domain/distributor-invoice.ts'
import type { DecimalText } from '../../domain/invoice.ts'
import { overlap, type Period } from '../../domain/period.ts'
import { addDecimals, decimal, zero, type Decimal } from '../../money/decimal.ts'
import { amountText } from '../../reconciliation/amount-text.ts'
import type { BilledInvoice } from '../../reconciliation/input.ts'

/** As much of a billing config as says whose company is whose. */
interface CompaniesOfClients {
  readonly clients: readonly Pick<BillingConfig['clients'][number], 'clientId' | 'companies'>[]
}

/** One client (or none) in one currency of cost: what the distributor drafts for it beside what the dry run reckons. */
export interface ForecastRow {
  readonly clientId: string | undefined
  readonly currency: string
  /** All of the draft. */
  readonly drafted: DecimalText
  /** As much of it as is for days of the dry run's month. */
  readonly draftedForMonth: DecimalText
  /** What the dry run's lines cost us by its own reckoning; `unknown` as soon as one line's is; undefined: no dry run. */
  readonly dryRunCost: DecimalText | 'unknown' | undefined
  /** Drafted charges whose cost the distributor does not state: they are in no sum. */
  readonly withoutCost: number
}

/**
 * Sets a draft of the distributor's beside a dry run, by client. A charge that straddles the month counts whole where it
 * begins in it: this is a forecast, and nothing is decided by it.
 */
export function compareForecast(
  charges: readonly Charge[],
  {
    month,
    config,
    invoices,
  }: { readonly month: Period; readonly config: CompaniesOfClients; readonly invoices: readonly BilledInvoice[] },
): readonly ForecastRow[] {
  const clients = new Map(
    config.clients.flatMap(({ clientId, companies }) =>
      companies.map(({ connectionId, companyId }) => [JSON.stringify([connectionId, companyId]), clientId] as const),
    ),
  )
  const costs = dryRunCosts(invoices)
  const rows = new Map<
    string,
    { clientId: string | undefined; currency: string; all: Decimal; own: Decimal; unknown: number }
  >()
  for (const charge of charges) {
    const clientId = clients.get(JSON.stringify([charge.connectionId, charge.companyId ?? null]))
    const key = JSON.stringify([clientId ?? null, charge.currency])
    const row = rows.get(key) ?? { clientId, currency: charge.currency, all: zero, own: zero, unknown: 0 }
    rows.set(key, row)
    if (charge.cost === 'unknown') row.unknown += 1
    else {
      row.all = addDecimals(row.all, charge.cost)
      if (isForMonth(charge, month)) row.own = addDecimals(row.own, charge.cost)
    }
  }
  return [...rows]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { clientId, currency, all, own, unknown }]) => ({
      ...{ clientId, currency, withoutCost: unknown },
      drafted: amountText(all, currency),
      draftedForMonth: amountText(own, currency),
      dryRunCost: costText(
        costs.get(key),
        currency,
        invoices.some((invoice) => invoice.clientId === clientId),
      ),
    }))
}

function isForMonth({ servicePeriod }: Charge, month: Period): boolean {
  if (servicePeriod === undefined) return false
  return (
    overlap(servicePeriod, month) !== undefined && servicePeriod.start < month.end && servicePeriod.start >= month.start
  )
}

/** What the lines of each client's invoice cost, by the currency of the cost. */
function dryRunCosts(invoices: readonly BilledInvoice[]): ReadonlyMap<string, Decimal | 'unknown'> {
  const sums = new Map<string, Decimal | 'unknown'>()
  for (const { clientId, lines } of invoices) {
    for (const { cost, costCurrency } of lines.flatMap(({ covers }) => covers)) {
      const key = JSON.stringify([clientId, costCurrency])
      const sum = sums.get(key) ?? zero
      sums.set(key, cost === 'unknown' || sum === 'unknown' ? 'unknown' : addDecimals(sum, decimal(cost)))
    }
  }
  return sums
}

function costText(
  cost: Decimal | 'unknown' | undefined,
  currency: string,
  isBilled: boolean,
): ForecastRow['dryRunCost'] {
  if (cost === 'unknown') return cost
  if (cost !== undefined) return amountText(cost, currency)
  return isBilled ? amountText(zero, currency) : undefined
}
