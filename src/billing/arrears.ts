import type { BillingLine, ClientBillingConfig } from '../domain/billing-config.ts'
import { daysIn, type Period } from '../domain/period.ts'
import { addDays, addMonths } from '../domain/plain-date.ts'
import { quantitySettingsFor } from './quantity/quantity-settings.ts'
import type { RunContext } from './run-context.ts'

/** The days that a month of a subscription's own may begin before the month in which it ends. */
const daysToSpare = 3

/** True for a line that bills a period when it is over. Charges that are passed on have days of their own. */
export function isInArrears(run: RunContext, client: ClientBillingConfig, line: BillingLine): boolean {
  return line.model !== 'pass-through' && quantitySettingsFor(run, client, line).timing === 'arrears'
}

/**
 * The run as a line in arrears sees it: its days are those of the month before, or, where months begin on days of their
 * own, those of the months that end in the run's.
 */
export function runInArrears(run: RunContext, client: ClientBillingConfig, line: BillingLine): RunContext {
  const { start, end } = run.input.billingPeriod
  const byAnniversary = quantitySettingsFor(run, client, line).servicePeriods === 'anniversary'
  const before = addMonths(start, -1)
  return onDays(run, byAnniversary ? { start: addDays(before, -daysToSpare), end } : { start: before, end: start })
}

function onDays(run: RunContext, billingPeriod: Period): RunContext {
  return {
    ...run,
    input: { ...run.input, billingPeriod },
    daysInPeriod: daysIn(billingPeriod),
    lastDay: addDays(billingPeriod.end, -1),
  }
}
