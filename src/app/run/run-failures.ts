import { formatMonth, type Period } from '../../domain/period.ts'
import type { PlainDate } from '../../domain/plain-date.ts'
import { Failure } from '../../support/failure.ts'

export class MonthNotBegun extends Failure {
  override readonly code = 'run.month-not-begun'

  constructor(period: Period, today: PlainDate) {
    super(
      `${formatMonth(period)} has not begun (today is ${today}), so nothing can be billed for it. ` +
        `Pick a month up to ${today.slice(0, 7)}.`,
    )
  }
}

export class NoBillingConfig extends Failure {
  override readonly code = 'run.no-billing-config'

  constructor(period: Period) {
    super(
      `No billing config is in force for ${formatMonth(period)}. ` +
        'Write one (`seatledger config suggest` proposes it from what was synced) and apply it with `seatledger config apply FILE`.',
    )
  }
}

export class UnknownClients extends Failure {
  override readonly code = 'run.unknown-clients'

  constructor(clientIds: readonly string[]) {
    super(
      `The billing config has no client ${clientIds.map((id) => `"${id}"`).join(', ')}. \`seatledger config export\` lists them.`,
    )
  }
}

export class NothingSynced extends Failure {
  override readonly code = 'run.nothing-synced'

  constructor() {
    super('Nothing was synced yet, so there is nothing to bill from. Run `seatledger sync`, or import a file.')
  }
}
