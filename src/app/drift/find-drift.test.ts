import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPostingScene, sceneLedger, type PostingScene } from '../../../test/helpers/posting-scene.ts'
import { adapterRegistry } from '../../cli/adapter-registry.ts'
import { withOrganization } from '../../store/database.ts'
import { readsInMonth } from '../../store/ledger-reads.ts'
import { listDrift } from '../../store/posting-drift.ts'
import { createManualClock, type ManualClock } from '../../support/clock.ts'
import { findDrift, type DriftFound } from './find-drift.ts'

let clock: ManualClock
let scene: PostingScene

beforeAll(async () => {
  clock = createManualClock(new Date('2036-01-01T06:00:00Z'))
  scene = await openPostingScene({ clock, clients: 5 })
})

afterAll(async () => {
  await scene.close()
})

function look(): Promise<DriftFound> {
  return findDrift(scene.context, adapterRegistry, scene.keys, sceneLedger, new AbortController().signal)
}

async function known(): Promise<readonly string[]> {
  const { database, organization } = scene.context
  const drift = await withOrganization(database, organization.id, (tx) => listDrift(tx, { limit: 100 }))
  return drift.map(({ clientId, kind }) => `${clientId} ${kind}`).sort()
}

async function documentIds(month: string): Promise<readonly string[]> {
  return (await scene.postings(month)).map(({ documentId }) => documentId ?? '')
}

test('before anything is posted there is nothing to look for, and our own postings are no drift', async () => {
  expect(await look()).toMatchObject({ by: 'nothing-posted', fresh: 0 })
  const month = scene.freshMonth()
  await scene.post(await scene.approvedRun(month))
  expect(await look()).toMatchObject({ by: 'changes', looked: 5, fresh: 0 })
  expect(await known()).toEqual([])
})

test('an invoice that was edited, voided, deleted or paid in the ledger is found once, and left as it is', async () => {
  const month = scene.freshMonth()
  await scene.post(await scene.approvedRun(month))
  const [edited = '', voided = '', deleted = '', paid = ''] = await documentIds(month)
  clock.advanceBy(3_600_000)
  const before = scene.company.invoices().find((invoice) => invoice['Id'] === edited)
  scene.company.change('Invoice', edited, { DueDate: '2036-03-01', Line: [salesLine('90.00')] })
  scene.company.voidOrDelete('Invoice', voided, 'void')
  scene.company.voidOrDelete('Invoice', deleted, 'delete')
  scene.company.receivePayment(paid)
  expect(await look()).toMatchObject({ by: 'changes', fresh: 4 })
  const all = ['client-01 edited', 'client-02 voided', 'client-03 deleted', 'client-04 paid']
  expect(await known()).toEqual(all)
  expect(await look()).toMatchObject({ fresh: 0 })
  expect(await known()).toEqual(all)
  const after = scene.company.invoices().find((invoice) => invoice['Id'] === edited)
  expect(before?.['TotalAmt']).not.toEqual(after?.['TotalAmt'])
})

test('after more than 30 days every document of ours is read, and one that is gone was deleted', async () => {
  const month = scene.freshMonth()
  await scene.post(await scene.approvedRun(month))
  const [, , , , gone = ''] = await documentIds(month)
  scene.company.voidOrDelete('Invoice', gone, 'delete')
  clock.advanceBy(40 * 86_400_000)
  await scene.reconnect()
  expect(await look()).toMatchObject({ by: 'documents', fresh: 1 })
  expect(await known()).toContain('client-05 deleted')
})

test('reads are counted by month, and posting reads nothing', async () => {
  const { database, organization } = scene.context
  const reads = (): Promise<number> =>
    withOrganization(database, organization.id, (tx) => readsInMonth(tx, sceneLedger, clock.now()))
  clock.advanceBy(40 * 86_400_000)
  await scene.reconnect()
  const before = await reads()
  await scene.post(await scene.approvedRun(scene.freshMonth()))
  expect(await reads()).toBe(before)
  await look()
  await expect.poll(reads).toBeGreaterThan(before)
})

function salesLine(amount: string): unknown {
  return {
    Amount: Number(amount),
    DetailType: 'SalesItemLineDetail',
    SalesItemLineDetail: { ItemRef: { value: '1' }, TaxCodeRef: { value: 'NON' } },
  }
}
