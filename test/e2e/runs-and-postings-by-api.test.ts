import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openApiScene, type ApiScene } from '../helpers/api-scene.ts'

const job = z.looseObject({
  id: z.string(),
  name: z.string(),
  state: z.string(),
  subject: z.string(),
  progress: z.looseObject({ step: z.string(), done: z.int(), total: z.int().nullable() }).nullable(),
})
const jobs = z.object({ jobs: z.array(job) })
const enqueued = z.object({ job: z.string().nullable(), waitsAlready: z.boolean() })
const state = z.object({ activity: z.int(), jobs: z.array(job) })
const runs = z.object({ runs: z.array(z.looseObject({ number: z.int(), state: z.string() })) })
const postings = z.looseObject({
  toPost: z.array(z.object({ currency: z.string(), invoices: z.int(), amount: z.string() })),
  notApproved: z.int(),
  blocked: z.int(),
  postings: z.array(z.looseObject({ clientName: z.string(), state: z.string(), netTotal: z.string() })),
})

let scene: ApiScene

beforeAll(async () => {
  scene = await openApiScene()
}, 120_000)
afterAll(() => scene.close())

function runsOf(told: { readonly jobs: readonly z.infer<typeof job>[] }): readonly z.infer<typeof job>[] {
  return told.jobs.filter(({ name }) => name === 'prepare-run')
}

/** Follows the stream of events as a browser does, until one holds what is waited for. */
async function until(is: (told: z.infer<typeof state>) => boolean): Promise<z.infer<typeof state>> {
  const answer = await scene.ask('/events')
  expect(answer.headers.get('content-type')).toBe('text/event-stream')
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  for (;;) {
    const read = await reader?.read()
    if (read === undefined || read.done) throw new Error(`The stream ended after: ${text}`)
    text += read.value
    for (const [, data = ''] of text.matchAll(/^event: state\ndata: (.*)\n\n/gm)) {
      const told = state.parse(JSON.parse(data))
      if (!is(told)) continue
      await reader?.cancel()
      return told
    }
  }
}

test('a month is run, followed, run for one client, compared and cancelled from the page', async () => {
  const refused = await scene.ask('/runs', { month: '2026-04', clientIds: ['nobody-here'] })
  expect(refused.status).toBe(409)
  const first = await scene.read('/runs', enqueued, { month: '2026-04' })
  expect(await scene.read('/runs', enqueued, { month: '2026-04' })).toEqual({ job: null, waitsAlready: true })
  expect((await scene.read('/jobs', jobs)).jobs).toMatchObject([
    { id: first.job, state: 'created', subject: '2026-04' },
  ])

  const workers = await scene.startWorkers()
  // The schedule syncs meanwhile, so the run is one of several jobs.
  const told = await until((one) => one.jobs.some((each) => each.id === first.job && each.state === 'completed'))
  const progress = { step: 'run', done: 3, total: 3 }
  expect(told.jobs.find((each) => each.id === first.job)).toMatchObject({ progress })
  await scene.read('/runs', enqueued, { month: '2026-04', clientIds: ['north-wind-bakery'] })
  await until((one) => runsOf(one).length === 2 && runsOf(one).every((each) => each.state === 'completed'))
  expect((await scene.read('/runs', runs)).runs.map((run) => [run.number, run.state])).toEqual([
    [2, 'ready'],
    [1, 'ready'],
  ])
  // The second run has one client; the others are on one side only.
  const diff = await scene.read(
    '/runs/1/diff/2',
    z.looseObject({ clients: z.array(z.looseObject({ clientId: z.string(), after: z.unknown() })) }),
  )
  expect(diff.clients.map(({ clientId, after }) => [clientId, after])).toContainEqual(['bear-creek-winery', null])
  expect(diff.clients.map(({ clientId }) => clientId)).not.toContain('north-wind-bakery')

  await workers.stop()
  const third = await scene.read('/runs', enqueued, { month: '2026-04' })
  expect((await scene.ask(`/jobs/${third.job ?? ''}`, undefined, 'DELETE')).status).toBe(204)
  const again = await scene.ask(`/jobs/${third.job ?? ''}`, undefined, 'DELETE')
  expect([again.status, await again.json()]).toMatchObject([409, { error: { code: 'job.over' } }])
  expect(runsOf(await scene.read('/jobs', jobs)).map((each) => each.state)).toEqual([
    'cancelled',
    'completed',
    'completed',
  ])
})

test('a month at a glance adds up: what is to be invoiced, from what causes, and what is in the way', async () => {
  const money = z.object({ amount: z.string(), currency: z.string() })
  const figures = z.looseObject({
    ...{ currency: z.string(), toInvoice: z.string(), lastMonth: z.string(), clients: z.int() },
    causes: z.array(z.object({ cause: z.string(), amount: z.string(), lines: z.int() })),
  })
  const glance = z.looseObject({
    counts: z.looseObject({ ready: z.int(), approved: z.int(), blocked: z.int() }),
    figures: z.array(figures),
    needsYou: z.array(z.looseObject({ code: z.string(), clientName: z.string().nullable() })),
    health: z.array(z.looseObject({ code: z.string(), state: z.string() })),
  })
  const shown = await scene.read('/months/2026-04/overview', glance)
  expect(shown.counts).toMatchObject({ ready: 2, approved: 0, blocked: 1 })
  const { totals } = await scene.read('/months/2026-04/review', z.looseObject({ totals: z.array(money) }))
  const [dollars] = shown.figures
  expect([dollars?.toInvoice, dollars?.lastMonth, dollars?.clients]).toEqual([totals[0]?.amount, '0', 2])
  // Two hours and three of support at 40.00.
  expect(dollars?.causes.find(({ cause }) => cause === 'manual')).toEqual({
    cause: 'manual',
    amount: '200.00',
    lines: 2,
  })
  const cents = (amount: string | undefined): bigint => BigInt((amount ?? '').replace('.', ''))
  const caused = (dollars?.causes ?? []).reduce((sum, { amount }) => sum + cents(amount), 0n)
  expect(caused).toBe(cents(dollars?.toInvoice))
  expect(shown.needsYou.map(({ code, clientName }) => `${code} ${clientName ?? ''}`)).toContain(
    'ledger-customer-missing Tidewater Boatyard',
  )
  const changes = z.object({ changes: z.array(z.looseObject({ clientName: z.string(), amount: z.string() })) })
  const manual = (await scene.read('/months/2026-04/changes?cause=manual', changes)).changes
  expect(manual.map(({ clientName, amount }) => [clientName, amount]).sort()).toEqual([
    ['Bear Creek Winery', '80.00'],
    ['North Wind Bakery', '120.00'],
  ])
})

test('what is approved is posted only as it was shown, and each invoice is seen in the ledger', async () => {
  const before = await scene.read('/months/2026-04/postings', postings)
  expect(before).toMatchObject({ toPost: [], notApproved: 2, blocked: 1, postings: [] })
  const { runs: all } = await scene.read(
    '/runs',
    z.object({ runs: z.array(z.looseObject({ sha256: z.string().nullable() })) }),
  )
  expect((await scene.ask('/runs/2/approvals', { hash: all[0]?.sha256 })).status).toBe(201)
  const shown = await scene.read('/months/2026-04/postings', postings)
  // Three at 40.00 each.
  expect(shown.toPost).toEqual([{ currency: 'USD', invoices: 1, amount: '120.00' }])

  // An approval is taken back while nothing was sent, with a reason, and given again.
  const approval = '/runs/2/clients/north-wind-bakery/approval'
  expect((await scene.ask(approval, { reason: '  ' }, 'DELETE')).status).toBe(400)
  expect((await scene.ask(approval, { reason: 'the price is not agreed' }, 'DELETE')).status).toBe(204)
  expect((await scene.ask(approval, { reason: 'again' }, 'DELETE')).status).toBe(404)
  expect((await scene.read('/months/2026-04/postings', postings)).toPost).toEqual([])
  expect((await scene.ask('/runs/2/approvals', { hash: all[0]?.sha256 })).status).toBe(201)

  // Another operator approves more between the look and the word.
  expect((await scene.ask('/runs/1/approvals', { hash: all[1]?.sha256 })).status).toBe(201)
  const stale = await scene.ask('/months/2026-04/postings', { toPost: shown.toPost })
  expect([stale.status, await stale.json()]).toMatchObject([409, { error: { code: 'posting.changed' } }])

  const { toPost } = await scene.read('/months/2026-04/postings', postings)
  expect(toPost).toMatchObject([{ currency: 'USD', invoices: 2 }])
  const workers = await scene.startWorkers()
  await scene.read('/months/2026-04/postings', enqueued, { toPost })
  await until((one) => one.jobs.some((each) => each.name === 'post-run' && each.state === 'completed'))
  await workers.stop()
  const after = await scene.read('/months/2026-04/postings', postings)
  expect(after.toPost).toEqual([])
  expect(after.postings.map((one) => [one.clientName, one.state])).toEqual([
    ['Bear Creek Winery', 'posted'],
    ['North Wind Bakery', 'posted'],
  ])
  expect(after.postings[1]?.netTotal).toBe('120.00')
  expect((await scene.ask('/months/2026-04/postings', { toPost })).status).toBe(409)
  const used = await scene.ask(approval, { reason: 'too late' }, 'DELETE')
  expect([used.status, await used.json()]).toMatchObject([409, { error: { code: 'approval.used' } }])
  expect((await scene.ask('/postings/stop', {})).status).toBe(200)
})
