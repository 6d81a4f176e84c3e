import { monthOf, previousMonth, type Period } from '../domain/period.ts'
import { plainDateIn } from '../domain/plain-date.ts'
import type { AppContext } from '../app/context.ts'
import { readMonth } from './read-month.ts'

/** The month that is named, or the last one that is over in the organization's time zone. @throws {InvalidInput} */
export function chooseMonth(context: AppContext, named: string | undefined): Period {
  if (named !== undefined) return readMonth(named)
  return previousMonth(monthOf(plainDateIn(context.organization.timeZone, context.database.clock.now())))
}
