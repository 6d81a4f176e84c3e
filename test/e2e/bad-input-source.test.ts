import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { ids } from '../../emulators/pax8/example-tenant.ts'
import type { FaultSwitches } from '../../emulators/pax8/fault-switches.ts'
import { openMonthScene, type MonthScene } from '../helpers/month-scene.ts'

let scene: MonthScene

beforeAll(async () => {
  scene = await openMonthScene()
})
afterAll(() => scene.close())
afterEach(() => {
  scene.pax8.faults.reset()
})

/** What a sync that was cut short may leave: its own record, and a token that was dropped. */
const traces = ['snapshot', 'secret']

const synced = z.object({
  sources: z.tuple([
    z.object({
      complete: z.boolean(),
      problems: z.array(z.object({ code: z.string(), message: z.string() })),
      failure: z.string().nullable(),
    }),
  ]),
})

type Synced = z.infer<typeof synced>['sources'][0] & { readonly exit: number }

async function syncWith(faults: Partial<FaultSwitches>): Promise<Synced> {
  scene.pax8.faults.set(faults)
  const { exit, out } = await scene.run(['sync', 'pax8', '--json'])
  scene.pax8.faults.reset()
  return { ...synced.parse(JSON.parse(out)).sources[0], exit }
}

const path = '/v1/subscriptions'
const troubles: readonly [string, Partial<FaultSwitches>, number, string, readonly string[]][] = [
  [
    'a key without the right to subscriptions',
    { failures: [{ kind: 'forbidden', path }] },
    4,
    'source.authorization',
    ['answered 403 to /subscriptions', 'connection "pax8" lacks the right to read subscriptions', 'Integrations Hub'],
  ],
  [
    'a key that was revoked',
    {
      failures: [
        { kind: 'unauthorized', path },
        { kind: 'unauthorized', path: '/v1/token' },
      ],
    },
    4,
    'source.authentication',
    ['refused the client id and secret of connection "pax8"', 'create new API credentials'],
  ],
  [
    'a page of HTML instead of JSON',
    { failures: [{ kind: 'page-instead-of-data', path }] },
    5,
    'source.unreadable',
    ['/subscriptions', 'an HTML page titled "502 Bad Gateway"', 'check whether a proxy answers'],
  ],
  [
    'a body that breaks off',
    { failures: [{ kind: 'truncated-body', path }] },
    5,
    'source.unreadable',
    ['/subscriptions', 'JSON that breaks off', 'Nothing of it was used'],
  ],
  [
    'a connection that breaks off',
    { failures: [{ kind: 'cut-connection', path }] },
    5,
    'source.unavailable',
    ['gave no whole answer to /subscriptions', 'Check the network, the proxy'],
  ],
]

test.each(troubles)(
  'a sync with %s ends nobody, keeps what was known, and says what, where and what next',
  async (_name, faults, exit, code, words) => {
    scene.clock.advanceBy(60_000)
    const before = await scene.contents(traces)
    const { problems, failure, ...result } = await syncWith(faults)
    expect(result).toEqual({ exit, complete: false })
    expect(problems.map((problem) => problem.code)).toEqual([code])
    for (const word of words) expect(failure).toContain(word)
    expect(failure).not.toContain('sandbox-secret')
    expect(await scene.contents(traces)).toEqual(before)
    // And the next one, with the trouble over, is whole.
    expect(await syncWith({})).toMatchObject({ exit: 0, complete: true, failure: null })
  },
)

test.each([
  [3_600, 'behind'],
  [-3_600, 'ahead of'],
])('a clock that Pax8 shows to be %d seconds off is told by the sync, which wants a person', async (seconds, side) => {
  scene.clock.advanceBy(60_000)
  const { exit, complete, problems } = await syncWith({ dateSkewSeconds: seconds })
  expect([exit, complete]).toEqual([3, true])
  expect(problems.map(({ code }) => code)).toEqual(['clock-skew'])
  expect(problems[0]?.message).toContain(`60 min ${side} pax8's.`)
  expect(problems[0]?.message).toContain('Set the clock right (turn on network time)')
  scene.pax8.faults.set({ dateSkewSeconds: seconds })
  const examined = await scene.run(['doctor'])
  expect(examined.exit).toBe(3)
  expect(examined.out).toContain(`XX  pax8: this computer's clock is 60 min ${side} pax8's`)
})

test('a name with a character that no database takes is read all the same', async () => {
  scene.pax8.state.updateCompany(ids.closed, { name: 'Bolt\u0000 & Nut' })
  scene.clock.advanceBy(60_000)
  expect(await syncWith({})).toMatchObject({ exit: 0, complete: true })
})

test('a wrong secret is refused when it is given; the connection then says so until a right one is given', async () => {
  // A connection that is made anew stands in the activity log as well.
  const changing = [...traces, 'connection', 'activity', 'activity_head']
  const before = await scene.contents(changing)
  const connect = (secret: string): ReturnType<MonthScene['run']> =>
    scene.run(['connect', 'pax8', '--json'], { environment: { SEATLEDGER_PAX8_CLIENT_SECRET: secret } })
  const wrong = await connect('not-the-secret')
  expect(wrong.exit).toBe(4)
  expect(JSON.parse(wrong.out)).toMatchObject({ error: { code: 'source.authentication' } })
  expect(wrong.out + wrong.err).not.toContain('not-the-secret')
  expect((await syncWith({})).exit).toBe(4)
  expect((await connect('sandbox-secret')).exit).toBe(0)
  expect((await syncWith({})).exit).toBe(0)
  expect(await scene.contents(changing)).toEqual(before)
})
