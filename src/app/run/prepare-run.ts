import { randomUUID } from 'node:crypto'
import type { Anomaly } from '../../domain/anomaly.ts'
import type { BillingConfig } from '../../domain/billing-config.ts'
import { plainDateIn } from '../../domain/plain-date.ts'
import type { Period } from '../../domain/period.ts'
import type { ClientDryRun } from '../../billing/dry-run.ts'
import { findPeriodNotOver } from '../../billing/anomalies/period-not-over.ts'
import { engineVersion } from '../../billing/engine-version.ts'
import { findUnclaimedSupply } from '../../billing/find-unclaimed-supply.ts'
import { withOrganization } from '../../store/database.ts'
import { evidenceUntil } from '../../store/evidence-until.ts'
import { saveRunAnomalies, saveRunInvoices, type RunAnomalyRow } from '../../store/run-results.ts'
import { createRun, failRun, finishRun, type Run } from '../../store/runs.ts'
import { canonicalJson } from '../../support/canonical-json.ts'
import { sha256 } from '../../support/hash.ts'
import { chunksOf } from '../../support/parallel.ts'
import type { AdapterRegistry } from '../adapters.ts'
import type { AppContext } from '../context.ts'
import type { Progress } from '../progress.ts'
import { loadRunEvidence, type RunEvidence } from './load-run-evidence.ts'
import { openStoredRun } from './open-stored-run.ts'
import { prepareRunInvoices } from './prepare-run-invoices.ts'
import { invoiceMark, runHash } from './run-hash.ts'
import { requireRunRequest } from './require-run-request.ts'
import { workClient } from './work-client.ts'

export interface RunRequest {
  readonly period: Period
  /** Undefined: all clients of the config. */
  readonly clientIds: readonly string[] | undefined
  /** When it is aborted, the run ends before its next piece and holds nothing. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Clients worked and stored in one piece: more cost the collector more than they save the database, since all of a
 * piece's lines and reasons live until it is stored.
 */
const clientsPerPiece = 50

/**
 * Works a billing period for the chosen clients, from the evidence recorded until now, and keeps the result for ever.
 * Nothing reaches a ledger. The run can be seen only when it is whole.
 * @throws {MonthNotBegun | MonthClosed | NoBillingConfig | UnknownClients}
 */
export async function prepareRun(
  context: AppContext,
  adapters: AdapterRegistry,
  request: RunRequest,
  progress: Progress,
): Promise<Run> {
  const { database, organization } = context
  const today = plainDateIn(organization.timeZone, database.clock.now())
  const config = await requireRunRequest(context, request)
  const id = randomUUID()
  const now = database.clock.now()
  const run = await withOrganization(database, organization.id, async (tx) =>
    createRun(tx, {
      id,
      period: request.period,
      evidenceUntil: await evidenceUntil(tx, now),
      asOf: today,
      configVersion: config.version,
      engineVersion,
      clients: request.clientIds,
      requestedBy: context.actor,
      createdAt: now,
    }),
  )
  try {
    const hash = await workRun(context, adapters, run, config, progress, request.signal)
    await withOrganization(database, organization.id, (tx) => finishRun(tx, run.id, hash, database.clock.now()))
    return { ...run, state: 'ready', sha256: hash }
  } catch (error) {
    await withOrganization(database, organization.id, (tx) => failRun(tx, run.id))
    throw error
  }
}

async function workRun(
  context: AppContext,
  adapters: AdapterRegistry,
  run: Run,
  config: BillingConfig,
  progress: Progress,
  signal: AbortSignal | undefined,
): Promise<string> {
  const evidence = await loadRunEvidence(context, adapters, run, config)
  const runContext = openStoredRun(run, config, evidence)
  const clientIds = [...(run.clients ?? config.clients.map(({ clientId }) => clientId))].sort()
  const writer = new RunWriter(
    context,
    run,
    (clientId) => runContext.clients.get(clientId)?.currency ?? config.house.currency,
  )
  // The database stores a piece while the next one is worked.
  let stored: Promise<void> = Promise.resolve()
  for (const piece of chunksOf(clientIds, clientsPerPiece)) {
    signal?.throwIfAborted()
    const results = (await evidence.suppliesOf(piece)).map((supply) => workClient(runContext, supply))
    await stored
    stored = writer.write(context, adapters, evidence, results)
    // Its failure is thrown where it is awaited, also when the work on the next piece takes a while.
    stored.catch(() => undefined)
    progress.report('run', writer.clients, clientIds.length)
  }
  await stored
  progress.report('run', writer.clients, clientIds.length)
  // What nobody's line claims is looked for over everything, even when only some clients are worked.
  await writer.writeAnomalies([...findPeriodNotOver(runContext), ...findUnclaimedSupply(runContext, evidence)])
  return writer.hash()
}

/** The run can be seen once it is finished, and that commit waits for the disk. */
const piecesAreDurableLater = { isDurableAtOnce: false }

/** Writes a run piece by piece, and hashes it as it goes. */
class RunWriter {
  readonly #context: AppContext
  readonly #run: Run
  readonly #currencyOf: (clientId: string) => string
  readonly #invoiceMarks: string[] = []
  readonly #anomalyHashes: string[] = []
  #anomalies = 0
  clients = 0

  constructor(context: AppContext, run: Run, currencyOf: (clientId: string) => string) {
    this.#context = context
    this.#run = run
    this.#currencyOf = currencyOf
  }

  async write(
    context: AppContext,
    adapters: AdapterRegistry,
    evidence: RunEvidence,
    results: readonly ClientDryRun[],
  ): Promise<void> {
    const run = this.#run
    const { database, organization } = context
    const { invoices, rows } = await withOrganization(
      database,
      organization.id,
      async (tx) => {
        const prepared = await prepareRunInvoices(tx, context, adapters, run, evidence, this.#currencyOf, results)
        await saveRunInvoices(tx, run.id, prepared.invoices)
        const rows = prepared.anomalies.map(toRow)
        await saveRunAnomalies(tx, run.id, this.#anomalies, rows)
        return { invoices: prepared.invoices, rows }
      },
      piecesAreDurableLater,
    )
    for (const invoice of invoices) this.#invoiceMarks.push(invoiceMark(invoice))
    this.#count(rows)
    this.clients += results.length
  }

  async writeAnomalies(anomalies: readonly Anomaly[]): Promise<void> {
    const rows = anomalies.map(toRow)
    const { database, organization } = this.#context
    await withOrganization(database, organization.id, (tx) => saveRunAnomalies(tx, this.#run.id, this.#anomalies, rows))
    this.#count(rows)
  }

  #count(rows: readonly RunAnomalyRow[]): void {
    for (const row of rows) this.#anomalyHashes.push(sha256(row.anomaly))
    this.#anomalies += rows.length
  }

  hash(): string {
    return runHash(this.#invoiceMarks, this.#anomalyHashes)
  }
}

function toRow(anomaly: Anomaly): RunAnomalyRow {
  const { clientId, code, severity } = anomaly
  return { clientId, code, severity, anomaly: canonicalJson(anomaly) }
}
