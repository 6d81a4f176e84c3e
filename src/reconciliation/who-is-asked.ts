import type { Charge, ChargeKind } from '../domain/distributor-invoice.ts'
import { dayNumber } from '../domain/plain-date.ts'
import type { Lookups } from './lookups.ts'
import { varianceClassWords, type VarianceClass } from './variance-class.ts'

/**
 * Whether a finding keeps its month open. `nobody`: it passes by itself, or is as the operator has said. `person`:
 * somebody has to decide on it. `after-next-invoice`: a pass-through line of the client takes the charge on an invoice
 * that is still to come, so only what that one leaves out is a question.
 */
export const askables = ['nobody', 'person', 'after-next-invoice'] as const

export type Asks = (typeof askables)[number]

/**
 * Credits that settle what we owe the distributor. They are for no client: one answers a payment, the other an invoice
 * that was credited, whose charges are netted as a whole.
 */
const ofOurBalance: ReadonlySet<ChargeKind> = new Set(['payment-credit', 'invoice-credit'])

/** Kinds that no line which follows seats bills, so that a pass-through line is the one that takes them. */
const passedOnKinds: ReadonlySet<ChargeKind> = new Set([
  'usage',
  'one-time',
  'service-charge',
  'service-credit',
  'rebate',
])

/**
 * Usage that no client line carries asks, and so does a credit or a rebate: whether the client gets it nobody else can
 * say. A credit that settles our own balance does not.
 * @param charges Those behind the finding.
 */
export function whoIsAsked(name: VarianceClass, charges: readonly Charge[], lookups: Lookups): Asks {
  if (varianceClassWords[name].settlesItself) return 'nobody'
  if (name === 'credit-or-reissue' && charges.every(({ kind }) => ofOurBalance.has(kind))) return 'nobody'
  const isWaiting = charges.length > 0 && charges.every((charge) => isStillToBePassedOn(charge, lookups))
  return isWaiting ? 'after-next-invoice' : 'person'
}

/** A pass-through line bills a charge in the billing period of the distributor invoice's date. */
function isStillToBePassedOn(charge: Charge, lookups: Lookups): boolean {
  const { connectionId, companyId, productId, kind, invoiceDate } = charge
  if (companyId === undefined || !passedOnKinds.has(kind)) return false
  const client = lookups.clientOfCompany(connectionId, companyId)
  if (client?.passesOn === undefined) return false
  const isTaken =
    client.passesOn.takesRest ||
    client.passesOn.products.some((each) => each.connectionId === connectionId && each.productId === productId)
  const day = dayNumber(invoiceDate)
  return isTaken && !lookups.billedDays(client.clientId).some(({ start, end }) => start <= day && day < end)
}
