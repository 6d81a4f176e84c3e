import type { SyncSchedule } from '../app/schedules/sync-schedule.ts'
import { renderTable } from './table.ts'

/** Schedules with their next three times, each on the clock of its own zone. */
export function renderSchedules(schedules: readonly SyncSchedule[]): string {
  const columns = [{ title: 'source' }, { title: 'cron' }, { title: 'zone' }, { title: 'next three times' }]
  const rows = schedules.map(({ connectionId, cron, timeZone, next }) => [
    connectionId,
    cron,
    timeZone,
    next.map((instant) => inZone(instant, timeZone)).join(', '),
  ])
  return renderTable(columns, rows)
}

/** `2026-10-14 02:00` */
function inZone(instant: Date, timeZone: string): string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
  return format.format(instant)
}
