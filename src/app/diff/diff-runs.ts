import type { Run } from '../../store/runs.ts'
import type { AdapterRegistry } from '../adapters.ts'
import type { AppContext } from '../context.ts'
import { configOfRun, storedResult } from '../replay/stored-result.ts'
import { workAgain } from '../replay/work-again.ts'
import { compareClients, type ClientDifference, type ResultOfRun } from './compare-clients.ts'
import { changeOf, sumOfChanges } from './compare-invoices.ts'

/** How much of a client's change each kind of input makes; the three add up to the whole. */
export interface ChangeByCause {
  /** What was held, cost or charged, as it became known; and the day of the run. */
  readonly evidence: string
  readonly config: string
  /** What today's engine gives otherwise than the engine that worked the runs, on the same input. */
  readonly engine: string
}

export interface ExplainedDifference extends ClientDifference {
  /** Undefined where it cannot be told apart: the runs are of different months. */
  readonly byCause: ChangeByCause | undefined
}

export interface RunsDifference {
  readonly before: Run
  readonly after: Run
  /** Which inputs differ at all. */
  readonly differs: {
    readonly month: boolean
    readonly evidence: boolean
    readonly config: boolean
    readonly engine: boolean
  }
  readonly clients: readonly ExplainedDifference[]
}

/**
 * What two stored runs bill differently, per client and line, and why. The causes are found by work, not by guess: the
 * second run's evidence is worked under the first one's config, and what that changes is evidence; the rest is config.
 */
export async function diffRuns(
  context: AppContext,
  adapters: AdapterRegistry,
  before: Run,
  after: Run,
): Promise<RunsDifference> {
  const clients = compareClients(await storedResult(context, before), await storedResult(context, after))
  const differs = {
    month: before.period.start !== after.period.start || before.period.end !== after.period.end,
    evidence: before.evidenceUntil.getTime() !== after.evidenceUntil.getTime() || before.asOf !== after.asOf,
    config: before.configVersion !== after.configVersion,
    engine: before.engineVersion !== after.engineVersion,
  }
  if (differs.month || clients.length === 0) {
    return { before, after, differs, clients: clients.map((client) => ({ ...client, byCause: undefined })) }
  }
  const causes = await changesByCause(context, adapters, before, after)
  return { before, after, differs, clients: clients.map((client) => ({ ...client, byCause: causes(client) })) }
}

async function changesByCause(
  context: AppContext,
  adapters: AdapterRegistry,
  before: Run,
  after: Run,
): Promise<(client: ClientDifference) => ChangeByCause> {
  const [configThen, configNow] = [await configOfRun(context, before), await configOfRun(context, after)]
  const oldAgain = totals(await workAgain(context, adapters, before, configThen))
  const newAgain = totals(await workAgain(context, adapters, after, configNow))
  const between =
    before.configVersion === after.configVersion
      ? newAgain
      : totals(await workAgain(context, adapters, after, configThen))
  return ({ clientId, change }) => {
    const evidence = changeOf(oldAgain.get(clientId), between.get(clientId))
    const config = changeOf(between.get(clientId), newAgain.get(clientId))
    return { evidence, config, engine: changeOf(sumOfChanges([evidence, config]), change) }
  }
}

function totals({ invoices }: ResultOfRun): ReadonlyMap<string, string> {
  return new Map(invoices.flatMap(({ clientId, invoice, total }) => (invoice === undefined ? [] : [[clientId, total]])))
}
