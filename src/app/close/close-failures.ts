import { formatMonth, type Period } from '../../domain/period.ts'
import type { Obstacle } from '../../reconciliation/decisions/month-state.ts'
import { Failure, InvalidInput } from '../../support/failure.ts'
import { obstacleInWords } from './obstacle-words.ts'

/** The month is closed, so that nothing of it may change. */
export class MonthClosed extends Failure {
  override readonly code = 'close.month-closed'

  constructor(period: Period, what: string) {
    const month = formatMonth(period)
    super(`${month} is closed, so ${what}. Open it again with \`seatledger reopen ${month} --why "…"\` first.`)
  }
}

export class MonthNotClosed extends Failure {
  override readonly code = 'close.month-not-closed'

  constructor(period: Period) {
    const month = formatMonth(period)
    super(`${month} is not closed. \`seatledger close ${month}\` closes it.`)
  }
}

/** The month cannot be closed yet, for reasons that are all named. */
export class MonthNotReady extends Failure {
  override readonly code = 'close.month-not-ready'

  constructor(period: Period, obstacles: readonly Obstacle[]) {
    const month = formatMonth(period)
    super(
      `${month} cannot be closed: ${obstacles.map(obstacleInWords).join('; ')}. ` +
        `\`seatledger reconcile ${month}\` shows each with its next step, \`seatledger decide ${month}\` lists what is undecided.`,
    )
  }
}

/** What an operator looked at has changed since: another one decided, or more was read or posted. */
export class MonthOvertaken extends Failure {
  override readonly code = 'close.overtaken'

  constructor(period: Period, what = 'its tie-out has changed since it was looked at') {
    const month = formatMonth(period)
    super(`Nothing was recorded for ${month}: ${what}. Look at it again, then repeat.`)
  }
}

/** A decision that cannot be made, or taken back, as it was asked for. */
export class DecisionRefused extends InvalidInput {
  override readonly code = 'close.decision-refused'
}
