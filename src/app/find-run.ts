import type { Period } from '../domain/period.ts'
import { formatMonth } from '../domain/period.ts'
import { withOrganization, type Transaction } from '../store/database.ts'
import { findRun, listRuns, type Run } from '../store/runs.ts'
import { NotFound } from '../support/failure.ts'
import type { AppContext } from './context.ts'

/** The run of this number. @throws {NotFound} */
export async function requireRun(context: AppContext, number: number): Promise<Run> {
  const { database, organization } = context
  const run = await withOrganization(database, organization.id, (tx) => findRun(tx, number))
  if (run?.state === 'ready') return run
  if (run !== undefined) {
    throw new NotFound(
      `Run ${String(number)} was stopped before its end and holds nothing. Make another with \`seatledger run\`.`,
    )
  }
  throw new NotFound(`There is no run ${String(number)}. \`seatledger run --list\` shows those that there are.`)
}

/** The runs that count of a month (or of the month of the newest run), newest first. @throws {NotFound} */
export async function currentRuns(context: AppContext, period?: Period): Promise<readonly [Run, ...Run[]]> {
  const { database, organization } = context
  const runs = await withOrganization(database, organization.id, (tx) => listRuns(tx, period))
  const newest = runs.find(({ state }) => state === 'ready')
  const [first, ...others] = runsThatCount(runs.filter((run) => run.period.start === newest?.period.start))
  if (first !== undefined) return [first, ...others]
  const month = period === undefined ? '' : ` of ${formatMonth(period)}`
  throw new NotFound(`There is no run${month} yet. Make one with \`seatledger run\`.`)
}

/**
 * Of the runs of a month, newest first, those that count: the newest of all clients, and the newer ones of some. Of each
 * client the first of them that was made for it counts.
 */
export function runsThatCount(runs: readonly Run[]): readonly Run[] {
  const ready = runs.filter(({ state }) => state === 'ready')
  const lastWhole = ready.findIndex(isOfAllClients)
  return lastWhole < 0 ? ready : ready.slice(0, lastWhole + 1)
}

function isOfAllClients({ clients }: Run): boolean {
  return clients === undefined
}

/** True when a run was made for a client, which it then holds a result of. */
export function isRunFor({ clients }: Run, clientId: string): boolean {
  return clients === undefined || clients.includes(clientId)
}

/** Tells the newer run of the same month by which a client's result in this one was replaced. */
export async function findReplacements(tx: Transaction, run: Run): Promise<(clientId: string) => Run | undefined> {
  const runs = await listRuns(tx, run.period)
  const newer = runs.filter(({ state, number }) => state === 'ready' && number > run.number)
  return (clientId) => newer.find((one) => isRunFor(one, clientId))
}
