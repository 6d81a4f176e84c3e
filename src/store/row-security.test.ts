import { sql } from 'kysely'
import { Client, escapeIdentifier } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { failureOf } from '../../test/helpers/failure-of.ts'
import { createEmptyDatabase, createTestDatabase } from '../../test/helpers/test-database.ts'
import type { TestDatabase } from '../../test/helpers/test-database.ts'
import { systemClock } from '../support/clock.ts'
import { openDatabase, withOrganization } from './database.ts'
import type { Database } from './database.ts'
import { createOrganization, listOrganizations } from './organizations.ts'

let testDatabase: TestDatabase
let database: Database
let ours: string
let theirs: string
beforeAll(async () => {
  testDatabase = await createTestDatabase()
  database = testDatabase.database
  ours = (await createOrganization(database, { name: 'North Wind IT', timeZone: 'UTC' })).id
  theirs = (await createOrganization(database, { name: 'South Wind IT', timeZone: 'UTC' })).id
})
afterAll(() => testDatabase.close())

function insertLimit(organizationId: string, name: string) {
  return sql`insert into rate_limit_bucket (organization_id, name, full_at, seen_at)
    values (${organizationId}, ${name}, now(), now())`
}

interface Guard {
  readonly table: string
  readonly guarded: boolean
  readonly organization: boolean
  /** What the policies that name the organization are for. */
  readonly policies: string
}

test('every table names its organization and is guarded by a policy that holds for its owner too', async () => {
  const { rows } = await sql<Guard>`
    select relname as "table", relrowsecurity and relforcerowsecurity as guarded,
      exists (select from pg_attribute where attrelid = pg_class.oid and attname = 'organization_id' and attnotnull
        and atttypid = 'uuid'::regtype) as organization,
      (select string_agg(cmd, ' ' order by cmd) from pg_policies where tablename = relname
        and (cmd = 'INSERT' or qual like '%organization_id = current_organization_id()%')
        and (cmd = 'SELECT' or with_check like '%organization_id = current_organization_id()%')) as policies
    from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relname <> 'migration'
    order by relname`.execute(database.queries)
  expect(rows.length).toBeGreaterThan(3)
  // Nothing of the activity log is ever changed or deleted, so no policy lets anybody.
  const wanted = (table: string): string => (table === 'activity' ? 'INSERT SELECT' : 'ALL')
  expect(rows.filter((row) => !row.guarded || !row.organization || row.policies !== wanted(row.table))).toEqual([])
})

test('a table may only refer to rows of the same organization', async () => {
  // A foreign key that leaves the organization out would let one organization's row point at another's: such keys are
  // checked by the server without regard to row-level security.
  const { rows } = await sql<{ key: string }>`
    select conname as key from pg_constraint
    where connamespace = 'public'::regnamespace and contype = 'f' and confrelid <> 'organization'::regclass
      and not exists (select from unnest(conkey) as number join pg_attribute on attrelid = conrelid and attnum = number
        where attname = 'organization_id')`.execute(database.queries)
  expect(rows).toEqual([])
})

test('another organization does not see a row, and outside of any organization nobody does', async () => {
  await withOrganization(database, ours, (transaction) => insertLimit(ours, 'seen').execute(transaction))
  const countIn = (organizationId: string): Promise<number> =>
    withOrganization(database, organizationId, async (transaction) => {
      const { rows } = await sql`select from rate_limit_bucket where name = 'seen'`.execute(transaction)
      return rows.length
    })
  expect([await countIn(ours), await countIn(theirs)]).toEqual([1, 0])
  const { rows } = await sql`select from rate_limit_bucket`.execute(database.queries)
  expect(rows).toEqual([])
})

test('a row of another organization cannot be written, changed, taken over or deleted', async () => {
  await withOrganization(database, ours, (transaction) => insertLimit(ours, 'kept').execute(transaction))
  const writing = withOrganization(database, theirs, (transaction) => insertLimit(ours, 'forged').execute(transaction))
  expect((await failureOf(writing)).code).toBe('store.access-denied')
  await withOrganization(database, theirs, async (transaction) => {
    await sql`update rate_limit_bucket set paused_until = now()`.execute(transaction)
    await sql`delete from rate_limit_bucket`.execute(transaction)
  })
  const giving = withOrganization(database, ours, (transaction) =>
    sql`update rate_limit_bucket set organization_id = ${theirs}`.execute(transaction),
  )
  expect((await failureOf(giving)).code).toBe('store.access-denied')
  const rows = await withOrganization(
    database,
    ours,
    async (transaction) =>
      (await sql`select paused_until from rate_limit_bucket where name = 'kept'`.execute(transaction)).rows,
  )
  expect(rows).toEqual([{ paused_until: null }])
})

test('the organization of one transaction is forgotten in the next one on the same connection', async () => {
  const single = await openDatabase({ url: testDatabase.url, clock: systemClock, maxConnections: 1 })
  await withOrganization(single, ours, (transaction) => insertLimit(ours, 'forgotten').execute(transaction))
  const { rows } = await sql`select from organization`.execute(single.queries)
  expect(rows).toEqual([])
  await single.close()
})

test('listing the organizations shows their names and nothing else of theirs', async () => {
  expect((await listOrganizations(database)).map(({ name }) => name)).toEqual(['North Wind IT', 'South Wind IT'])
})

test('whoever connects as a superuser works as a role that is bound by the policies', async () => {
  const { rows } = await sql<{ role: string; bypasses: boolean }>`
    select rolname as role, rolsuper or rolbypassrls as bypasses from pg_roles where rolname = current_user`.execute(
    database.queries,
  )
  expect(rows).toEqual([{ role: 'seatledger_app', bypasses: false }])
})

test('an ordinary role that owns the database needs no second role, and is bound as the tables’ owner', async () => {
  const { url, close } = await createEmptyDatabase()
  const role = `owner_${String(process.pid)}`
  const admin = new Client({ connectionString: url })
  await admin.connect()
  const name = new URL(url).pathname.slice(1)
  await admin.query(`create role ${role} login password 'chosen'`)
  await admin.query(`alter database ${escapeIdentifier(name)} owner to ${role}; alter schema public owner to ${role}`)
  const ownerUrl = new URL(url)
  ownerUrl.username = role
  ownerUrl.password = 'chosen'
  const owned = await openDatabase({ url: ownerUrl.href, clock: systemClock })
  const { id } = await createOrganization(owned, { name: 'West Wind IT', timeZone: 'UTC' })
  const { rows } =
    await sql`select current_user as role, (select count(*)::integer from organization) as visible`.execute(
      owned.queries,
    )
  expect(rows).toEqual([{ role, visible: 0 }])
  const forging = withOrganization(owned, theirs, (transaction) => insertLimit(id, 'forged').execute(transaction))
  expect((await failureOf(forging)).code).toBe('store.access-denied')
  await owned.close()
  await admin.end()
  await close()
})

test('a role that escapes the policies and cannot create one that does not is refused', async () => {
  const { url, close } = await createEmptyDatabase()
  const role = `bypassing_${String(process.pid)}`
  const admin = new Client({ connectionString: url })
  await admin.connect()
  const name = new URL(url).pathname.slice(1)
  await admin.query(`create role ${role} login bypassrls password 'chosen'`)
  await admin.query(`alter database ${escapeIdentifier(name)} owner to ${role}; alter schema public owner to ${role}`)
  const given = new URL(url)
  given.username = role
  given.password = 'chosen'
  const failure = await failureOf(openDatabase({ url: given.href, clock: systemClock }))
  expect(failure.code).toBe('store.access-denied')
  expect(failure.message).toContain('not bound by row-level security')
  await admin.end()
  await close()
})
