import type { Charge } from '../../domain/distributor-invoice.ts'
import { decimal, formatDecimal, negateDecimal, trimmed, type Decimal } from '../../money/decimal.ts'
import { formatAmount } from '../../money/money.ts'
import type { Finding, FindingSide, InvoiceTieOut } from '../../reconciliation/tie-out.ts'

export interface DisputeAbout {
  readonly finding: Finding
  readonly charges: readonly Charge[]
  readonly invoice: InvoiceTieOut | undefined
  readonly clientName: string | undefined
  readonly organization: string
}

/**
 * What to write to the distributor about a difference, in the right direction: a charge beyond what we hold asks for a
 * credit; a charge below it is told as what it is; and where nothing was charged there is nothing to dispute.
 */
export function disputeText(about: DisputeAbout): string {
  const { finding, charges, organization } = about
  return [
    subjectOf(about),
    '',
    'Hello,',
    '',
    claimOf(about),
    '',
    ...charges.map(chargeLine),
    ...(charges.length === 0 ? [] : ['']),
    ...sidesOf(finding),
    '',
    requestOf(finding),
    '',
    organization,
  ].join('\n')
}

function subjectOf({ finding, invoice, clientName }: DisputeAbout): string {
  const what = finding.productName ?? finding.productId ?? 'a charge'
  const whom = clientName === undefined ? '' : ` for ${clientName}`
  return `Subject: ${invoice === undefined ? 'Missing charge' : `Invoice ${invoice.words}`}: ${what}${whom}`
}

function claimOf({ finding, invoice, clientName }: DisputeAbout): string {
  const { servicePeriod, currency, cost } = finding
  const days = servicePeriod === undefined ? '' : `, ${servicePeriod.start} until ${servicePeriod.end} (exclusive)`
  const what = `${finding.productName ?? finding.productId ?? 'an item'}${clientName === undefined ? '' : ` of ${clientName}`}${days}`
  const subscription = finding.subscriptionId === undefined ? '' : `, subscription ${finding.subscriptionId}`
  if (invoice === undefined) {
    return `we find no charge for ${what}${subscription}, although our records say that it was held.`
  }
  const which = `On your invoice ${invoice.words}, ${what}${subscription}`
  return isNegative(cost)
    ? `${which} is charged ${positive(cost)} ${currency} less than our records say.`
    : `${which} is charged ${cost} ${currency} more than our records say.`
}

function chargeLine(charge: Charge): string {
  const { chargeId, rawKind, description, servicePeriod, quantity, unitCost, cost, currency } = charge
  const days = servicePeriod === undefined ? 'no dates' : `${servicePeriod.start} until ${servicePeriod.end}`
  const unit = unitCost === 'unknown' ? 'unknown' : formatAmount(unitCost)
  const amount = cost === 'unknown' ? 'unknown' : formatAmount(cost)
  const number = quantity === 'unknown' ? 'unknown' : text(quantity)
  return `- line ${chargeId} (${rawKind}): ${description}, ${days}, ${number} x ${unit} = ${amount} ${currency}`
}

function sidesOf({ charged, billed, held, currency }: Finding): readonly string[] {
  return [
    `Charged: ${sideWords(charged, currency)}`,
    `By our records: ${sideWords(billed, currency)}`,
    ...(held === 'unknown' ? [] : [`Held on the last day of it: ${held}`]),
  ]
}

function sideWords({ quantity, unitCost, cost }: FindingSide, currency: string): string {
  const units = quantity === 'unknown' ? '' : `${quantity} units`
  const at = unitCost === undefined || unitCost === 'unknown' ? '' : ` at ${unitCost}`
  const money = cost === 'unknown' ? 'cost unknown' : `${cost} ${currency}`
  return units === '' ? money : `${units}${at}, ${money}`
}

function requestOf({ cost, currency, invoiceId }: Finding): string {
  if (invoiceId === undefined || cost === '0' || decimal(cost).units === 0n) {
    return 'Please tell us whether it ended, or on which invoice it will be charged. Nothing is disputed.'
  }
  return isNegative(cost)
    ? 'Please tell us whether a charge for the rest is still to come. We ask for no credit.'
    : `Please credit ${cost} ${currency}, or send us what the charge is for.`
}

function isNegative(cost: string): boolean {
  return decimal(cost).units < 0n
}

function positive(cost: string): string {
  return formatDecimal(negateDecimal(decimal(cost)))
}

function text(value: Decimal): string {
  return formatDecimal(trimmed(value))
}
