import type { SubscriptionState, SubscriptionStatus } from '../../../domain/subscription.ts'
import type { PlainDate } from '../../../domain/plain-date.ts'
import type { ListedSubscription, SourceProblem } from '../../source.ts'
import type { FieldReader } from '../field-reader.ts'
import { oneSpelling } from '../../one-spelling.ts'
import type { Currency } from '../../../money/currency.ts'
import { nothingKnown, type Pax8Answers } from '../answers.ts'
import { billingTerms, commitmentTermOf } from '../terms.ts'
import { commitmentWire, subscriptionWire } from '../wire.ts'
import { openRow, type OpenRow } from './row.ts'

/**
 * Pax8's states as ours. Pending ones show as "Provisioning" and can be stuck although the service runs. An Active one
 * with an end date is normal: Pax8 sets the date when the cancel order arrives and leaves the status alone.
 */
const statuses = new Map<string, SubscriptionStatus>([
  ['active', 'active'],
  ['activated', 'active'],
  ['cancelled', 'cancelled'],
  ['pendingmanual', 'pending'],
  ['pendingautomated', 'pending'],
  ['pendingactivation', 'pending'],
  ['waitingfordetails', 'pending'],
  ['pendingcancel', 'cancelling'],
  ['trial', 'trial'],
  ['converted', 'converted'],
])

function statusSpelling(text: string): string {
  return oneSpelling(text).replaceAll('-', '')
}

/** A row of the listing, which may lack the cost and the commitment without anything being wrong. */
export function normalizeListedSubscription(
  value: unknown,
  problems: SourceProblem[],
  answers: Pax8Answers = nothingKnown,
): ListedSubscription | undefined {
  const opened = openRow(subscriptionWire, value, { noun: 'Subscription', problems })
  if (opened === undefined) return undefined
  const { row, fields } = opened
  // Where the list carries commitments, a row without one has none.
  const saysCommitment =
    answers.commitmentInList === 'listed' || fields.has('commitmentTerm') || fields.has('commitment')
  const lacksDetail = fields.raw('partnerCost') === undefined || !saysCommitment
  return { state: subscriptionState(opened, row.id, { ifCostMissing: 'allow', problems, answers }), lacksDetail }
}

/** The whole record: here a missing cost is worth telling. */
export function normalizeSubscription(
  value: unknown,
  subscriptionId: string,
  problems: SourceProblem[],
  answers: Pax8Answers = nothingKnown,
): SubscriptionState | undefined {
  const opened = openRow(subscriptionWire, value, { noun: 'Subscription', problems })
  if (opened === undefined) return undefined
  if (opened.row.id !== subscriptionId) {
    opened.fields.tellAbout('not-asked-for', 'id', `came when ${subscriptionId} was asked for; it was left out.`)
    return undefined
  }
  return subscriptionState(opened, subscriptionId, { ifCostMissing: 'tell', problems, answers })
}

/** Reads everything that a listing, a detail and a row of the history have in common. */
export function subscriptionState(
  { row, fields }: OpenRow<{ readonly companyId: string; readonly productId: string }>,
  subscriptionId: string,
  {
    ifCostMissing,
    problems,
    answers,
  }: {
    readonly ifCostMissing: 'tell' | 'allow'
    readonly problems: SourceProblem[]
    readonly answers: Pax8Answers
  },
): SubscriptionState {
  const currency = fields.currency('currencyCode')
  return {
    subscriptionId,
    companyId: row.companyId,
    productId: row.productId,
    productName: fields.text('productName'),
    parentSubscriptionId: fields.text('parentSubscriptionId'),
    vendorSubscriptionId: fields.text('vendorSubscriptionId'),
    status: fields.choice('status', statuses, statusSpelling),
    rawStatus: fields.text('status') ?? '',
    quantity: fields.decimal('quantity'),
    ...amounts(fields, currency, ifCostMissing, answers),
    billingTerm: fields.choice('billingTerm', billingTerms, oneSpelling),
    rawBillingTerm: fields.text('billingTerm') ?? '',
    ...commitment(fields, subscriptionId, problems),
    startDate: fields.date('startDate'),
    endDate: fields.date('endDate'),
    billingStart: fields.date('billingStart'),
    createdDate: fields.date('createdDate'),
  }
}

/**
 * Cost is what Pax8 calls the partner's price. It is never derived from `price`, which is the client's, unless this
 * partner's own invoices have shown that it is not: then nobody has said what the client pays.
 */
function amounts(
  fields: FieldReader,
  currency: Currency | undefined,
  ifCostMissing: 'tell' | 'allow',
  { priceMeaning }: Pax8Answers,
): Pick<SubscriptionState, 'unitCost' | 'listPrice'> {
  if (priceMeaning !== 'our-cost') {
    return {
      unitCost: fields.money('partnerCost', currency, ifCostMissing),
      listPrice: fields.money('price', currency),
    }
  }
  const stated = fields.money('partnerCost', currency, 'allow')
  return { unitCost: stated === 'unknown' ? fields.money('price', currency) : stated, listPrice: 'unknown' }
}

interface Commitment {
  readonly commitmentTerm: string | undefined
  readonly commitmentEnd: PlainDate | undefined
}

/** The document calls it `commitmentTerm`, live answers called it `commitment`: both are read. */
function commitment(subscription: FieldReader, subscriptionId: string, problems: SourceProblem[]): Commitment {
  const documented = commitmentIn(subscription, 'commitmentTerm', subscriptionId, problems)
  const seen = commitmentIn(subscription, 'commitment', subscriptionId, problems)
  const [a, b] = [documented?.commitmentTerm, seen?.commitmentTerm]
  if (a !== undefined && b !== undefined && a !== b) {
    const sentence = `says "${a}" in commitmentTerm and "${b}" in commitment; the former was taken.`
    subscription.tellAbout('value-unreadable', 'commitment', sentence)
  }
  return {
    commitmentTerm: a ?? b,
    commitmentEnd: documented?.commitmentEnd ?? seen?.commitmentEnd,
  }
}

function commitmentIn(
  subscription: FieldReader,
  field: 'commitmentTerm' | 'commitment',
  subscriptionId: string,
  problems: SourceProblem[],
): Commitment | undefined {
  const value = subscription.raw(field)
  if (value === undefined) return undefined
  if (typeof value === 'string') return { commitmentTerm: commitmentTermOf(value), commitmentEnd: undefined }
  const opened = openRow(commitmentWire, value, { noun: `The ${field} of subscription ${subscriptionId}`, problems })
  if (opened === undefined) return undefined
  const term = opened.fields.text('term', 'tell')
  return {
    commitmentTerm: term === undefined ? undefined : commitmentTermOf(term),
    commitmentEnd: opened.fields.date('endDate'),
  }
}
