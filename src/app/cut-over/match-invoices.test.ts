import { afterAll, beforeAll, expect, test } from 'vitest'
import { failureOf } from '../../../test/helpers/failure-of.ts'
import { openPostingScene, sceneLedger, type PostingScene } from '../../../test/helpers/posting-scene.ts'
import { billedMonth } from '../../billing/true-ups/billed-month.ts'
import { adapterRegistry } from '../../cli/adapter-registry.ts'
import { billingMonth } from '../../domain/period.ts'
import { readInvoiceDocument } from '../../store/run-results.ts'
import { createManualClock } from '../../support/clock.ts'
import { findDrift } from '../drift/find-drift.ts'
import { setFirstMonth } from './first-month.ts'
import { findMatches, recordMatches, undoMatches, type FoundMatches, type MatchRequest } from './match-invoices.ts'

const { signal } = new AbortController()
let scene: PostingScene

beforeAll(async () => {
  scene = await openPostingScene({ clock: createManualClock(new Date('2036-01-01T06:00:00Z')), clients: 3 })
})

afterAll(() => scene.close())

/** An invoice that somebody wrote in the books by hand. */
function writtenByHand(customer: string, date: string, amount: number, number: string): string {
  const item = { ItemRef: { value: '1' }, TaxCodeRef: { value: 'NON' } }
  return scene.company.addInvoice({
    DocNumber: number,
    TxnDate: date,
    CustomerRef: { value: customer },
    Line: [{ Amount: amount, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: item }],
  })
}

function requestOf(month: string, leave: readonly string[] = []): MatchRequest {
  return { period: billingMonth(month), dated: billingMonth(month), leave }
}

function find(request: MatchRequest): Promise<FoundMatches> {
  return findMatches(scene.context, adapterRegistry, scene.keys, request, signal)
}

function record(request: MatchRequest, hash: string): Promise<FoundMatches> {
  const why = { hash, reason: 'Billed by hand in October' }
  return recordMatches(scene.context, adapterRegistry, scene.keys, { ...request, ...why }, signal)
}

function outcomes(month: string): Promise<readonly string[]> {
  return scene
    .run(month)
    .then((run) => scene.invoices(run))
    .then((rows) => rows.map(({ outcome }) => outcome))
}

test('an invoice that was in the books is listed, matched to its month by a person, and the month is never posted again', async () => {
  const month = scene.freshMonth()
  writtenByHand('1', `${month}-28`, 95, '1001')
  const other = writtenByHand('1', `${month}-05`, 12, '1002')
  writtenByHand('2', `${scene.freshMonth()}-01`, 40, '1003')
  const voided = writtenByHand('3', `${month}-07`, 33, '1004')
  scene.company.voidOrDelete('Invoice', voided, 'void')
  const all = await find(requestOf(month))
  expect(
    all.found.map(({ client, document }) => [client.clientId, document.documentNumber, document.netTotal]),
  ).toEqual([
    ['client-01', '1001', '95.00'],
    ['client-01', '1002', '12.00'],
  ])
  expect(all.without.map(({ clientId, why }) => [clientId, why])).toEqual([
    ['client-02', 'no invoice of its customer has such a date'],
    ['client-03', 'no invoice of its customer has such a date'],
  ])
  expect(await outcomes(month)).toEqual(['ready', 'ready', 'ready'])

  const request = requestOf(month, ['1002'])
  const { sha256, found } = await find(request)
  expect(found).toHaveLength(1)
  expect((await failureOf(record(request, all.sha256.slice(0, 12)))).message).toContain('Look again')
  await record(request, sha256.slice(0, 12))
  const run = await scene.approvedRun(month)
  expect((await scene.invoices(run)).map(({ outcome }) => outcome)).toEqual(['already-billed', 'ready', 'ready'])
  await scene.post(run)
  expect(scene.inLedger(month)).toEqual(scene.allOnce().slice(1))
  // No true-up is worked out against it: which of our lines its lines are nobody knows.
  const documents = (await scene.postings(month)).map(({ invoice }) => readInvoiceDocument(invoice))
  const counted = billedMonth(documents, billingMonth(month)).invoices
  expect(counted.map(({ clientId }) => clientId)).toEqual(['client-02', 'client-03'])
  // It is watched like our own.
  scene.company.voidOrDelete('Invoice', other, 'void')
  const { fresh } = await findDrift(scene.context, adapterRegistry, scene.keys, sceneLedger, signal)
  expect(fresh).toBe(0)
  // Nothing is to be matched any more but what was left out.
  expect((await find(requestOf(month))).found).toEqual([])
})

test('what changed since it was listed, or was billed meanwhile, is not recorded; undone, the month is billed', async () => {
  const month = scene.freshMonth()
  const id = writtenByHand('1', `${month}-28`, 95, '2001')
  writtenByHand('2', `${month}-28`, 60, '2002')
  const listed = await find(requestOf(month))
  scene.company.change('Invoice', id, { PrivateNote: 'looked at' })
  expect((await failureOf(record(requestOf(month), listed.sha256))).code).toBe('input.cut-over-refused')
  expect((await scene.postings(month)).length).toBe(0)

  await record(requestOf(month), (await find(requestOf(month))).sha256)
  expect(await outcomes(month)).toEqual(['already-billed', 'already-billed', 'ready'])
  const undo = { period: billingMonth(month), clientIds: ['client-01'], reason: 'It was for September' }
  expect((await undoMatches(scene.context, undo)).map(({ clientId }) => clientId)).toEqual(['client-01'])
  expect((await failureOf(undoMatches(scene.context, undo))).message).toContain('No invoice is matched')
  expect(await outcomes(month)).toEqual(['ready', 'already-billed', 'ready'])
  await scene.post(await scene.approvedRun(month))
  expect(scene.inLedger(month)).toEqual([scene.allOnce()[0], scene.allOnce()[2]])
})

test('no month before the first that is billed from here is prepared', async () => {
  const [month, next] = [scene.freshMonth(), scene.freshMonth()]
  await setFirstMonth(scene.context, billingMonth(next), 'Go-live')
  const refused = await failureOf(scene.run(month))
  expect([refused.code, refused.message]).toEqual([
    'run.month-before-cut-over',
    expect.stringContaining(`${next} is the first month`) as string,
  ])
  expect(await outcomes(next)).toEqual(['ready', 'ready', 'ready'])
  await setFirstMonth(scene.context, undefined, 'Go-live was earlier')
  expect(await outcomes(month)).toEqual(['ready', 'ready', 'ready'])
})
