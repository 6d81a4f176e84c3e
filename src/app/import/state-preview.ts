import type { Known } from '../../domain/known.ts'
import type { PlainDate } from '../../domain/plain-date.ts'
import type { SubscriptionState } from '../../domain/subscription.ts'
import { equalDecimals, formatDecimal, trimmed, type Decimal } from '../../money/decimal.ts'
import { addMoney, compareMoney, formatMoney, multiplyMoney, type Money } from '../../money/money.ts'
import type { StateFileMapping, StateFileReading } from '../../sources/state-file.ts'
import type { ImportedFile } from '../../store/imported-files.ts'
import { previewOf, type FilePreview, type FileToImport, type ImportProblem } from './file-to-import.ts'
import { runsOn, type HeldAround } from './held-before.ts'
import { previewNames, type KnownNames, type PreviewedCompany, type PreviewedProduct } from './known-names.ts'

/** All that an import of a state would do, before it does anything. */
export interface StatePreview extends FilePreview<StateFileMapping, StateFileReading> {
  /** True: the operator says that the file lists all that is held, so that what it lacks has ended. */
  readonly isComplete: boolean
  readonly sums: readonly StateSum[]
  readonly companies: readonly PreviewedCompany[]
  readonly products: readonly PreviewedProduct[]
  /** Against what was known of that day before. */
  readonly changes: readonly StateChange[]
  readonly isMapped: boolean
}

/** What the subscriptions of one currency and billing term cost us for one term. */
export interface StateSum {
  readonly billingTerm: string
  /** Undefined where the file states no cost for them. */
  readonly cost: Money | undefined
  readonly subscriptions: number
  /** Without a quantity or a cost; they are in no sum. */
  readonly unknown: number
}

export type StateChangeKind = 'new' | 'ended' | 'quantity' | 'unit-cost' | 'company' | 'product' | 'status' | 'terms'

export interface StateChange {
  readonly what: StateChangeKind
  readonly subscriptionId: string
  readonly companyId: string
  readonly productId: string
  readonly before: string | undefined
  readonly now: string | undefined
}

export interface KnownBeforeState {
  readonly files: readonly ImportedFile[]
  readonly names: KnownNames
  readonly held: HeldAround
}

/** How much of what is held a file may take away before a person has to say that it is right. */
const doubtedWhenMoreThanOneIn = 2

/** Puts a reading beside what is known already. Pure: it writes nothing and asks nothing. */
export function makeStatePreview(
  file: FileToImport<StateFileMapping>,
  reading: StateFileReading,
  declared: { readonly isComplete: boolean; readonly acceptShrinkage: boolean },
  known: KnownBeforeState,
): StatePreview {
  const { subscriptions, asOf = '' } = reading
  // A file without its bad rows is not all that is held.
  const isComplete = declared.isComplete && !(file.leaveOutBadRows === true && reading.badLines.length > 0)
  const gone = isComplete ? missingFrom(subscriptions, known.held) : []
  const collapse = declared.acceptShrinkage ? [] : collapseOf(gone, known.held, asOf)
  const held = subscriptions.map(({ companyId, productId, commitmentTerm, rawBillingTerm }) => ({
    ...{ companyId, productId, commitmentTerm, billingTerm: rawBillingTerm.toLowerCase() },
  }))
  return {
    ...previewOf(file, reading, known.files, collapse),
    isComplete,
    sums: sumsOf(subscriptions),
    ...previewNames(file.connectionId, reading, held, known.names),
    changes: [...changesOf(subscriptions, known.held), ...gone.filter((state) => runsOn(state, asOf)).map(ended)],
    isMapped: known.names.config !== undefined,
  }
}

function missingFrom(subscriptions: readonly SubscriptionState[], { upTo }: HeldAround): SubscriptionState[] {
  const listed = new Set(subscriptions.map(({ subscriptionId }) => subscriptionId))
  return [...upTo.values()].filter(({ subscriptionId }) => !listed.has(subscriptionId))
}

/** A list cut in half is mostly the wrong file; taken as it is, it would end everything at every client. */
function collapseOf(gone: readonly SubscriptionState[], { upTo }: HeldAround, day: PlainDate): ImportProblem[] {
  const running = [...upTo.values()].filter((state) => runsOn(state, day)).length
  const lost = gone.filter((state) => runsOn(state, day)).length
  if (lost * doubtedWhenMoreThanOneIn <= running) return []
  const message =
    `${String(lost)} of the ${String(running)} subscriptions held before are not in the file, and would end. If that is ` +
    'right, say so with --accept-shrinkage; if the file is a part, say --partial.'
  return [{ code: 'listing-collapsed', severity: 'blocking', line: undefined, column: undefined, message }]
}

function sumsOf(subscriptions: readonly SubscriptionState[]): StateSum[] {
  const sums = new Map<string, StateSum>()
  for (const { unitCost, quantity, billingTerm } of subscriptions) {
    const currency = unitCost === 'unknown' ? '' : unitCost.currency
    const key = `${billingTerm} ${currency}`
    const sum = sums.get(key) ?? { billingTerm, cost: undefined, subscriptions: 0, unknown: 0 }
    const cost = unitCost === 'unknown' || quantity === 'unknown' ? undefined : multiplyMoney(unitCost, quantity)
    sums.set(key, {
      ...sum,
      cost: cost === undefined ? sum.cost : sum.cost === undefined ? cost : addMoney(sum.cost, cost),
      subscriptions: sum.subscriptions + 1,
      unknown: sum.unknown + (cost === undefined ? 1 : 0),
    })
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum)
}

function changesOf(subscriptions: readonly SubscriptionState[], { upTo }: HeldAround): StateChange[] {
  return subscriptions.flatMap((now): StateChange[] => {
    const { subscriptionId, companyId, productId } = now
    const about = { subscriptionId, companyId, productId }
    const before = upTo.get(subscriptionId)
    if (before === undefined) {
      return [{ ...about, what: 'new', before: undefined, now: numberText(now.quantity) }]
    }
    const pairs: readonly (readonly [StateChangeKind, string, string])[] = [
      ['company', before.companyId, now.companyId],
      ['product', before.productId, now.productId],
      ['status', before.status, now.status],
      ['quantity', numberText(before.quantity), numberText(now.quantity)],
      ['unit-cost', amountText(before.unitCost), amountText(now.unitCost)],
      ['terms', termsText(before), termsText(now)],
    ]
    return pairs
      .filter(([what, was, is]) => was !== is && !isSame(what, before, now))
      .map(([what, was, is]) => ({ ...about, what, before: was, now: is }))
  })
}

/** 10 and 10.00 are one number. */
function isSame(what: StateChangeKind, before: SubscriptionState, now: SubscriptionState): boolean {
  if (what === 'quantity') {
    return before.quantity !== 'unknown' && now.quantity !== 'unknown' && equalDecimals(before.quantity, now.quantity)
  }
  if (what !== 'unit-cost' || before.unitCost === 'unknown' || now.unitCost === 'unknown') return false
  return before.unitCost.currency === now.unitCost.currency && compareMoney(before.unitCost, now.unitCost) === 0
}

function ended({ subscriptionId, companyId, productId, quantity }: SubscriptionState): StateChange {
  return { what: 'ended', subscriptionId, companyId, productId, before: numberText(quantity), now: undefined }
}

function termsText({ rawBillingTerm, commitmentTerm, commitmentEnd }: SubscriptionState): string {
  return [rawBillingTerm, commitmentTerm, commitmentEnd].filter((part) => part !== undefined && part !== '').join(', ')
}

function numberText(value: Known<Decimal>): string {
  return value === 'unknown' ? value : formatDecimal(trimmed(value))
}

function amountText(value: Known<Money>): string {
  return value === 'unknown' ? value : formatMoney(value)
}
