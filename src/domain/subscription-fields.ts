import { equalDecimals, type Decimal } from '../money/decimal.ts'
import type { Money } from '../money/money.ts'
import type { Known } from './known.ts'
import type { SubscriptionState } from './subscription.ts'

/** One thing that a state says. `read` gives undefined where a history row leaves it out. */
export interface StateField<T> {
  readonly read: (state: SubscriptionState, origin: 'history' | 'snapshot') => T | undefined
  readonly same: (a: T, b: T) => boolean
}

function identical<T>(a: T, b: T): boolean {
  return a === b
}

function sameQuantity(a: Known<Decimal>, b: Known<Decimal>): boolean {
  return a === 'unknown' || b === 'unknown' ? a === b : equalDecimals(a, b)
}

function sameMoney(a: Known<Money>, b: Known<Money>): boolean {
  return a === 'unknown' || b === 'unknown' ? a === b : a.currency === b.currency && equalDecimals(a, b)
}

/** Rows of a history often leave prices out: they then say nothing about them. An observation that lacks one says so. */
function unlessLeftOut(value: Known<Money>, origin: 'history' | 'snapshot'): Known<Money> | undefined {
  return origin === 'history' && value === 'unknown' ? undefined : value
}

interface Terms {
  readonly billingTerm: SubscriptionState['billingTerm']
  readonly rawBillingTerm: string
}

/** What a timeline follows, each by itself: a row that dates a quantity need not know the cost. */
export const stateFields = {
  companyId: { read: (state) => state.companyId, same: identical } satisfies StateField<string>,
  productId: { read: (state) => state.productId, same: identical } satisfies StateField<string>,
  productName: { read: (state) => state.productName, same: identical } satisfies StateField<string>,
  status: { read: (state) => state.status, same: identical } satisfies StateField<SubscriptionState['status']>,
  quantity: { read: (state) => state.quantity, same: sameQuantity } satisfies StateField<Known<Decimal>>,
  unitCost: {
    read: (state, origin) => unlessLeftOut(state.unitCost, origin),
    same: sameMoney,
  } satisfies StateField<Known<Money>>,
  listPrice: {
    read: (state, origin) => unlessLeftOut(state.listPrice, origin),
    same: sameMoney,
  } satisfies StateField<Known<Money>>,
  terms: {
    read: ({ billingTerm, rawBillingTerm }) => ({ billingTerm, rawBillingTerm }),
    same: (a, b) => a.billingTerm === b.billingTerm && a.rawBillingTerm === b.rawBillingTerm,
  } satisfies StateField<Terms>,
  /** `none` is said by observations only; a history row without a commitment may just leave it out. */
  commitmentTerm: {
    read: ({ commitmentTerm }, origin) => commitmentTerm ?? (origin === 'history' ? undefined : 'none'),
    same: identical,
  } satisfies StateField<string>,
} as const

/** True when two states agree on everything that both say. */
export function sameState(a: SubscriptionState, b: SubscriptionState): boolean {
  return (
    a.companyId === b.companyId &&
    a.productId === b.productId &&
    a.status === b.status &&
    sameQuantity(a.quantity, b.quantity) &&
    (a.unitCost === 'unknown' || b.unitCost === 'unknown' || sameMoney(a.unitCost, b.unitCost))
  )
}
