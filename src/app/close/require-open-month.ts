import type { Period } from '../../domain/period.ts'
import type { Transaction } from '../../store/database.ts'
import { closingOf, lockMonth } from '../../store/month-closings.ts'
import { MonthClosed } from './close-failures.ts'

/**
 * Lets work on a month go on only where the month is open.
 * @param what what may not happen, as the message says it after "so": "no other run of it is made".
 * @throws {MonthClosed}
 */
export async function requireOpenMonth(tx: Transaction, period: Period, what: string): Promise<void> {
  await lockMonth(tx, period, 'shared')
  if ((await closingOf(tx, period)) !== undefined) throw new MonthClosed(period, what)
}
