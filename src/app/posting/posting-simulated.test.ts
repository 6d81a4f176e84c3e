import { expect, test } from 'vitest'
import type { FaultRuleInput } from '../../../emulators/quickbooks-online/trouble/fault-rule.ts'
import { createRandom, type Random } from '../../../emulators/simulated-msp/random.ts'
import { adaptersWith } from '../../../test/helpers/posting-adapters.ts'
import { asOperator, openPostingScene, type PostingScene } from '../../../test/helpers/posting-scene.ts'
import type { LedgerGateway } from '../../ledgers/gateway.ts'
import type { Run } from '../../store/runs.ts'
import { createManualClock, type ManualClock } from '../../support/clock.ts'
import type { AdapterRegistry } from '../adapters.ts'

/** For each of the two kinds of books. */
const courses = 100
const clients = 4

/** All that can happen to a call, but for a grant that is taken back: that wants a person, and has a test of its own. */
const faultKinds: readonly FaultRuleInput['kind'][] = [
  ...([
    'refuse',
    'reset-before',
    'hold-in-flight',
    'commit-then-drop',
    'commit-then-500',
    'commit-then-30003',
  ] as const),
  ...(['truncated', 'throttled', 'unavailable', 'html', 'token-expired', 'delay'] as const),
]

let clock: ManualClock
let scene: PostingScene

/** What a process that is killed leaves: the database and the ledger, and nothing else of it. */
class Killed extends Error {}

/** The program's adapters in a process that dies now and then, before a request, or with its answer in hand. */
function mortal(random: Random, deaths: { left: number }): AdapterRegistry {
  const die = (): void => {
    if (deaths.left === 0 || !random.chance(0.25)) return
    deaths.left -= 1
    throw new Killed()
  }
  const dying = async <T>(work: () => Promise<T>): Promise<T> => {
    die()
    const answer = await work()
    die()
    return answer
  }
  return adaptersWith((gateway): LedgerGateway => ({
    ...gateway,
    post: (request, signal) => dying(() => gateway.post(request, signal)),
    find: (query, signal) => dying(() => gateway.find(query, signal)),
  }))
}

function layTraps(random: Random): void {
  scene.faults.set(
    Array.from({ length: random.between(1, 6) }, () => ({
      kind: random.pick(faultKinds),
      match: random.chance(0.7) ? { path: '/invoice?' } : { path: '/query?' },
      schedule: { calls: [random.between(1, 9)] },
      milliseconds: random.pick([100, 30_000, 200_000]),
      ...(random.chance(0.5) ? { retryAfterSeconds: random.between(0, 90) } : {}),
      replay: random.pick(['fault', 'answer'] as const),
    })),
  )
}

/** One operator or two post, die and post again, until nothing is left open. */
async function postUntilSettled(run: Run, month: string, random: Random): Promise<void> {
  const deaths = { left: random.between(0, 4) }
  const adapters = mortal(random, deaths)
  for (let life = 0; life < 40; life += 1) {
    const operators = Array.from({ length: random.between(1, 2) }, () => asOperator(scene.context))
    const done = await Promise.allSettled(operators.map((context) => scene.post(run, { adapters, context })))
    for (const outcome of done) {
      if (outcome.status === 'rejected' && !(outcome.reason instanceof Killed)) throw outcome.reason
    }
    const open = (await scene.states(month)).filter((state) => state !== 'posted')
    if (open.length === 0) return
    // The next start: at once, after a while, or with a clock that was set back.
    clock.advanceBy(random.pick([0, 1_000, 200_000, 3_600_000, -30_000]))
  }
}

// A company that lets us number its documents, and one that numbers them itself and knows ours by their memo alone.
test.each([{ acceptsOurNumbers: true }, { acceptsOurNumbers: false }])(
  'whatever goes wrong, every approved invoice is in the ledger exactly once (our numbers: $acceptsOurNumbers)',
  async ({ acceptsOurNumbers }) => {
    clock = createManualClock(new Date('2046-01-01T06:00:00Z'))
    scene = await openPostingScene({ clock, clients, acceptsOurNumbers })
    try {
      for (let course = 1; course <= courses; course += 1) {
        const random = createRandom('posting', String(acceptsOurNumbers), String(course))
        const month = scene.freshMonth()
        const run = await scene.approvedRun(month)
        layTraps(random)
        await postUntilSettled(run, month, random)
        expect([course, await scene.states(month)]).toEqual([course, Array(clients).fill('posted')])
        expect([course, scene.inLedger(month)]).toEqual([course, scene.allOnce()])
        scene.faults.reset()
      }
    } finally {
      await scene.close()
    }
  },
  300_000,
)
