import { currentRuns, isRunFor, requireRun } from '../app/find-run.ts'
import type { AppContext } from '../app/context.ts'
import type { Run } from '../store/runs.ts'
import { InvalidInput } from '../support/failure.ts'
import { readMonth } from './read-month.ts'

/**
 * A run by its number (`3`), or the runs that count of a month (`2026-10`, or that of the newest run), newest first:
 * more than one where some clients were run again.
 */
export async function chooseRuns(context: AppContext, named: string | undefined): Promise<readonly [Run, ...Run[]]> {
  if (named === undefined) return currentRuns(context)
  if (/^\d{1,9}$/.test(named)) return [await requireRun(context, Number(named))]
  if (/^\d{4}-\d{2}$/.test(named)) return currentRuns(context, readMonth(named))
  throw new InvalidInput(`"${named}" is neither a run's number nor a month (YYYY-MM).`)
}

/** The one run that is named; of a month the newest, or the newest that was made for a client. */
export async function chooseRun(context: AppContext, named: string | undefined, clientId?: string): Promise<Run> {
  const runs = await chooseRuns(context, named)
  if (clientId === undefined) return runs[0]
  return runs.find((run) => isRunFor(run, clientId)) ?? runs[0]
}
