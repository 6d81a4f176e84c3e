import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { failureOf } from '../../../test/helpers/failure-of.ts'
import { adaptersWith } from '../../../test/helpers/posting-adapters.ts'
import { customerIdOf, customerMark, openPostingScene, type PostingScene } from '../../../test/helpers/posting-scene.ts'
import { createManualClock, type ManualClock } from '../../support/clock.ts'
import { approveRun } from '../approve-run.ts'

const invoicePosts = { method: 'POST', path: '/invoice?' }

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

  describe('what was not posted is told', () => {
    test('an invoice that the ledger refuses is rejected with its reason, and the others are posted', async () => {
      const month = scene.freshMonth()
      const run = await scene.approvedRun(month)
      const [, second] = await scene.postings(month).then(() => scene.invoices(run))
      scene.company.change('Customer', customerIdOf(second?.body), { Active: false })
      const { ledgers } = await scene.post(run)
      expect([...ledgers.values()]).toMatchObject([{ posted: 2, rejected: 1, needsPerson: 0, stopped: undefined }])
      expect(await scene.states(month)).toEqual(['posted', 'rejected', 'posted'])
      const [, rejected] = await scene.postings(month)
      expect(rejected?.failure).toContain('QuickBooks refused invoice')
      expect(scene.inLedger(month)).toEqual([scene.allOnce()[0], scene.allOnce()[2]])
      scene.company.change('Customer', customerIdOf(second?.body), { Active: true })
    })

    test('a rejected one that was approved again in a later run is posted once, under a new request id', async () => {
      const month = scene.freshMonth()
      const run = await scene.approvedRun(month)
      const [, second] = await scene.invoices(run)
      scene.company.change('Customer', customerIdOf(second?.body), { Active: false })
      await scene.post(run)
      const before = (await scene.postings(month)).map(({ requestId }) => requestId)
      scene.company.change('Customer', customerIdOf(second?.body), { Active: true })

      await scene.post(run)
      expect(await scene.states(month)).toEqual(['posted', 'rejected', 'posted'])
      await scene.post(await scene.approvedRun(month))
      expect(await scene.states(month)).toEqual(['posted', 'posted', 'posted'])
      expect(scene.inLedger(month)).toEqual(scene.allOnce())
      const after = (await scene.postings(month)).map(({ requestId }) => requestId)
      expect(after.map((id, index) => id === before[index])).toEqual([true, false, true])
    })

    if (acceptsOurNumbers)
      test('a number that somebody else’s document bears needs a person, and nothing is overwritten', async () => {
        const month = scene.freshMonth()
        const run = await scene.approvedRun(month)
        const [first] = await scene.invoices(run)
        scene.company.addInvoice({
          DocNumber: first?.documentNumber,
          CustomerRef: { value: customerIdOf(first?.body) },
          Line: [{ Amount: 5, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: { ItemRef: { value: '1' } } }],
        })
        await scene.post(run)
        expect(await scene.states(month)).toEqual(['needs-person', 'posted', 'posted'])
        expect((await scene.postings(month))[0]?.failure).toMatch(/is not the approved invoice \(its net total is 5/)
        expect(scene.inLedger(month)).toEqual(scene.allOnce().slice(1))
      })

    test('three invoices in a row without a usable answer stop the company; posting again goes on', async () => {
      const month = scene.freshMonth()
      const run = await scene.approvedRun(month)
      scene.faults.set([{ kind: 'unavailable', match: invoicePosts, schedule: { next: 3 } }])
      const { ledgers } = await scene.post(run)
      expect([...ledgers.values()][0]?.stopped).toContain('three invoices in a row got no usable answer')
      expect(await scene.states(month)).toEqual(['unknown', 'unknown', 'unknown'])
      await scene.post(run)
      expect(scene.inLedger(month)).toEqual(scene.allOnce())
    })

    test('an invoice that never gets a usable answer is given to a person after eight tries', async () => {
      const month = scene.freshMonth()
      const run = await scene.approvedRun(month)
      const [first] = await scene.invoices(run)
      scene.faults.set([
        { kind: 'unavailable', match: { ...invoicePosts, body: customerMark(first?.body) }, schedule: { every: 1 } },
      ])
      for (let again = 0; again < 4; again += 1) await scene.post(run)
      expect(await scene.states(month)).toEqual(['needs-person', 'posted', 'posted'])
      expect((await scene.postings(month))[0]?.failure).toContain('no usable answer in 8 tries')
      expect(scene.inLedger(month)).toEqual(scene.allOnce().slice(1))
    })

    test('a revoked grant stops the company with the way out, and everything waits as it was', async () => {
      const month = scene.freshMonth()
      const run = await scene.approvedRun(month)
      scene.faults.set([{ kind: 'token-revoked', match: invoicePosts, schedule: { calls: [2] } }])
      const { ledgers } = await scene.post(run)
      expect([...ledgers.values()][0]?.stopped).toMatch(/^posting to quickbooks-online stopped: .*[Cc]onnect/)
      expect(await scene.states(month)).toEqual(['posted', 'intended', 'intended'])
      await scene.reconnect()
      await scene.post(run)
      expect(scene.inLedger(month)).toEqual(scene.allOnce())
    })

    test('a throttle or a refused token at the repeat of an unknown one leaves it unknown: it may be in the ledger', async () => {
      for (const kind of ['throttled', 'token-revoked'] as const) {
        const month = scene.freshMonth()
        const run = await scene.approvedRun(month)
        // The first answer is lost with nothing saved, the look-up finds nothing, and the repeat is refused.
        scene.faults.set([
          { kind: 'reset-before', match: invoicePosts, schedule: { calls: [1] } },
          { kind, match: invoicePosts, schedule: { calls: [4] } },
        ])
        const abort = new AbortController()
        const adapters = adaptersWith((gateway) => ({
          ...gateway,
          post: async (request, signal) => {
            try {
              return await gateway.post(request, signal)
            } catch (error) {
              if (error instanceof Error && /Throttled|Authentication/.test(error.name))
                abort.abort(new Error('enough'))
              throw error
            }
          },
        }))
        await scene.post(run, { adapters, signal: abort.signal })
        expect([kind, await scene.states(month)]).toEqual([kind, ['unknown', 'posted', 'posted']])
        if (kind === 'token-revoked') await scene.reconnect()
        await scene.post(run)
        expect(scene.inLedger(month)).toEqual(scene.allOnce())
      }
    })

    test('a run that a newer one has replaced is refused, and its approval does not count for other bytes', async () => {
      const month = scene.freshMonth()
      const old = await scene.approvedRun(month)
      await scene.applyPrice('120.00')
      const fresh = await scene.run(month)
      const refused = await failureOf(scene.post(old))
      expect([refused.code, refused.message]).toEqual([
        'posting.run-superseded',
        expect.stringContaining('Review that one'),
      ])
      const { intended } = await scene.post(fresh)
      expect(intended).toEqual({ withdrawn: 0, stored: 0, alreadyThere: 0, notApproved: 3 })
      expect(scene.inLedger(month)).toEqual([])
      await approveRun(scene.context, { run: fresh, hash: fresh.sha256 ?? '', clientIds: undefined, note: undefined })
      await scene.post(fresh)
      expect(scene.inLedger(month)).toEqual(scene.allOnce(120))
    })
  })
})
