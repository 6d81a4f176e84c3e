import { formatMonth, type Period } from '../../domain/period.ts'
import type { PlainDate } from '../../domain/plain-date.ts'
import { nearestWord } from '../../support/nearest-word.ts'
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

  /** `effectiveFrom`: of the versions that there are, all of them later than the month. */
  constructor(period: Period, effectiveFrom: readonly PlainDate[]) {
    const earliest = [...effectiveFrom].sort()[0]
    super(
      `No billing config is in force for ${formatMonth(period)}. ` +
        (earliest === undefined
          ? 'Write one (`seatledger config suggest` proposes it from what was synced) and apply it with `seatledger config apply FILE`.'
          : `The earliest applies to months from ${earliest} on: name such a month, or apply a config from then on with \`seatledger config apply FILE --effective ${period.start}\`.`),
    )
  }
}

export class UnknownClients extends Failure {
  override readonly code = 'run.unknown-clients'

  constructor(clientIds: readonly string[], known: readonly string[] = []) {
    const names = clientIds.map((id) => `"${id.slice(0, 80)}"`).join(', ')
    const meant = clientIds.flatMap((id) => nearestWord(id, known) ?? [])
    const hint = meant.length === 0 ? '' : ` Did you mean ${meant.map((id) => `"${id}"`).join(', ')}?`
    super(`The billing config has no client ${names}.${hint} \`seatledger config export\` lists them.`)
  }
}

export class NothingSynced extends Failure {
  override readonly code = 'run.nothing-synced'

  constructor() {
    super('Nothing was synced yet, so there is nothing to bill from. Run `seatledger sync`, or import a file.')
  }
}
