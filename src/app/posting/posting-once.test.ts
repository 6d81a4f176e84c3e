import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { FaultRuleInput } from '../../../emulators/quickbooks-online/trouble/fault-rule.ts'
import { failureOf } from '../../../test/helpers/failure-of.ts'
import { adaptersWith } from '../../../test/helpers/posting-adapters.ts'
import { asOperator, openPostingScene, type PostingScene } from '../../../test/helpers/posting-scene.ts'
import { createManualClock, type ManualClock } from '../../support/clock.ts'

const invoicePosts = { method: 'POST', path: '/invoice?' }
const lookUps = { path: '/query?' }

// A company that lets us number its documents, and one that numbers them itself and knows ours by their memo alone.
let clock: ManualClock
let scene: PostingScene

describe.each([
  { acceptsOurNumbers: true, books: 'books that take our numbers' },
  { acceptsOurNumbers: false, books: 'books that number by themselves' },
])('in $books:', ({ acceptsOurNumbers }) => {
  beforeAll(async () => {
    clock = createManualClock(new Date('2036-01-01T06:00:00Z'))
    scene = await openPostingScene({ clock, acceptsOurNumbers })
  })

  afterAll(async () => {
    await scene.close()
  })

  beforeEach(async () => {
    scene.faults.reset()
    await scene.applyPrice('100.00')
  })

  describe('each approved invoice is in the ledger once', () => {
    test('when nothing goes wrong, and posting again adds nothing', async () => {
      const month = scene.freshMonth()
      const run = await scene.approvedRun(month)
      const first = await scene.post(run)
      expect(first.intended).toEqual({ withdrawn: 0, stored: 3, alreadyThere: 0, notApproved: 0 })
      expect(scene.inLedger(month)).toEqual(scene.allOnce())
      const second = await scene.post(run)
      expect(second.intended).toEqual({ withdrawn: 0, stored: 0, alreadyThere: 3, notApproved: 0 })
      expect(scene.inLedger(month)).toEqual(scene.allOnce())
    })

    const passing: readonly (readonly [string, FaultRuleInput])[] = [
      ['the connection is refused', { kind: 'refuse' }],
      ['the connection is reset before the request is read', { kind: 'reset-before' }],
      ['the answer comes late', { kind: 'delay', milliseconds: 90_000 }],
      ['the ledger is still at the first try when the second comes', { kind: 'hold-in-flight', milliseconds: 60_000 }],
      ['the ledger saves it and the connection drops', { kind: 'commit-then-drop' }],
      ['the ledger saves it and answers 500', { kind: 'commit-then-500', replay: 'answer' }],
      ['the ledger saves it and answers 500, to a repeat as well', { kind: 'commit-then-500', replay: 'fault' }],
      ['the ledger saves it and answers -30003', { kind: 'commit-then-30003', replay: 'answer' }],
      ['the ledger saves it and answers -30003, to a repeat as well', { kind: 'commit-then-30003', replay: 'fault' }],
      ['half of the answer comes', { kind: 'truncated' }],
      ['the ledger asks for a pause', { kind: 'throttled', retryAfterSeconds: 30 }],
      ['the ledger asks for a pause and does not say how long', { kind: 'throttled' }],
      ['the ledger is unavailable', { kind: 'unavailable' }],
      ['a page of HTML comes', { kind: 'html' }],
      ['the access token has expired', { kind: 'token-expired' }],
    ]
    test.each(passing)('when at the second invoice %s', async (_what, rule) => {
      const month = scene.freshMonth()
      const run = await scene.approvedRun(month)
      scene.faults.set([{ ...rule, match: invoicePosts, schedule: { calls: [2] } }])
      const { ledgers } = await scene.post(run)
      expect([...ledgers.values()].map(({ stopped }) => stopped)).toEqual([undefined])
      expect(await scene.states(month)).toEqual(['posted', 'posted', 'posted'])
      expect(scene.inLedger(month)).toEqual(scene.allOnce())
    })

    const alsoAtLookUp: readonly FaultRuleInput[] = [
      { kind: 'throttled', retryAfterSeconds: 5 },
      { kind: 'unavailable' },
      { kind: 'html' },
      { kind: 'truncated' },
      { kind: 'reset-before' },
      { kind: 'token-expired' },
    ]
    test.each(alsoAtLookUp)('when an answer is lost and the look-up meets $kind', async (rule) => {
      const month = scene.freshMonth()
      const run = await scene.approvedRun(month)
      scene.faults.set([
        { kind: 'commit-then-drop', match: invoicePosts, schedule: { calls: [1] } },
        { ...rule, match: lookUps, schedule: { next: 1 } },
      ])
      await scene.post(run)
      expect(await scene.states(month)).toEqual(['posted', 'posted', 'posted'])
      expect(scene.inLedger(month)).toEqual(scene.allOnce())
    })

    test('when a request that was given up is carried out after all, later than its repeat', async () => {
      const month = scene.freshMonth()
      const run = await scene.approvedRun(month)
      scene.faults.set([{ kind: 'overtaken', match: invoicePosts, schedule: { calls: [1] } }])
      await scene.post(run)
      expect(await scene.states(month)).toEqual(['posted', 'posted', 'posted'])
      expect(scene.inLedger(month)).toEqual(scene.allOnce())
    })

    test('when two workers post the same run at once', async () => {
      const month = scene.freshMonth()
      const run = await scene.approvedRun(month)
      scene.faults.set([{ kind: 'commit-then-drop', match: invoicePosts, schedule: { every: 2 } }])
      const done = await Promise.all([scene.post(run), scene.post(run, { context: asOperator(scene.context) })])
      expect(await scene.states(month)).toEqual(['posted', 'posted', 'posted'])
      expect(scene.inLedger(month)).toEqual(scene.allOnce())
      const posted = done.flatMap(({ ledgers }) => [...ledgers.values()].map((report) => report.posted))
      expect(posted.reduce((sum, count) => sum + count, 0)).toBe(3)
    })

    test('when a worker is slower than its lease and another takes the invoice over', async () => {
      const month = scene.freshMonth()
      const run = await scene.approvedRun(month)
      let slow = true
      let other: Awaited<ReturnType<typeof scene.post>> | undefined
      const adapters = adaptersWith((gateway) => ({
        ...gateway,
        post: async (request, signal) => {
          const document = await gateway.post(request, signal)
          if (slow) {
            slow = false
            clock.advanceBy(181_000)
            other = await scene.post(run, { context: asOperator(scene.context) })
          }
          return document
        },
      }))
      const late = await scene.post(run, { adapters })
      const counts = [late, other].map((done) => [...(done?.ledgers.values() ?? [])].map(({ posted }) => posted))
      expect(counts).toEqual([[0], [3]])
      expect(scene.inLedger(month)).toEqual(scene.allOnce())
    })

    test('when two operators have made and approved a run each', async () => {
      const month = scene.freshMonth()
      const one = await scene.approvedRun(month)
      const other = await scene.approvedRun(month)
      expect(other.sha256).toBe(one.sha256)
      const refused = await failureOf(scene.post(one))
      expect(refused.message).toContain(`run ${String(other.number)} is`)
      await Promise.all([scene.post(other), scene.post(other, { context: asOperator(scene.context) })])
      expect(scene.inLedger(month)).toEqual(scene.allOnce())
    })

    test('when our database is set back to before it was posted', async () => {
      const month = scene.freshMonth()
      const run = await scene.approvedRun(month)
      await scene.post(run)
      await scene.forgetPostings(month)
      const { ledgers } = await scene.post(run)
      expect([...ledgers.values()]).toMatchObject([{ posted: 3, rejected: 0, needsPerson: 0 }])
      expect(scene.inLedger(month)).toEqual(scene.allOnce())
    })
  })

  describe('cancelling', () => {
    test('between two invoices leaves the rest as it was, and the next call goes on', async () => {
      const month = scene.freshMonth()
      const run = await scene.approvedRun(month)
      const abort = new AbortController()
      const adapters = adaptersWith((gateway) => ({
        ...gateway,
        post: async (request, signal) => {
          const document = await gateway.post(request, signal)
          abort.abort(new Error('The operator has had enough.'))
          return document
        },
      }))
      const { ledgers } = await scene.post(run, { adapters, signal: abort.signal })
      expect([...ledgers.values()][0]?.stopped).toBe('cancelled; run the same command again to go on')
      expect(await scene.states(month)).toEqual(['posted', 'intended', 'intended'])
      await scene.post(run)
      expect(scene.inLedger(month)).toEqual(scene.allOnce())
    })

    test('while a request is on its way leaves that one unknown, and it is not posted twice', async () => {
      const month = scene.freshMonth()
      const run = await scene.approvedRun(month)
      const abort = new AbortController()
      const adapters = adaptersWith((gateway) => ({
        ...gateway,
        post: (request, signal) => {
          const answer = gateway.post(request, signal)
          setTimeout(() => {
            abort.abort(new Error('The operator has had enough.'))
          }, 5)
          return answer
        },
      }))
      await scene.post(run, { adapters, signal: abort.signal })
      await scene.post(run)
      expect(await scene.states(month)).toEqual(['posted', 'posted', 'posted'])
      expect(scene.inLedger(month)).toEqual(scene.allOnce())
    })
  })
})
