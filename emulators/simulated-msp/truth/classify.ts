import { addMonths, monthSpan } from '../calendar.ts'
import type { ContractBasis } from '../contracts/types.ts'
import { changesBetween, type Change } from '../timeline.ts'
import type { SimulatedCharge, SimulatedInvoice } from '../types.ts'
import { grouped, lineOfCharge, type Books } from './books.ts'
import { termsOf } from './seat-lines.ts'
import type { ChargeClass, ClassifiedCharge, ClassifiedInvoice } from './types.ts'

/** What earlier months have left behind, for the invoices of the next one. */
export interface Carried {
  /** By subscription and service month: what the client's invoice covers of the distributor's costs. */
  readonly covered: Map<string, number>
  /** By subscription and service month: what the distributor has charged so far. */
  readonly charged: Map<string, number>
  /** Whether the client of a company is invoiced for a month. */
  readonly isBilled: (companyId: string, month: string) => boolean
}

export function serviceKey(subscriptionId: string, month: string): string {
  return `${subscriptionId} ${month}`
}

/** Remembers what an invoice charges, so that a later one is compared with what is still open only. */
export function carryCharges(carried: Carried, invoice: SimulatedInvoice): void {
  for (const { subscriptionId, from, costCents, type } of invoice.charges) {
    if (subscriptionId === undefined || (type !== 'subscription' && type !== 'prorate')) continue
    const key = serviceKey(subscriptionId, from.slice(0, 7))
    carried.charged.set(key, (carried.charged.get(key) ?? 0) + costCents)
  }
}

/** Puts every cent of an invoice into a class. The README states the rules. */
export function classifyInvoice(books: Books, carried: Carried, invoice: SimulatedInvoice): ClassifiedInvoice {
  const parts = new Map<string, Part[]>()
  const seats: (readonly [string, SimulatedCharge])[] = []
  for (const charge of invoice.charges) {
    const only = classOf(books, carried, charge, invoice)
    if (only === 'compare') seats.push([serviceKey(charge.subscriptionId ?? '', charge.from.slice(0, 7)), charge])
    else parts.set(charge.chargeId, [{ class: only, cents: charge.costCents }])
  }
  for (const [key, charges] of grouped(seats)) compare(books, carried, key, charges, parts)
  const charges = invoice.charges.map(({ chargeId, taxCents }): ClassifiedCharge => {
    const tax: Part[] = taxCents === 0 ? [] : [{ class: 'tax', cents: taxCents }]
    return { chargeId, parts: [...(parts.get(chargeId) ?? []).filter(({ cents }) => cents !== 0), ...tax] }
  })
  return { ...headOf(invoice), classes: sumsOf(charges), charges }
}

/** A wrong invoice nets to nothing, whatever stands on it. */
export function classifyCredited(invoice: SimulatedInvoice): ClassifiedInvoice {
  const charges = invoice.charges.map(({ chargeId, costCents, taxCents }): ClassifiedCharge => {
    return { chargeId, parts: [{ class: 'credit-or-reissue', cents: costCents + taxCents }] }
  })
  return { ...headOf(invoice), classes: sumsOf(charges), charges }
}

type Part = ClassifiedCharge['parts'][number]

function headOf(invoice: SimulatedInvoice): Omit<ClassifiedInvoice, 'classes' | 'charges'> {
  const { invoiceId, partnerId, totalCents } = invoice
  return { invoiceId, partnerId, totalCents, isCredited: invoice.creditedAt !== undefined }
}

/** The class of a charge that is the same for all its cents, or that they must be compared with what was billed. */
function classOf(
  books: Books,
  carried: Carried,
  charge: SimulatedCharge,
  { month }: SimulatedInvoice,
): ChargeClass | 'compare' {
  const { companyId, type } = charge
  if (companyId === undefined) return type === 'service-charge' ? 'service-charge-without-client' : 'credit-or-reissue'
  if (books.companies.get(companyId)?.role === 'internal') return 'internal-use'
  const isPassedOn = type !== 'subscription' && type !== 'prorate'
  const serviceMonth = isPassedOn ? addMonths(month, 1) : charge.from.slice(0, 7)
  const line = lineOfCharge(books, charge, serviceMonth)
  if (line === undefined || !carried.isBilled(companyId, serviceMonth)) return 'bought-not-billed'
  if (isPassedOn) return type === 'usage' ? 'usage' : 'timing'
  return serviceMonth > month ? 'timing' : 'compare'
}

/**
 * The charges of one subscription for one month, against what its client was invoiced for that month: what ties out
 * goes to the charge for the whole month first, and the rest has one cause.
 */
function compare(
  books: Books,
  carried: Carried,
  key: string,
  charges: readonly SimulatedCharge[],
  parts: Map<string, Part[]>,
): void {
  const covered = carried.covered.get(key)
  if (covered === undefined) {
    // The contract bills nothing for this month, as where a month is billed as it starts and the seats came later.
    for (const { chargeId, costCents } of charges)
      parts.set(chargeId, [{ class: 'bought-not-billed', cents: costCents }])
    return
  }
  const open = covered - (carried.charged.get(key) ?? 0)
  const charged = charges.reduce((sum, { costCents }) => sum + costCents, 0)
  const difference = charged - open
  const cause = causeOf(books, key, charges, difference)
  const anchor = charges.find(({ type }) => type === 'subscription') ?? charges[0]
  const allTie = difference === 0 || cause === 'rounding'
  for (const charge of charges) {
    const rest = allTie ? (charge === anchor ? difference : 0) : charge.costCents - (charge === anchor ? open : 0)
    parts.set(charge.chargeId, [
      { class: 'ties-out', cents: charge.costCents - rest },
      { class: cause, cents: rest },
    ])
  }
}

function causeOf(books: Books, key: string, charges: readonly SimulatedCharge[], difference: number): ChargeClass {
  const [subscriptionId = '', month = ''] = key.split(' ')
  const holding = books.holdings.get(subscriptionId)
  const isDaily = charges.some((charge) => basisOf(books, charge, month) === 'daily')
  if (isDaily && Math.abs(difference) <= charges.length + 1) return 'rounding'
  const span = monthSpan(month)
  const changes = changesBetween(holding?.course ?? [], span.start, span.end)
  return changes.length > 0 && changes.every(movesPriceOnly) ? 'price-moved' : 'proration'
}

function movesPriceOnly({ before, after }: Change): boolean {
  if (before === undefined || after === undefined) return false
  const sameOwner = before.companyId === after.companyId && before.productId === after.productId
  return sameOwner && before.quantity === after.quantity && before.isTrial === after.isTrial
}

function basisOf(books: Books, charge: SimulatedCharge, month: string): ContractBasis | undefined {
  const contract = books.contractsByCompany.get(charge.companyId ?? '')
  const line = lineOfCharge(books, charge, month)
  if (contract === undefined || line === undefined) return undefined
  return termsOf(books.msp.contracts, contract, line).basis
}

function sumsOf(charges: readonly ClassifiedCharge[]): Map<ChargeClass, number> {
  const sums = new Map<ChargeClass, number>()
  for (const { parts } of charges) {
    for (const part of parts) sums.set(part.class, (sums.get(part.class) ?? 0) + part.cents)
  }
  return sums
}
