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

/** An approved invoice holds a carried amount that was taken back, or that another month's invoice has by now. */
export class CarriedLineGone extends Failure {
  override readonly code = 'posting.carried-line-gone'

  constructor(clientId: string, month: string) {
    super(
      `The approved invoice of ${clientId} for ${month} holds an amount carried from a tie-out that was taken back, or is on another month's invoice by now. ` +
        `Nothing was posted. Prepare the month again (\`seatledger run ${month} --client ${clientId}\`), review and approve it, and post.`,
    )
  }
}

/** The connection to one ledger company cannot be used; its postings wait, others go on. */
export class PostingStopped extends Failure {
  override readonly code = 'posting.stopped'
}
