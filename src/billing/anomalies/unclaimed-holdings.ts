import type { Anomaly } from '../../domain/anomaly.ts'
import type { Unclaimed } from '../claims.ts'
import { knownNumberText } from '../numbers-as-text.ts'
import { isTrial } from '../portions/portions-of.ts'
import { dayInWords } from '../words.ts'
import { monthlyCost, stakeInWords } from './at-stake.ts'
import type { ClientView } from './client-view.ts'
import { makeAnomaly } from './make-anomaly.ts'
import { evidenceIds, subscriptionInWords } from './subject-words.ts'

/** Subscriptions of the client that none of its lines bills, unless they are free, passed on by charge, or ignored. */
export function findUnclaimedHoldings(view: ClientView): Anomaly[] {
  const last = new Map<string, Unclaimed>()
  for (const unclaimed of view.claims.unclaimed) {
    if (isMissing(view, unclaimed)) last.set(subscriptionKey(unclaimed), unclaimed)
  }
  return [...last.values()].map(({ holding, itemIds }) => {
    const stake = monthlyCost(holding)
    const why =
      itemIds.length === 0 ? 'its product is mapped to no item' : `no line bills the item ${itemIds.join(', ')}`
    const units = `${knownNumberText(holding.quantity)} units, ${stakeInWords(stake)}`
    return makeAnomaly({
      code: 'subscription-on-no-line',
      clientId: view.client.clientId,
      subject: { kind: 'subscription', id: holding.timeline.subscriptionId },
      message: `${subscriptionInWords(holding)}${newness(view, holding)} is on no line, because ${why}: ${units}.`,
      atStake: stake,
      evidence: evidenceIds(holding.step.evidence),
    })
  })
}

/** `, new since 12 Oct 2026,` for one that began inside the period; a line was hardly thought of yet. */
function newness({ run }: ClientView, { timeline }: Unclaimed['holding']): string {
  const begun = timeline.steps.find(({ inForce }) => inForce)?.from
  const isNew = timeline.before === 'not-running' && begun !== undefined && begun >= run.input.billingPeriod.start
  return isNew ? `, new since ${dayInWords(begun)},` : ''
}

function isMissing({ client }: ClientView, { holding, itemIds, ignoredBecause }: Unclaimed): boolean {
  if (ignoredBecause !== undefined || isTrial(holding)) return false
  if (holding.quantity !== 'unknown' && holding.quantity.units === 0n) return false
  return !client.lines.some(
    (line) => line.syncsQuantity && line.model === 'pass-through' && (line.takesRest || itemIds.includes(line.itemId)),
  )
}

function subscriptionKey({ holding: { timeline } }: Unclaimed): string {
  return `${timeline.connectionId}\n${timeline.subscriptionId}`
}
