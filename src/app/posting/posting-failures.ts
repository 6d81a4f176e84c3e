import { formatMonth } from '../../domain/period.ts'
import type { Run } from '../../store/runs.ts'
import { Failure } from '../../support/failure.ts'

export class RunSuperseded extends Failure {
  override readonly code = 'posting.run-superseded'

  constructor(run: Run, newest: Run) {
    super(
      `Run ${String(run.number)} for ${formatMonth(run.period)} is not the newest: run ${String(newest.number)} is. ` +
        `Review that one (\`seatledger review ${String(newest.number)}\`); approvals carry over where an invoice is unchanged.`,
    )
  }
}

/** The connection to one ledger company cannot be used; its postings wait, others go on. */
export class PostingStopped extends Failure {
  override readonly code = 'posting.stopped'
}
