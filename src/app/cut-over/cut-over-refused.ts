import { formatMonth, type Period } from '../../domain/period.ts'
import { InvalidInput } from '../../support/failure.ts'

/** Nothing of what was asked was recorded. */
export class CutOverRefused extends InvalidInput {
  override readonly code = 'input.cut-over-refused'
}

export class MonthBeforeCutOver extends InvalidInput {
  override readonly code = 'run.month-before-cut-over'

  constructor(period: Period, firstMonth: Period) {
    const first = formatMonth(firstMonth)
    super(
      `${formatMonth(period)} is not billed from here: ${first} is the first month that is. ` +
        'If that is wrong, set another: seatledger cut-over --first-month MONTH --why "..."',
    )
  }
}
