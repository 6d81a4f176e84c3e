import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startProgram } from '../../../test/helpers/child-process.ts'
import { failureOf } from '../../../test/helpers/failure-of.ts'
import { adaptersWith } from '../../../test/helpers/posting-adapters.ts'
import { asOperator, openPostingScene, type PostingScene } from '../../../test/helpers/posting-scene.ts'
import { adapterRegistry } from '../../cli/adapter-registry.ts'
import { billingMonth } from '../../domain/period.ts'
import { PostingOutcomeUnknown } from '../../ledgers/errors.ts'
import { listCorrections, type Correction } from '../../store/corrections.ts'
import { withOrganization } from '../../store/database.ts'
import { systemClock } from '../../support/clock.ts'
import { examinePostings } from '../doctor/examine-postings.ts'
import { findDrift } from '../drift/find-drift.ts'
import { CorrectionRefused } from './correction-refused.ts'
import { voidPosting, type VoidedPosting } from './void-posting.ts'

const { signal } = new AbortController()
const voids = { method: 'POST', path: 'operation=void' }
let scene: PostingScene

beforeAll(async () => {
  scene = await openPostingScene({ clock: systemClock, clients: 2, firstYear: 1996 })
})

beforeEach(async () => {
  scene.faults.reset()
  await scene.applyPrice('100.00')
})

afterAll(() => scene.close())

interface Options {
  readonly as?: PostingScene['context']
  readonly adapters?: typeof adapterRegistry
  readonly reason?: string
}

function voidFirst(
  month: string,
  { as = scene.context, adapters = adapterRegistry, reason }: Options = {},
): Promise<VoidedPosting> {
  const order = {
    ...{ period: billingMonth(month), clientId: 'client-01', documentNumber: undefined },
    reason: reason ?? 'Billed in error',
  }
  return voidPosting(as, adapters, scene.keys, order, signal)
}

async function postedMonth(): Promise<string> {
  const month = scene.freshMonth()
  await scene.post(await scene.approvedRun(month))
  return month
}

function corrections(month: string): Promise<readonly Correction[]> {
  return withOrganization(scene.context.database, scene.context.organization.id, (tx) =>
    listCorrections(tx, billingMonth(month)),
  )
}

/** What the ledger holds when the first of two invoices was voided once. */
const voidedAndOther = ['Company of client-01 0.00', 'Company of client-02 200.00']

test('a voided invoice counts nothing, and its month is billed anew under the next number, once', async () => {
  const month = await postedMonth()
  const { posting, outcome } = await voidFirst(month)
  expect(outcome).toBe('voided')
  expect(scene.inLedger(month)).toEqual(voidedAndOther)
  expect((await scene.postings(month)).map(({ voidedAt }) => voidedAt !== undefined)).toEqual([true, false])
  expect(await corrections(month)).toMatchObject([
    { clientId: 'client-01', requestedBy: 'carla', reason: 'Billed in error', state: 'done', outcome: 'voided' },
  ])
  const refused = await failureOf(voidFirst(month))
  expect(refused).toBeInstanceOf(CorrectionRefused)

  await scene.applyPrice('110.00')
  const again = await scene.approvedRun(month)
  expect((await scene.invoices(again)).map((row) => row.outcome)).toEqual(['ready', 'already-billed'])
  await scene.post(again)
  await scene.post(again)
  expect(scene.inLedger(month)).toEqual([
    'Company of client-01 0.00',
    'Company of client-01 110.00',
    'Company of client-02 200.00',
  ])
  const postings = await scene.postings(month)
  expect(postings.map(({ clientId, sequence, state }) => [clientId, sequence, state])).toEqual([
    ['client-01', 0, 'posted'],
    ['client-01', 1, 'posted'],
    ['client-02', 0, 'posted'],
  ])
  expect(new Set(postings.map(({ documentNumber }) => documentNumber)).size).toBe(3)

  // The second is what counts now, and can be voided in its turn.
  expect((await voidFirst(month)).posting.sequence).toBe(1)
  expect((await scene.invoices(await scene.run(month))).map(({ outcome: is }) => is)).toEqual([
    'ready',
    'already-billed',
  ])
  expect(posting.sequence).toBe(0)
})

test('our own void is no drift', async () => {
  const month = await postedMonth()
  await voidFirst(month)
  const { fresh } = await findDrift(scene.context, adapterRegistry, scene.keys, 'quickbooks-online', signal)
  expect(fresh).toBe(0)
})

test('a lost answer is unknown, counts until it is settled, and the same call settles it without a second void', async () => {
  const month = await postedMonth()
  scene.faults.set([{ kind: 'commit-then-drop', match: voids, schedule: { calls: [1] } }])
  expect(await failureOf(voidFirst(month))).toBeInstanceOf(PostingOutcomeUnknown)
  expect(await corrections(month)).toMatchObject([{ state: 'intended', outcome: null }])
  const told = await examinePostings(scene.context)
  expect(told.map(({ code, state, subject }) => [code, state, subject])).toEqual([
    ['posting.unsettled', 'good', 'postings'],
    ['posting.unsettled-void', 'wrong', `quickbooks-online/client-01/${month}`],
  ])
  expect(told[1]?.message).toContain('begun by carla')
  let sent = 0
  const adapters = adaptersWith((gateway) => ({
    ...gateway,
    voidDocument: () => {
      sent += 1
      throw new Error('Nothing is to be sent: the document is void.')
    },
  }))
  expect((await voidFirst(month, { adapters, as: asOperator(scene.context) })).outcome).toBe('voided')
  expect(sent).toBe(0)
  // Who asked stays the one who asked first.
  expect(await corrections(month)).toMatchObject([{ state: 'done', requestedBy: 'carla' }])
})

test('two operators at once void it once', async () => {
  const month = await postedMonth()
  await Promise.allSettled([voidFirst(month), voidFirst(month, { as: asOperator(scene.context) })])
  expect(scene.inLedger(month)).toEqual(voidedAndOther)
  expect((await corrections(month)).map(({ state }) => state)).toEqual(['done'])
})

test('one to which a payment is applied is left alone, and a void without a reason is refused', async () => {
  const month = await postedMonth()
  const adapters = adaptersWith((gateway) => ({
    ...gateway,
    read: async (id, asked) => ({ ...(await gateway.read(id, asked)), balance: '40.00' }),
  }))
  const paid = await failureOf(voidFirst(month, { adapters }))
  expect(paid.message).toContain('a payment or credit is applied to it')
  expect(scene.inLedger(month)).toEqual(scene.allOnce())
  expect(await corrections(month)).toEqual([])
  expect((await failureOf(voidFirst(month, { reason: ' ' }))).message).toContain('--why')
})

test('one that the ledger refuses to void still counts, and can be tried again', async () => {
  const month = await postedMonth()
  const stale = adaptersWith((gateway) => ({
    ...gateway,
    voidDocument: (request, asked) =>
      gateway.voidDocument?.({ ...request, version: '99' }, asked) ?? Promise.reject(new Error('none')),
  }))
  expect((await failureOf(voidFirst(month, { adapters: stale }))).message).toContain('refused')
  expect(await corrections(month)).toMatchObject([{ state: 'refused' }])
  expect(scene.inLedger(month)).toEqual(scene.allOnce())
  await voidFirst(month)
  expect((await corrections(month)).map(({ state }) => state)).toEqual(['refused', 'done'])
})

/** More than the course of one void has. */
const mostSteps = 120
/** Each kill costs a process, so a test run takes every fifth step; `npm run soak` takes all of them. */
const stride = process.env['SEATLEDGER_KILL_EVERYWHERE'] === 'yes' ? 1 : 5

test('killed before any statement and any request, and while one is on its way, the next call voids it once', async () => {
  const seen: string[] = []
  for (let step = 1; step <= mostSteps; step += stride) {
    const month = await postedMonth()
    const child = startProgram('post-and-die', [scene.test.url, scene.keyText, 'void', 'client-01'])
    await child.line('ready')
    child.tell(String(step))
    await child.gone
    const words = child.lines.find((line) => /^(?:dies|done)/.test(line)) ?? child.lines.join('\n')
    seen.push(words)
    // Killed after the last commit, there is nothing left to void, and the call says so.
    await voidFirst(month).catch((error: unknown) => {
      if (!(error instanceof CorrectionRefused)) throw error
    })
    expect([words, scene.inLedger(month)]).toEqual([words, voidedAndOther])
    expect([words, (await corrections(month)).map(({ state }) => state)]).toEqual([words, ['done']])
    if (words.startsWith('done')) break
  }
  expect(seen.at(-1)).toMatch(/^done after \d+ steps$/)
}, 600_000)
