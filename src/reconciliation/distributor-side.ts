import type { Charge, DistributorInvoice } from '../domain/distributor-invoice.ts'
import type { Known } from '../domain/known.ts'
import type { Money } from '../money/money.ts'
import type { DistributorInvoiceRead, ReconciliationInput } from './input.ts'
import type { InvoiceTreatment } from './tie-out.ts'

/** A distributor invoice in its place: when it came, whose it is, and which of its charges are ours to pay. */
export interface PlacedInvoice {
  readonly read: DistributorInvoiceRead
  /** Earlier invoices first; the place decides which of several explains a difference. */
  readonly ordinal: number
  readonly treatment: InvoiceTreatment
  readonly replacedBy: readonly string[]
  /** In an order of their own, whatever order they were read in. */
  readonly ownCharges: readonly Charge[]
  readonly setApart: readonly Charge[]
}

/** Places every distributor invoice, each once: of two readings of one invoice the fuller stands. */
export function placeInvoices(
  input: Pick<ReconciliationInput, 'distributorInvoices' | 'ownPartnerNames'>,
): PlacedInvoice[] {
  const reads = [...fullestOfEach(input.distributorInvoices)].sort((a, b) => compareInvoices(a.invoice, b.invoice))
  const replacements = replacementsOf(reads)
  const ownNames = new Map(input.ownPartnerNames.map((own) => [own.connectionId, own.partnerName]))
  return reads.map((read, ordinal) => {
    const charges = read.charges.map(inOneCurrency).sort(compareCharges)
    return {
      read,
      ordinal,
      treatment: treatmentOf(read.invoice, ownNames),
      replacedBy: replacements.get(invoiceKeyOf(read.invoice)) ?? [],
      ownCharges: charges.filter((charge) => !charge.billedByDistributor),
      setApart: charges.filter((charge) => charge.billedByDistributor),
    }
  })
}

export function invoiceKeyOf(invoice: { readonly connectionId: string; readonly invoiceId: string }): string {
  return JSON.stringify([invoice.connectionId, invoice.invoiceId])
}

/** The cost decides a charge's currency; its other amounts in another one say nothing that could be added or compared. */
function inOneCurrency(charge: Charge): Charge {
  const currency = charge.cost === 'unknown' ? charge.currency : charge.cost.currency
  const amounts = [charge.unitCost, charge.tax, charge.listAmount, charge.listUnitPrice]
  if (currency === charge.currency && amounts.every((each) => each === 'unknown' || each.currency === currency)) {
    return charge
  }
  const same = (amount: Known<Money>): Known<Money> =>
    amount === 'unknown' || amount.currency !== currency ? 'unknown' : amount
  return {
    ...charge,
    currency,
    unitCost: same(charge.unitCost),
    tax: same(charge.tax),
    listAmount: same(charge.listAmount),
    listUnitPrice: same(charge.listUnitPrice),
  }
}

function treatmentOf(invoice: DistributorInvoice, ownNames: ReadonlyMap<string, string>): InvoiceTreatment {
  if (invoice.billedToCompanyId !== undefined) return 'billed-to-company'
  const own = ownNames.get(invoice.connectionId)
  if (own !== undefined && invoice.partnerName !== undefined && invoice.partnerName !== own) return 'other-partner'
  if (invoice.status === 'void') return 'void'
  return invoice.status === 'credited' ? 'credited' : 'counted'
}

function readingText(read: DistributorInvoiceRead): string {
  return textOf([read.invoice, [...read.charges].sort(compareCharges)])
}

const fullness = { whole: 0, part: 1, 'not-read': 2 } as const

function fullestOfEach(reads: readonly DistributorInvoiceRead[]): Iterable<DistributorInvoiceRead> {
  const byKey = new Map<string, DistributorInvoiceRead>()
  for (const read of reads) {
    const key = invoiceKeyOf(read.invoice)
    const other = byKey.get(key)
    if (other === undefined || isFuller(read, other)) byKey.set(key, read)
  }
  return byKey.values()
}

function isFuller(read: DistributorInvoiceRead, other: DistributorInvoiceRead): boolean {
  if (read.items !== other.items) return fullness[read.items] < fullness[other.items]
  if (read.charges.length !== other.charges.length) return read.charges.length > other.charges.length
  return readingText(read) < readingText(other)
}

function replacementsOf(reads: readonly DistributorInvoiceRead[]): Map<string, string[]> {
  const byReplaced = new Map<string, string[]>()
  for (const { invoice } of reads) {
    if (invoice.replaces === undefined) continue
    const key = invoiceKeyOf({ connectionId: invoice.connectionId, invoiceId: invoice.replaces })
    byReplaced.set(key, [...(byReplaced.get(key) ?? []), invoice.invoiceId])
  }
  return byReplaced
}

function compareInvoices(a: DistributorInvoice, b: DistributorInvoice): number {
  return (
    compareTexts(a.invoiceDate, b.invoiceDate) ||
    compareTexts(a.connectionId, b.connectionId) ||
    compareTexts(a.invoiceId, b.invoiceId)
  )
}

/** The line id decides; lines that share one (a file may repeat it) are told apart by all that they say. */
function compareCharges(a: Charge, b: Charge): number {
  return compareTexts(a.chargeId, b.chargeId) || compareTexts(textOf(a), textOf(b))
}

function textOf(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) => (typeof member === 'bigint' ? member.toString() : member))
}

export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
