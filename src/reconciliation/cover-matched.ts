import type { Charge, ChargeKind } from '../domain/distributor-invoice.ts'
import type { CoveredSupply } from '../domain/invoice.ts'
import type { Period } from '../domain/period.ts'
import { formatDecimal } from '../money/decimal.ts'
import type { ClientInvoiceRead, DistributorInvoiceRead, ReconciledClient } from './input.ts'

/**
 * Lets the invoices that were in the ledger before SeatLedger was used, and that a person matched to a month, carry that
 * month's charges of their client: which of them each line billed nobody can say, and without this all of them would
 * count as never billed. Only charges whose service begins in the month, and of each client's first matched invoice of it.
 */
export function coverMatched(
  clientInvoices: readonly ClientInvoiceRead[],
  distributorInvoices: readonly DistributorInvoiceRead[],
  clients: readonly ReconciledClient[],
): readonly ClientInvoiceRead[] {
  if (!clientInvoices.some(({ invoice }) => invoice.matched === true)) return clientInvoices
  const billable = billableCharges(distributorInvoices)
  const chargesOf = new Map(clients.map((client) => [client.clientId, chargesOfClient(client, billable)]))
  const covered = new Set<string>()
  return clientInvoices.map((read) => {
    const { invoice } = read
    if (invoice.matched !== true) return read
    const month = `${invoice.clientId} ${invoice.billingPeriod.start}`
    if (covered.has(month)) return read
    covered.add(month)
    const charges = chargesOf.get(invoice.clientId) ?? []
    const covers = charges
      .filter((charge) => beginsIn(charge, invoice.billingPeriod))
      .map((charge) => coveredSupply(charge, invoice.billingPeriod))
    const lines = [{ lineKey: invoice.lines[0]?.lineKey ?? 'ledger:1', amount: invoice.total, covers }]
    return { ...read, invoice: { ...invoice, lines } }
  })
}

const billedKinds: readonly ChargeKind[] = ['subscription', 'prorate', 'one-time', 'usage', 'service-charge']

/** Those of the invoices that count; one that was issued again under its id counts once. */
function billableCharges(invoices: readonly DistributorInvoiceRead[]): ReadonlyMap<string, readonly Charge[]> {
  const counting = invoices.filter(({ invoice }) => invoice.status !== 'credited' && invoice.status !== 'void')
  const ours = counting
    .flatMap(({ charges }) => charges)
    .filter(({ kind, billedByDistributor }) => billedKinds.includes(kind) && !billedByDistributor)
  const byId = new Map(ours.map((charge) => [JSON.stringify([charge.connectionId, charge.chargeId]), charge]))
  const byCompany = new Map<string, Charge[]>()
  for (const charge of byId.values()) {
    const others = byCompany.get(companyOf(charge))
    if (others === undefined) byCompany.set(companyOf(charge), [charge])
    else others.push(charge)
  }
  return byCompany
}

function chargesOfClient(
  { companies }: ReconciledClient,
  billable: ReadonlyMap<string, readonly Charge[]>,
): readonly Charge[] {
  return companies.flatMap((company) => billable.get(companyOf(company)) ?? [])
}

function companyOf({ connectionId, companyId }: Pick<Charge, 'connectionId' | 'companyId'>): string {
  return JSON.stringify([connectionId, companyId ?? null])
}

/** One that gives no service period is for the month in which the distributor billed it. */
function beginsIn({ servicePeriod, invoiceDate }: Charge, month: Period): boolean {
  const day = servicePeriod?.start ?? invoiceDate
  return month.start <= day && day < month.end
}

/** Passed through by its id, with its own figures. */
function coveredSupply(charge: Charge, month: Period): CoveredSupply {
  const { connectionId, subscriptionId, chargeId, companyId, productId, quantity, unitCost, cost } = charge
  return {
    connectionId,
    subscriptionId,
    chargeId,
    companyId,
    productId,
    servicePeriod: charge.servicePeriod ?? month,
    quantity: quantity === 'unknown' ? quantity : formatDecimal(quantity),
    unitCost: unitCost === 'unknown' ? unitCost : formatDecimal(unitCost),
    cost: cost === 'unknown' ? cost : formatDecimal(cost),
    costCurrency: charge.currency,
  }
}
