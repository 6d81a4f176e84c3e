import { newestRun, requireRun } from '../app/find-run.ts'
import type { AppContext } from '../app/context.ts'
import type { Run } from '../store/runs.ts'
import { InvalidInput } from '../support/failure.ts'
import { readMonth } from './read-month.ts'

/** A run by its number (`3`), by its month (`2026-10`: the newest of it), or the newest of all. */
export async function chooseRun(context: AppContext, named: string | undefined): Promise<Run> {
  if (named === undefined) return newestRun(context)
  if (/^\d{1,9}$/.test(named)) return requireRun(context, Number(named))
  if (/^\d{4}-\d{2}$/.test(named)) return newestRun(context, readMonth(named))
  throw new InvalidInput(`"${named}" is neither a run's number nor a month (YYYY-MM).`)
}
