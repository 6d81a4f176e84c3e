import { findUncertainChangeDays } from '../../billing/anomalies/uncertain-change-days.ts'
import { nothingBilledBefore } from '../../billing/previous-billing.ts'
import { openRun, type RunContext } from '../../billing/run-context.ts'
import { openLines } from '../../billing/true-ups/find-true-ups.ts'
import { workMonth, type MonthWork } from '../../billing/work-month.ts'
import type { ClientBillingConfig } from '../../domain/billing-config.ts'
import type { Charge } from '../../domain/distributor-invoice.ts'
import type { InvoiceLine } from '../../domain/invoice.ts'
import { contains, type Period } from '../../domain/period.ts'
import type { SubscriptionTimeline } from '../../domain/timeline.ts'
import type { PastConfig, PastEvidence } from './past-evidence.ts'

/** What a client should have been billed for a month, as far as it can be known now. */
export interface PastMonth {
  readonly run: RunContext
  readonly client: ClientBillingConfig
  readonly lines: readonly InvoiceLine[]
  /** Items of which a part cannot be worked out, with why. */
  readonly open: ReadonlyMap<string, string>
  /** By subscription: a billing line stands for it in this month, whether it bills anything or not. */
  readonly claimed: ReadonlySet<string>
  /** Charges that a billing line passes on in this month. */
  readonly passedOn: ReadonlySet<string>
}

/** What is known of one client, of all months. */
export interface ClientPast {
  readonly timelines: readonly SubscriptionTimeline[]
  readonly charges: readonly Charge[]
}

export function openPastRun({ config }: PastConfig, month: Period, { asOf }: Pick<PastEvidence, 'asOf'>): RunContext {
  return openRun({ billingPeriod: month, asOf, invoiceDate: month.end, config, sources: [], ledgers: [] })
}

/** Works a month that is over by the engine, from all that is known now. */
export function workPastMonth(run: RunContext, client: ClientBillingConfig, past: ClientPast): PastMonth {
  const month = run.input.billingPeriod
  const scope = { run, client, previous: nothingBilledBefore }
  const work = workMonth(scope, {
    timelines: past.timelines,
    charges: past.charges.filter(({ invoiceDate }) => contains(month, invoiceDate)),
    earlierCharges: past.charges.filter(({ invoiceDate }) => invoiceDate < month.start),
    laterCharges: past.charges.filter(({ invoiceDate }) => invoiceDate >= month.end),
  })
  return {
    ...{ run, client, lines: work.invoiceLines },
    open: openItems(scope, work, past.timelines),
    claimed: new Set(
      work.claims.byLine.flatMap(({ holdings }) => holdings.map(({ timeline }) => subscriptionKey(timeline))),
    ),
    passedOn: new Set(
      work.invoiceLines.flatMap(({ covers }) =>
        covers.flatMap(({ connectionId, chargeId }) =>
          chargeId === undefined ? [] : [`${connectionId}\n${chargeId}`],
        ),
      ),
    ),
  }
}

export function subscriptionKey(of: { readonly connectionId: string; readonly subscriptionId: string }): string {
  return `${of.connectionId}\n${of.subscriptionId}`
}

function openItems(
  { run, client }: { readonly run: RunContext; readonly client: ClientBillingConfig },
  work: MonthWork,
  timelines: readonly SubscriptionTimeline[],
): ReadonlyMap<string, string> {
  const open = new Map<string, string>()
  const lineOpen = openLines(work)
  for (const { line, claim } of work.works) {
    if (!lineOpen.has(line.lineId)) continue
    const ids = [...new Set((claim?.holdings ?? []).map(({ timeline }) => timeline.subscriptionId))]
    const of = ids.length === 0 ? '' : ` of ${ids.slice(0, 3).join(', ')}`
    open.set(line.itemId, `a quantity, a cost, or a rate${of} is not known`)
  }
  for (const { lineIds } of work.claims.disputes) {
    for (const { itemId } of client.lines.filter(({ lineId }) => lineIds.includes(lineId))) {
      open.set(itemId, 'two billing lines would bill the same subscription')
    }
  }
  for (const [itemId, why] of unknownBefore(run, client, timelines)) open.set(itemId, why)
  const uncertain = findUncertainChangeDays({ run, client, claims: work.claims }).filter(
    ({ severity }) => severity !== 'note',
  )
  for (const { subject, message } of uncertain) {
    for (const { line, holdings } of work.claims.byLine) {
      if (holdings.some(({ timeline }) => timeline.subscriptionId === subject.id)) open.set(line.itemId, message)
    }
  }
  return open
}

/** A subscription of whose earlier days nobody knows anything: what it was then cannot be said, nor that it was not. */
function* unknownBefore(
  run: RunContext,
  client: ClientBillingConfig,
  timelines: readonly SubscriptionTimeline[],
): Iterable<readonly [itemId: string, why: string]> {
  const { billingPeriod } = run.input
  for (const { before, knownFrom, steps, connectionId, subscriptionId } of timelines) {
    const [first] = steps
    if (before !== 'unknown' || knownFrom <= billingPeriod.start || first?.inForce !== true) continue
    const { productId, commitmentTerm, rawBillingTerm } = first
    const product = { connectionId, productId, commitmentTerm, billingTerm: rawBillingTerm.toLowerCase() }
    for (const itemId of run.products.itemsFor(client, product)) {
      yield [itemId, `nothing is known of ${subscriptionId} before ${knownFrom}`]
    }
  }
}
