import type { Anomaly } from '../../domain/anomaly.ts'
import type { BillingConfig } from '../../domain/billing-config.ts'
import type { SubscriptionTimeline } from '../../domain/timeline.ts'
import { withOrganization } from '../../store/database.ts'
import type { NewRunInvoice, RunInvoice } from '../../store/run-results.ts'
import type { Run } from '../../store/runs.ts'
import type { AdapterRegistry } from '../adapters.ts'
import type { AppContext } from '../context.ts'
import { giveDocumentNumbers, numbersWanted } from '../run/give-document-numbers.ts'
import { openRunToWork } from '../run/open-stored-run.ts'
import { prepareRunInvoices } from '../run/prepare-run-invoices.ts'
import { anomaliesOfWholeRun, unclaimedOf } from '../run/unclaimed-supply.ts'
import { workClient } from '../run/work-client.ts'

/** A run's result, in the run's own order. */
export interface WorkedAgain {
  readonly invoices: readonly RunInvoice[]
  readonly anomalies: readonly Anomaly[]
}

/**
 * Works a stored run again from what it worked from: the evidence recorded by then, what was billed by then, and the
 * config. Nothing is stored.
 */
export async function workAgain(
  context: AppContext,
  adapters: AdapterRegistry,
  run: Run,
  config: BillingConfig,
): Promise<WorkedAgain> {
  const opened = await openRunToWork(context, adapters, run, config, { billedUntil: run.createdAt })
  const { evidence, runContext } = opened
  const wanted = run.clients ?? config.clients.map(({ clientId }) => clientId)
  const clientIds = wanted.filter((clientId) => runContext.clients.has(clientId)).sort()
  const invoices: RunInvoice[] = []
  const anomalies: Anomaly[] = []
  const unclaimed: SubscriptionTimeline[] = []
  for (const lot of evidence.lotsOf(clientIds)) {
    const { supplies, timelines } = await evidence.lotEvidence(lot)
    unclaimed.push(...unclaimedOf(runContext, timelines))
    const results = Array.from(supplies, (supply) => workClient(runContext, supply))
    const numbers = await unkept(context, (tx) => giveDocumentNumbers(tx, run, numbersWanted(results)))
    const prepared = prepareRunInvoices(context, opened, results, numbers)
    invoices.push(...prepared.invoices.map(withText))
    anomalies.push(...prepared.anomalies)
  }
  return {
    invoices,
    anomalies: [...anomalies, ...(await anomaliesOfWholeRun(context, runContext, evidence, unclaimed))],
  }
}

function withText({ document, ...invoice }: NewRunInvoice): RunInvoice {
  return { ...invoice, invoice: document === undefined ? undefined : Buffer.from(document).toString('utf8') }
}

/** Thrown to leave a transaction without keeping what was written in it. */
class NothingIsKept extends Error {}

/** Giving out a document number is a write: those given out before are found again, and new ones are taken back. */
async function unkept<Result>(
  { database, organization }: AppContext,
  give: (tx: Parameters<Parameters<typeof withOrganization>[2]>[0]) => Promise<Result>,
): Promise<Result> {
  let result: { readonly value: Result } | undefined
  const leave = new NothingIsKept()
  try {
    await withOrganization(database, organization.id, async (tx) => {
      result = { value: await give(tx) }
      throw leave
    })
  } catch (error) {
    if (error !== leave || result === undefined) throw error
  }
  if (result === undefined) throw new Error('The document numbers were not given out.')
  return result.value
}
