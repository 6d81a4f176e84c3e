import type { Anomaly } from '../../domain/anomaly.ts'
import type { TimelineStep } from '../../domain/timeline.ts'
import { addDays, type PlainDate } from '../../domain/plain-date.ts'
import type { Claim } from '../claims.ts'
import { rulesFor } from '../rules.ts'
import { knownAmountText, knownNumberText } from '../numbers-as-text.ts'
import { monthInWords } from '../true-ups/true-up-words.ts'
import { dayInWords } from '../words.ts'
import type { ClientView } from './client-view.ts'
import { makeAnomaly } from './make-anomaly.ts'
import { evidenceIds, subscriptionInWords } from './subject-words.ts'

/** As much of a client's month as tells which days matter. */
type ClaimsView = Pick<ClientView, 'run' | 'client' | 'claims'>

/**
 * Changes whose day is known only within a window, where another day of it would bill something else: under `daily` and
 * `peak` any window that reaches into the period; under a basis with a day of its own one with that day inside and not at
 * its end; under `as-billed` none, as the distributor's charges say the days.
 */
export function findUncertainChangeDays(view: ClaimsView): Anomaly[] {
  return view.claims.byLine.flatMap((claim) => {
    const timelines = new Set(claim.holdings.map(({ timeline }) => timeline).filter(hasWindow))
    if (timelines.size === 0) return []
    const basis = basisOf(view, claim)
    if (basis === undefined) return []
    return [...timelines].flatMap((timeline) =>
      timeline.steps
        .filter((step, index) => matters(step, claim, basis) && billsOtherwise(timeline.steps[index - 1], step))
        .map((step) => anomalyOf(view, { timeline, step })),
    )
  })
}

/** A new name or status alone changes no amount, whatever its day. */
function billsOtherwise(before: TimelineStep | undefined, step: TimelineStep): boolean {
  if (before === undefined) return true
  const same = [
    before.inForce === step.inForce,
    before.companyId === step.companyId,
    before.productId === step.productId,
    knownNumberText(before.quantity) === knownNumberText(step.quantity),
    knownAmountText(before.unitCost) === knownAmountText(step.unitCost),
    knownAmountText(before.listPrice) === knownAmountText(step.listPrice),
    before.billingTerm === step.billingTerm,
    before.commitmentTerm === step.commitmentTerm,
  ]
  return !same.every(Boolean)
}

function hasWindow({ steps }: Claim['holdings'][number]['timeline']): boolean {
  return steps.some(({ window }) => window !== undefined)
}

type Basis = 'daily' | PlainDate

function basisOf({ run, client }: ClaimsView, { line }: Claim): Basis | undefined {
  const { quantityBasis } = rulesFor(run, client, line)
  if (quantityBasis === 'as-billed') return undefined
  if (quantityBasis === 'daily' || quantityBasis === 'peak') return 'daily'
  return quantityBasis === 'whole-at-start' ? run.input.billingPeriod.start : run.lastDay
}

function matters({ window }: TimelineStep, { window: days }: Claim, basis: Basis): boolean {
  if (window === undefined) return false
  if (basis !== 'daily') return window.notBefore <= basis && basis < window.notAfter
  return window.notBefore < days.end && days.start < window.notAfter
}

/** The month beside the period that a window reaches into; the change may belong there. */
function monthBeside({ run }: ClaimsView, { window }: TimelineStep): string | undefined {
  const { billingPeriod } = run.input
  if (window === undefined) return undefined
  if (window.notBefore < billingPeriod.start) return monthInWords({ start: window.notBefore })
  return window.notAfter >= billingPeriod.end ? monthInWords({ start: window.notAfter }) : undefined
}

function anomalyOf(
  view: ClaimsView,
  { timeline, step }: { timeline: Claim['holdings'][number]['timeline']; step: TimelineStep },
): Anomaly {
  const from = step.window?.notBefore ?? step.from
  const days = `on a day from ${dayInWords(from)} to ${dayInWords(step.from)}; ${dayInWords(step.from)} is used`
  const beside = monthBeside(view, step)
  return makeAnomaly({
    code: beside === undefined ? 'uncertain-change-day' : 'uncertain-change-over-boundary',
    ...(beside === undefined && isOneNight(step) ? { severity: 'note' } : {}),
    clientId: view.client.clientId,
    subject: { kind: 'subscription', id: timeline.subscriptionId },
    message: `${subscriptionInWords({ timeline, step })} changed ${days}${beside === undefined ? '' : `, and it may have been in ${beside}`}.`,
    evidence: evidenceIds(step.evidence),
  })
}

/** Between two nights in a row no better is known than which of two days it was, which is usual. */
function isOneNight({ window }: TimelineStep): boolean {
  return window !== undefined && addDays(window.notBefore, 1) >= window.notAfter
}
