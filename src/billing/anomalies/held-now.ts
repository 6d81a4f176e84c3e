import type { TimelineStep } from '../../domain/timeline.ts'
import type { Holding } from '../holdings.ts'
import type { ClientView } from './client-view.ts'

/** Each subscription as it was last held in the period; those that only a commitment keeps alive are left out. */
export function heldLast({ holdings }: Pick<ClientView, 'holdings'>): readonly Holding[] {
  const last = new Map<Holding['timeline'], Holding>()
  for (const holding of holdings) {
    if (holding.evidenced && holding.step.inForce) last.set(holding.timeline, holding)
  }
  return [...last.values()]
}

/** A step that followed another of the same running subscription at the same company, on a day of the holding. */
export interface Succession {
  readonly holding: Holding
  readonly before: TimelineStep
}

/** What became of running subscriptions inside the period, step by step. */
export function successionsIn({ holdings, run }: Pick<ClientView, 'holdings' | 'run'>): readonly Succession[] {
  return holdings.flatMap((holding) => {
    const { step, timeline, evidenced } = holding
    if (!evidenced || !step.inForce || step.from < run.input.billingPeriod.start) return []
    const before = timeline.steps[timeline.steps.indexOf(step) - 1]
    if (before?.inForce !== true || before.companyId !== step.companyId) return []
    return [{ holding, before }]
  })
}
