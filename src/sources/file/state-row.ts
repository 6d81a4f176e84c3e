import { addDays, type PlainDate } from '../../domain/plain-date.ts'
import {
  knownStatuses,
  knownTerms,
  type BillingTerm,
  type SubscriptionState,
  type SubscriptionStatus,
} from '../../domain/subscription.ts'
import { oneSpelling } from '../one-spelling.ts'
import type { StateMapping } from './mapping-schema.ts'
import type { RowReader } from './row-reader.ts'

/** A row as a subscription's state, with what else it says. */
export interface StateRow {
  readonly line: number
  readonly asOf: PlainDate
  readonly state: SubscriptionState
  readonly companyName: string | undefined
  readonly sku: string | undefined
  readonly vendorName: string | undefined
}

/** `undefined` when the row lacks what a subscription cannot be without; the reader's problems say what. */
export function readStateRow(row: RowReader, mapping: StateMapping): StateRow | undefined {
  const asOf = row.require('asOf', row.date('asOf'))
  const companyId = row.require('company.id', row.id('company.id'))
  const subscriptionId = row.require('subscription.id', row.id('subscription.id'))
  const productId = row.require('product.id', row.id('product.id'))
  if (asOf === undefined || companyId === undefined || subscriptionId === undefined || productId === undefined) {
    return undefined
  }
  const currency = row.currency()
  const rawStatus = row.text('subscription.status') ?? ''
  const rawBillingTerm = row.text('billingTerm') ?? ''
  const state: SubscriptionState = {
    subscriptionId,
    companyId,
    productId,
    productName: row.text('product.name'),
    parentSubscriptionId: undefined,
    vendorSubscriptionId: row.id('subscription.vendorId'),
    status: statusOf(row, rawStatus),
    rawStatus,
    quantity: row.number('quantity') ?? 'unknown',
    unitCost: (currency === undefined ? undefined : row.money('unitCost', currency)) ?? 'unknown',
    listPrice: (currency === undefined ? undefined : row.money('listPrice', currency)) ?? 'unknown',
    billingTerm: billingTermOf(row, rawBillingTerm),
    rawBillingTerm,
    commitmentTerm: commitmentTermOf(row),
    commitmentEnd: row.date('commitmentEnd'),
    startDate: row.date('subscription.start'),
    endDate: endOf(row, mapping),
    billingStart: undefined,
    createdDate: undefined,
  }
  if (currency === undefined && (row.text('unitCost') ?? row.text('listPrice')) !== undefined) {
    row.tell('value-unreadable', 'blocking', 'currency', 'an amount stands here, and no currency.')
  }
  return {
    ...{ line: row.line, asOf, state, companyName: row.text('company.name') },
    ...{ sku: row.id('product.sku'), vendorName: row.text('product.vendor') },
  }
}

/** A row that says nothing of a status is of something that is held. A word that is not known is kept, and told. */
function statusOf(row: RowReader, rawStatus: string): SubscriptionStatus {
  if (rawStatus === '') return 'active'
  const word = oneSpelling(row.word('subscription.status', rawStatus))
  const status = knownStatuses.find((each) => each === word)
  if (status !== undefined) return status
  const sentence = `"${rawStatus.slice(0, 60)}" is a status that the mapping does not know; it is kept as unknown.`
  row.tell('unknown-word', 'warning', 'subscription.status', sentence)
  return 'unknown'
}

function billingTermOf(row: RowReader, rawBillingTerm: string): BillingTerm {
  if (rawBillingTerm === '') return 'unknown'
  const word = oneSpelling(rawBillingTerm)
  const term = knownTerms.find((each) => each === word)
  if (term !== undefined) return term
  const sentence = `"${rawBillingTerm.slice(0, 60)}" is a billing term that the mapping does not know; it is kept as unknown.`
  row.tell('unknown-word', 'warning', 'billingTerm', sentence)
  return 'unknown'
}

function commitmentTermOf(row: RowReader): string | undefined {
  const text = row.text('commitmentTerm')
  if (text === undefined) return undefined
  const term = oneSpelling(text)
  return term === 'none' ? undefined : term === 'annual' ? '1-year' : term
}

/** Our end is the first day on which it no longer runs. */
function endOf(row: RowReader, { subscriptionEnd }: StateMapping): PlainDate | undefined {
  const stated = row.date('subscription.end')
  return stated === undefined || subscriptionEnd !== 'inclusive' ? stated : addDays(stated, 1)
}
