import type { BillingConfig } from '../../domain/billing-config.ts'
import { addDays } from '../../domain/plain-date.ts'
import { openRun, type RunContext } from '../../billing/run-context.ts'
import type { Run } from '../../store/runs.ts'
import type { AdapterRegistry } from '../adapters.ts'
import type { AppContext } from '../context.ts'
import { loadRunEvidence, type RunEvidence } from './load-run-evidence.ts'

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

/** A run with everything that its lots are worked from. */
export interface OpenedRun {
  readonly run: Run
  readonly adapters: AdapterRegistry
  readonly evidence: RunEvidence
  readonly runContext: RunContext
}

/** Reads what a run works from, and opens it. */
export async function openRunToWork(
  context: AppContext,
  adapters: AdapterRegistry,
  run: Run,
  config: BillingConfig,
  known: Parameters<typeof loadRunEvidence>[4] = {},
): Promise<OpenedRun> {
  const evidence = await loadRunEvidence(context, adapters, run, config, known)
  return { run, adapters, evidence, runContext: openStoredRun(run, config, evidence) }
}
