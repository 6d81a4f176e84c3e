import { Cron } from 'croner'
import { InvalidInput, messageOf } from '../../support/failure.ts'

/** When something is due again and again. */
export interface CronSchedule {
  /** Five fields (minute, hour, day of month, month, day of week), or six with seconds first: `15 2 * * *`. */
  readonly cron: string
  /** IANA name of the zone whose clock counts, such as `America/Denver`. */
  readonly timeZone: string
}

/**
 * The first time after `after` at which the schedule is due. Where a time falls into the hour that is skipped in spring,
 * it is due right after it; in the hour that comes twice in autumn, the first time.
 * @throws {CronInvalid} when the expression or the zone cannot be read, or names a time that never comes.
 */
export function nextDue(schedule: CronSchedule, after: Date): Date {
  checkTimeZone(schedule.timeZone)
  const due = parse(schedule).nextRun(after)
  if (due === null) throw new CronInvalid(`"${schedule.cron}" never comes, like 30 February. ${example}`)
  return due
}

function parse(schedule: CronSchedule): Cron {
  try {
    return new Cron(schedule.cron, { timezone: schedule.timeZone, paused: true })
  } catch (error) {
    throw new CronInvalid(`"${schedule.cron}" is no schedule: ${messageOf(error)}. ${example}`, { cause: error })
  }
}

function checkTimeZone(timeZone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone })
  } catch (error) {
    throw new CronInvalid(
      `"${timeZone}" is no time zone. Use an IANA name such as America/Denver, Europe/Berlin or UTC.`,
      { cause: error },
    )
  }
}

const example = 'An example: "15 2 * * *" is every night at 02:15.'

export class CronInvalid extends InvalidInput {
  override readonly code = 'schedule.invalid'
}
