import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startProgram } from '../../../test/helpers/child-process.ts'
import { courseOf } from '../../../test/helpers/sync-scene.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/helpers/test-database.ts'
import { openStateMapping } from '../../sources/file/open-mapping.ts'
import { withOrganization } from '../../store/database.ts'
import { listImportedFiles } from '../../store/imported-files.ts'
import { createOrganization } from '../../store/organizations.ts'
import type { AppContext } from '../context.ts'
import { loadTimelines } from '../run/load-timelines.ts'
import { applyStateImport, previewStateImport, type StateToImport } from './import-state.ts'
import type { StatePreview } from './state-preview.ts'

let testDatabase: TestDatabase
beforeAll(async () => {
  testDatabase = await createTestDatabase()
})
afterAll(() => testDatabase.close())

async function newContext(): Promise<AppContext> {
  const { database } = testDatabase
  const organization = await createOrganization(database, { name: 'North Wind IT', timeZone: 'Europe/Berlin' })
  return { database, organization, actor: 'bookkeeper' }
}

const header = 'company_id,company_name,subscription_id,product_id,product_name,quantity,unit_cost,billing_term'

/** Subscriptions of company 1 by their number, each with its quantity. */
function held(quantities: Readonly<Record<number, string>>): string {
  const rows = Object.entries(quantities).map(
    ([id, quantity]) => `1,Bear Creek,S${id},P${id},Product ${id},${quantity},10.40,monthly`,
  )
  return [header, ...rows].join('\n')
}

async function toImport(text: string, asOf: string, more: Partial<StateToImport> = {}): Promise<StateToImport> {
  return {
    ...{ connectionId: 'own', fileName: `${asOf}.csv`, bytes: Buffer.from(text) },
    ...{ mapping: await openStateMapping('state'), stated: { asOf, currency: 'USD' }, isComplete: true },
    ...more,
  }
}

async function take(context: AppContext, text: string, asOf: string, more: Partial<StateToImport> = {}) {
  return applyStateImport(context, await previewStateImport(context, await toImport(text, asOf, more)))
}

async function courses(context: AppContext): Promise<Record<string, string[]>> {
  const timelines = await withOrganization(context.database, context.organization.id, (tx) =>
    loadTimelines(tx, () => true),
  )
  return Object.fromEntries(timelines.map((timeline) => [timeline.subscriptionId, courseOf(timeline)]))
}

const changes = (preview: StatePreview): string[] =>
  preview.changes.map(({ what, subscriptionId, before = '', now = '' }) => `${subscriptionId} ${what} ${before}>${now}`)

test('the preview says what changed against what was known of that day, and writes nothing', async () => {
  const context = await newContext()
  await take(context, held({ 1: '10', 2: '5', 3: '1' }), '2026-03-31')
  const preview = await previewStateImport(context, await toImport(held({ 1: '12', 2: '5.0', 4: '2' }), '2026-04-30'))
  expect(preview.verdict).toBe('importable')
  expect(changes(preview)).toEqual(['S1 quantity 10>12', 'S4 new >2', 'S3 ended 1>'])
  expect(preview.products.map(({ product, isNew }) => [product.productId, isNew])).toEqual([
    ['P1', false],
    ['P2', false],
    ['P4', true],
  ])
  expect(Object.keys(await courses(context))).toEqual(['S1', 'S2', 'S3'])
})

test('what a complete file lacks has ended, by the day of the file; what a part lacks has not', async () => {
  const context = await newContext()
  await take(context, held({ 1: '10', 2: '5', 3: '1' }), '2026-03-31')
  expect((await take(context, held({ 1: '12' }), '2026-04-15', { isComplete: false })).ended).toBe(0)
  expect(await courses(context)).toMatchObject({ S2: ['2026-03-31 5 1/2'], S3: ['2026-03-31 1 1/3'] })
  expect((await take(context, held({ 1: '12', 2: '5' }), '2026-04-30')).ended).toBe(1)
  expect(await courses(context)).toEqual({
    S1: ['2026-03-31 10 1/1', '2026-04-15 12 1/1'],
    S2: ['2026-03-31 5 1/2'],
    S3: ['2026-03-31 1 1/3', '2026-04-30 - 1/3'],
  })
})

test('files of several days make the same timelines in whichever order they are imported', async () => {
  const files: readonly (readonly [string, string, boolean])[] = [
    [held({ 1: '5', 2: '7' }), '2026-01-31', true],
    [held({ 1: '6', 2: '7', 3: '1' }), '2026-02-28', true],
    [held({ 1: '5' }), '2026-03-15', false],
    [held({ 1: '5', 3: '2' }), '2026-03-31', true],
  ]
  const orders = [
    [0, 1, 2, 3],
    [3, 2, 1, 0],
    [2, 0, 3, 1],
    [1, 3, 0, 2],
  ]
  const made: unknown[] = []
  for (const order of orders) {
    const context = await newContext()
    for (const index of order) {
      const [text = '', day = '', isComplete = true] = files[index] ?? []
      await take(context, text, day, { isComplete, acceptShrinkage: true })
    }
    made.push(await courses(context))
  }
  expect(made[0]).toEqual({
    S1: ['2026-01-31 5 1/1', '2026-02-28 6 1/1', '2026-03-15 5 1/1'],
    S2: ['2026-01-31 7 1/2', '2026-03-31 - 1/2'],
    S3: ['2026-01-31 - 1/3', '2026-02-28 1 1/3', '2026-03-31 2 1/3'],
  })
  for (const other of made.slice(1)) expect(other).toEqual(made[0])
})

test('a file that lacks most of what was held is doubted until a person says that it is right', async () => {
  const context = await newContext()
  await take(context, held({ 1: '10', 2: '5', 3: '1' }), '2026-03-31')
  const half = held({ 1: '10' })
  const doubted = await previewStateImport(context, await toImport(half, '2026-04-30'))
  expect([doubted.verdict, doubted.problems.map(({ code }) => code)]).toEqual(['refused', ['listing-collapsed']])
  await expect(applyStateImport(context, doubted)).rejects.toThrow('2 of the 3 subscriptions held before')
  expect((await take(context, half, '2026-04-30', { isComplete: false })).outcome).toBe('imported')
  const context2 = await newContext()
  await take(context2, held({ 1: '10', 2: '5', 3: '1' }), '2026-03-31')
  expect((await take(context2, half, '2026-04-30', { acceptShrinkage: true })).ended).toBe(2)
})

test('the same file twice changes nothing', async () => {
  const context = await newContext()
  await take(context, held({ 1: '10' }), '2026-03-31')
  const before = await courses(context)
  expect((await take(context, held({ 1: '10' }), '2026-03-31')).outcome).toBe('already-imported')
  expect(await courses(context)).toEqual(before)
  const files = await withOrganization(context.database, context.organization.id, (tx) => listImportedFiles(tx, 'own'))
  expect(files).toMatchObject([
    {
      ...{ profile: 'state', state: { asOf: '2026-03-31', isComplete: true }, importedBy: 'bookkeeper' },
      ...{ stated: { asOf: '2026-03-31', currency: 'USD' }, mappedBy: { id: 'state', version: 1 } },
    },
  ])
})

test('a complete file without its bad rows is a part: it ends nothing', async () => {
  const context = await newContext()
  await take(context, held({ 1: '10', 2: '5' }), '2026-03-31')
  const bad = held({ 1: '10', 2: 'five' })
  const refused = await previewStateImport(context, await toImport(bad, '2026-04-30'))
  expect([refused.verdict, refused.couldLeaveOutBadRows]).toEqual(['refused', true])
  expect((await take(context, bad, '2026-04-30', { leaveOutBadRows: true })).ended).toBe(0)
  expect((await courses(context))['S2']).toEqual(['2026-03-31 5 1/2'])
})

test('a mapping that reads otherwise without a new version is refused; with one it is taken', async () => {
  const context = await newContext()
  await take(context, held({ 1: '10' }), '2026-03-31')
  const folder = await mkdtemp(join(tmpdir(), 'seatledger-mapping-'))
  try {
    const text = (await openStateMapping('state')).text
    const changed = async (version: number, label: string) => {
      const path = join(folder, `${String(version)}.json`)
      await writeFile(path, text.replace('"version": 1', `"version": ${String(version)}`).replace('"exclusive"', label))
      return previewStateImport(context, {
        ...(await toImport(held({ 1: '11' }), '2026-04-30')),
        mapping: await openStateMapping(path),
      })
    }
    const refused = await changed(1, '"inclusive"')
    expect([refused.verdict, refused.problems.map(({ code }) => code)]).toEqual(['refused', ['mapping-changed']])
    await expect(applyStateImport(context, refused)).rejects.toThrow('Give the changed mapping the next version')
    expect((await changed(1, '"exclusive"')).verdict).toBe('importable')
    expect((await changed(2, '"inclusive"')).verdict).toBe('importable')
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('an import that is killed in the middle leaves nothing, and the same command then completes', async () => {
  const context = await newContext()
  const folder = await mkdtemp(join(tmpdir(), 'seatledger-import-'))
  const path = join(folder, 'state.csv')
  await writeFile(path, held({ 1: '10', 2: '5' }))
  const blocker = new Client({ connectionString: testDatabase.url })
  await blocker.connect()
  const count = async (): Promise<string> => {
    const { rows } = await withOrganization(context.database, context.organization.id, (tx) =>
      sql<{ count: bigint }>`select (select count(*) from observation) + (select count(*) from snapshot)
        + (select count(*) from imported_file) + (select count(*) from connection) as count`.execute(tx),
    )
    return String(rows[0]?.count)
  }
  try {
    // The end of the copy waits here, with every row of the file written before.
    await blocker.query('begin; lock table observation in exclusive mode')
    const child = startProgram('import-state', [testDatabase.url, JSON.stringify(context.organization), path])
    const query = "select from pg_locks where relation = 'observation'::regclass and not granted"
    while ((await blocker.query(query)).rowCount === 0) await testDatabase.database.clock.sleep(20)
    child.kill('SIGKILL')
    await child.gone
    await blocker.query('rollback')
    expect(await count()).toBe('0')
    expect((await take(context, held({ 1: '10', 2: '5' }), '2026-03-31')).subscriptions).toBe(2)
  } finally {
    await blocker.end()
    await rm(folder, { recursive: true })
  }
})
