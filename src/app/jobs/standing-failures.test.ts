import { expect, test } from 'vitest'
import type { ListedJob } from '../../store/jobs/list-jobs.ts'
import { standingFailures } from './standing-failures.ts'

function job(id: string, name: string, subject: object, state: ListedJob['state']): ListedJob {
  const dates = { createdAt: new Date('2026-10-10T00:00:00Z'), startedAt: undefined, completedAt: undefined }
  return { id, name, state, payload: subject, retries: 0, failure: undefined, ...dates }
}

test('a job that failed and was done later no longer wants a person; one of another month still does', () => {
  const newestFirst = [
    job('5', 'prepare-run', { month: '2026-10' }, 'completed'),
    job('4', 'prepare-run', { month: '2026-10' }, 'failed'),
    job('3', 'prepare-run', { month: '2026-09' }, 'failed'),
    job('2', 'sync-source', { connectionId: 'pax8' }, 'active'),
    job('1', 'sync-source', { connectionId: 'pax8' }, 'failed'),
  ]
  expect(standingFailures(newestFirst).map(({ id }) => id)).toEqual(['3', '1'])
})

test('what was done once and failed since wants a person', () => {
  const newestFirst = [job('2', 'post-run', { run: 3 }, 'failed'), job('1', 'post-run', { run: 3 }, 'completed')]
  expect(standingFailures(newestFirst).map(({ id }) => id)).toEqual(['2'])
})
