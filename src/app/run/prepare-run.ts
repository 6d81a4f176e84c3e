import { randomUUID } from 'node:crypto'
import type { BillingConfig } from '../../domain/billing-config.ts'
import { plainDateIn } from '../../domain/plain-date.ts'
import { formatMonth, type Period } from '../../domain/period.ts'
import { engineVersion } from '../../billing/engine-version.ts'
import { withOrganization } from '../../store/database.ts'
import { evidenceUntil } from '../../store/evidence-until.ts'
import { createRun, failRun, finishRun, type Run } from '../../store/runs.ts'
import { inParallel } from '../../support/parallel.ts'
import type { AdapterRegistry } from '../adapters.ts'
import type { AppContext } from '../context.ts'
import type { Progress } from '../progress.ts'
import { recordActivity } from '../record-activity.ts'
import { startLotThreads, workHere } from './lot-workers.ts'
import { openRunToWork } from './open-stored-run.ts'
import { requireRunRequest } from './require-run-request.ts'
import { RunRecord } from './run-record.ts'
import { anomaliesOfWholeRun } from './unclaimed-supply.ts'
import { toRow } from './work-lot.ts'

export interface RunRequest {
  readonly period: Period
  /** Undefined: all clients of the config. */
  readonly clientIds: readonly string[] | undefined
  /** When it is aborted, the run ends before its next piece and holds nothing. */
  readonly signal?: AbortSignal | undefined
}

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
    await withOrganization(database, organization.id, async (tx) => {
      await finishRun(tx, run.id, hash, database.clock.now())
      const details = { run: run.number, hash, ...(run.clients === undefined ? {} : { clients: run.clients }) }
      await recordActivity(tx, context, { action: 'prepare-run', subject: formatMonth(run.period), details })
    })
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
  const clientIds = [...(run.clients ?? config.clients.map(({ clientId }) => clientId))].sort()
  const record = new RunRecord(context, run)
  // The threads start while this one reads.
  const threads = startLotThreads(context, adapters, run, clientIds.length)
  try {
    const opened = await openRunToWork(context, adapters, run, config)
    const { evidence, runContext } = opened
    const workers = threads?.begin(config, evidence) ?? workHere(context, opened)
    await inParallel([...evidence.lotsOf(clientIds).entries()], workers.lotsAtOnce, async ([index, lot]) => {
      signal?.throwIfAborted()
      await record.add(index, (giveNumbers) => workers.work(lot, giveNumbers))
      progress.report('run', record.clients, clientIds.length)
    })
    progress.report('run', record.clients, clientIds.length)
    const anomalies = await anomaliesOfWholeRun(context, runContext, evidence, record.unclaimed)
    await record.addAnomalies(anomalies.map(toRow))
    return record.hash()
  } finally {
    await threads?.close()
  }
}
