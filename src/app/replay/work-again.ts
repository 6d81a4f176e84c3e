import type { Anomaly } from '../../domain/anomaly.ts'
import type { BillingConfig } from '../../domain/billing-config.ts'
import { findPeriodNotOver } from '../../billing/anomalies/period-not-over.ts'
import { findUnclaimedSupply } from '../../billing/find-unclaimed-supply.ts'
import { withOrganization } from '../../store/database.ts'
import type { NewRunInvoice, RunInvoice } from '../../store/run-results.ts'
import type { Run } from '../../store/runs.ts'
import { chunksOf } from '../../support/parallel.ts'
import type { AdapterRegistry } from '../adapters.ts'
import type { AppContext } from '../context.ts'
import { loadRunEvidence, type RunEvidence } from '../run/load-run-evidence.ts'
import { openStoredRun } from '../run/open-stored-run.ts'
import { prepareRunInvoices } from '../run/prepare-run-invoices.ts'
import { workClient } from '../run/work-client.ts'

/** A run's result, in the run's own order. */
export interface WorkedAgain {
  readonly invoices: readonly RunInvoice[]
  readonly anomalies: readonly Anomaly[]
}

/** Clients worked in one piece, as in a run. */
const clientsPerPiece = 50

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
  const evidence = await loadRunEvidence(context, adapters, run, config, run.createdAt)
  const runContext = openStoredRun(run, config, evidence)
  const wanted = run.clients ?? config.clients.map(({ clientId }) => clientId)
  const clientIds = wanted.filter((clientId) => runContext.clients.has(clientId)).sort()
  const invoices: RunInvoice[] = []
  const anomalies: Anomaly[] = []
  const currencyOf = (clientId: string): string => runContext.clients.get(clientId)?.currency ?? config.house.currency
  for (const piece of chunksOf(clientIds, clientsPerPiece)) {
    const results = (await evidence.suppliesOf(piece)).map((supply) => workClient(runContext, supply))
    const prepared = await prepareUnkept(context, (tx) =>
      prepareRunInvoices(tx, context, adapters, run, evidence, currencyOf, results),
    )
    invoices.push(...prepared.invoices.map(withText))
    anomalies.push(...prepared.anomalies)
  }
  return { invoices, anomalies: [...anomalies, ...runAnomalies(runContext, evidence)] }
}

function withText({ document, ...invoice }: NewRunInvoice): RunInvoice {
  return { ...invoice, invoice: document === undefined ? undefined : Buffer.from(document).toString('utf8') }
}

function runAnomalies(runContext: ReturnType<typeof openStoredRun>, evidence: RunEvidence): Anomaly[] {
  return [...findPeriodNotOver(runContext), ...findUnclaimedSupply(runContext, evidence)]
}

/** Thrown to leave a transaction without keeping what was written in it. */
class NothingIsKept extends Error {}

/**
 * Preparing an invoice gives out its document number, which is a write: the numbers given out before are found again,
 * and new ones are taken back with the transaction.
 */
async function prepareUnkept<Result>(
  { database, organization }: AppContext,
  prepare: (tx: Parameters<Parameters<typeof withOrganization>[2]>[0]) => Promise<Result>,
): Promise<Result> {
  let result: { readonly value: Result } | undefined
  const leave = new NothingIsKept()
  try {
    await withOrganization(database, organization.id, async (tx) => {
      result = { value: await prepare(tx) }
      throw leave
    })
  } catch (error) {
    if (error !== leave || result === undefined) throw error
  }
  if (result === undefined) throw new Error('The invoices were not prepared.')
  return result.value
}
