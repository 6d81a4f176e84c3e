import { decimal } from '../../money/decimal.ts'
import { money, type Money } from '../../money/money.ts'
import type { Known } from '../../domain/known.ts'
import type { PlainDate } from '../../domain/plain-date.ts'
import type { SubscriptionTimeline, TimelineStep } from '../../domain/timeline.ts'
import type { ScenarioDefaults } from './scenario-defaults.ts'
import type { ChangeText, SubscriptionText } from './scenario-schema.ts'

/** What a subscription is assumed to be where the scenario does not say it. */
export interface TimelineDefaults extends ScenarioDefaults {
  readonly currency: string
}

/**
 * The timelines of a scenario's subscriptions as they were known on a day: a change recorded later is not seen yet, and
 * a subscription of which nothing was known is left out.
 */
export function scenarioTimelines(
  subscriptions: readonly SubscriptionText[],
  defaults: TimelineDefaults,
  asOf: PlainDate,
): SubscriptionTimeline[] {
  return subscriptions.flatMap((text) => {
    const changes = text.changes.filter(({ recorded }) => recorded === undefined || recorded <= asOf)
    return changes.length === 0 ? [] : [timelineOf(text, changes, defaults)]
  })
}

function timelineOf(
  text: SubscriptionText,
  changes: readonly ChangeText[],
  defaults: TimelineDefaults,
): SubscriptionTimeline {
  const steps: TimelineStep[] = []
  let last = firstState(text, defaults)
  for (const [index, change] of changes.entries()) {
    last = changed(last, change)
    const next = changes[index + 1]?.from
    // A day is the finest there is: of several changes on one, what holds after the last of them counts for all of it.
    if (next !== change.from) steps.push(stepOf(text.subscription, last, change, next))
  }
  return {
    connectionId: text.source ?? defaults.connectionId ?? '',
    subscriptionId: text.subscription,
    steps,
    knownFrom: steps[0]?.from ?? '9999-12-31',
    before: text.before,
    billingStart: text.billingStart,
    commitmentEnd: text.commitmentEnd,
  }
}

/** What holds until a change says otherwise, with the numbers as they were written. */
interface State {
  readonly quantity: string
  readonly unitCost: string
  readonly listPrice: string
  readonly currency: string
  readonly status: TimelineStep['status']
  readonly runs: boolean
  readonly company: string
  readonly product: string
  readonly billingTerm: TimelineStep['billingTerm']
  readonly commitmentTerm: string | undefined
}

function firstState(text: SubscriptionText, defaults: TimelineDefaults): State {
  return {
    quantity: 'unknown',
    unitCost: 'unknown',
    listPrice: 'unknown',
    currency: defaults.currency,
    status: 'active',
    runs: true,
    company: text.company ?? defaults.companyId ?? '',
    product: text.product ?? defaults.productId ?? '',
    billingTerm: text.billingTerm,
    commitmentTerm: text.commitmentTerm,
  }
}

/** What is cancelled or converted to another subscription no longer runs, unless the change says that it does. */
function changed(last: State, change: ChangeText): State {
  const ends = change.ends ?? (change.status === 'cancelled' || change.status === 'converted')
  return {
    quantity: change.quantity ?? last.quantity,
    unitCost: change.unitCost ?? last.unitCost,
    listPrice: change.listPrice ?? last.listPrice,
    currency: change.currency ?? last.currency,
    status: change.status ?? (ends ? 'cancelled' : last.runs ? last.status : 'active'),
    runs: !ends,
    company: change.company ?? last.company,
    product: change.product ?? last.product,
    billingTerm: change.billingTerm ?? last.billingTerm,
    commitmentTerm: change.commitmentTerm ?? last.commitmentTerm,
  }
}

function stepOf(
  subscription: string,
  state: State,
  { from, recorded, notBefore, notAfter }: ChangeText,
  until: PlainDate | undefined,
): TimelineStep {
  return {
    from,
    until,
    inForce: state.runs,
    companyId: state.company,
    productId: state.product,
    productName: undefined,
    status: state.status,
    quantity: state.quantity === 'unknown' ? 'unknown' : decimal(state.quantity),
    unitCost: knownMoney(state.unitCost, state.currency),
    listPrice: knownMoney(state.listPrice, state.currency),
    billingTerm: state.billingTerm,
    rawBillingTerm: state.billingTerm,
    commitmentTerm: state.commitmentTerm?.toLowerCase(),
    evidence: [{ kind: 'operator', id: `${subscription}@${from}`, recordedAt: `${recorded ?? from}T00:00:00.000Z` }],
    window: notBefore === undefined || notAfter === undefined ? undefined : { notBefore, notAfter },
  }
}

/** An amount as the scenario writes it, with the currency that goes with it. */
export function knownMoney(text: string, currency: string): Known<Money> {
  return text === 'unknown' ? 'unknown' : money(text, currency)
}
