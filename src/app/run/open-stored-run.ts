import type { BillingConfig } from '../../domain/billing-config.ts'
import { addDays } from '../../domain/plain-date.ts'
import { openRun, type RunContext } from '../../billing/run-context.ts'
import type { Run } from '../../store/runs.ts'
import type { RunEvidence } from './load-run-evidence.ts'

/** A run as the engine takes it: one place, so that a run, its replay and a what-if of it work from the same. */
export function openStoredRun(
  run: Pick<Run, 'period' | 'asOf'>,
  config: BillingConfig,
  evidence: Pick<RunEvidence, 'sources' | 'ledgerViews' | 'closedPeriods'>,
): RunContext {
  return openRun({
    billingPeriod: run.period,
    asOf: run.asOf,
    invoiceDate: addDays(run.period.end, -1),
    config,
    sources: evidence.sources,
    ledgers: evidence.ledgerViews,
    closedPeriods: evidence.closedPeriods,
  })
}
