import type { TimelineStep } from '../../domain/timeline.ts'

/** A trial costs nothing and is not billed, whatever term it is written under. */
export function isTrialStep({ status, billingTerm }: TimelineStep): boolean {
  return status === 'trial' || billingTerm === 'trial'
}
