import type { Period } from '../domain/period.ts'
import { formatMonth } from '../domain/period.ts'
import { withOrganization } from '../store/database.ts'
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

/** The newest whole run of a month, or of all months. @throws {NotFound} */
export async function newestRun(context: AppContext, period?: Period): Promise<Run> {
  const { database, organization } = context
  const runs = await withOrganization(database, organization.id, (tx) => listRuns(tx, period))
  const newest = runs.find(({ state }) => state === 'ready')
  if (newest !== undefined) return newest
  const month = period === undefined ? '' : ` of ${formatMonth(period)}`
  throw new NotFound(`There is no run${month} yet. Make one with \`seatledger run\`.`)
}
