import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../test/helpers/test-database.ts'
import { createOrganization, type Organization } from '../../store/organizations.ts'
import { createManualClock } from '../../support/clock.ts'
import { createOperator } from './create-operator.ts'
import { signIn } from './sign-in.ts'

const clock = createManualClock(new Date('2026-10-01T08:00:00Z'))
const cost = { cost: 16, blockSize: 8, parallel: 1 }
const password = 'correct horse battery'

let store: TestDatabase
let organization: Organization

beforeAll(async () => {
  store = await createTestDatabase({ clock })
  organization = await createOrganization(store.database, { name: 'Bear Creek IT', timeZone: 'UTC' })
  const context = { database: store.database, organization, actor: 'test' }
  await createOperator(context, { name: 'Ada', password, role: 'viewer' }, cost)
})
afterAll(() => store.close())

test('of many tries at once five wrong ones are looked at; after them the right one is refused as well', async () => {
  const attempt = (text: string): Promise<unknown> =>
    signIn(store.database, organization.id, { name: 'ada', password: text, userAgent: '' }, cost).then(
      () => 'in',
      (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
    )
  const outcomes = await Promise.all(Array.from({ length: 12 }, (_, index) => attempt(`wrong ${String(index)}`)))
  expect(outcomes.filter((outcome) => outcome === 'session.refused')).toHaveLength(5)
  expect(outcomes.filter((outcome) => outcome === 'session.locked')).toHaveLength(7)
  expect(await attempt(password)).toBe('session.locked')
  clock.advanceBy(30_000)
  expect(await attempt(password)).toBe('in')
})
