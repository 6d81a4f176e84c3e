import { afterAll, beforeAll, expect, test } from 'vitest'
import { createRandom, type Random } from '../../emulators/simulated-msp/random.ts'
import { MemoryPostingStore } from '../../test/helpers/posting-simulation/memory-posting-store.ts'
import { openPostingScene, sceneLedger, type PostingScene } from '../../test/helpers/posting-scene.ts'
import { intendPostings } from '../app/posting/intend-postings.ts'
import { postingStore, type PostingStore } from '../app/posting/posting-store.ts'
import { billingMonth } from '../domain/period.ts'
import { createManualClock, type ManualClock } from '../support/clock.ts'
import { withOrganization } from './database.ts'
import { resumeCompany, type WorkResult, type WorkTaken, type WorkTurn } from './postings-in-work.ts'

let clock: ManualClock
let scene: PostingScene

beforeAll(async () => {
  clock = createManualClock(new Date('2036-01-01T06:00:00Z'))
  scene = await openPostingScene({ clock, clients: 6 })
})

afterAll(async () => {
  await scene.close()
})

const sequences = 12
const turnsEach = 30

test('the store that simulations use takes every turn as the database does', async () => {
  for (let sequence = 1; sequence <= sequences; sequence += 1) {
    const random = createRandom('turns', String(sequence))
    const month = scene.freshMonth()
    await intendPostings(scene.context, await scene.approvedRun(month))
    const inMemory = new MemoryPostingStore(await scene.postings(month))
    const inDatabase = postingStore(scene.context)
    const stores = [inDatabase, inMemory]
    const resume = async (): Promise<void> => {
      const { database, organization } = scene.context
      await withOrganization(database, organization.id, (tx) => resumeCompany(tx, sceneLedger))
      await inMemory.resume()
    }
    await resume()
    const held = new Map<string, string[]>()
    for (let turn = 1; turn <= turnsEach; turn += 1) {
      if (random.chance(0.05)) await resume()
      const request = turnOf(random, month, held)
      const [theirs, ours] = await both(stores, request, held)
      expect([sequence, turn, theirs]).toEqual([sequence, turn, ours])
      clock.advanceBy(random.pick([0, 50, 2_000, 70_000, 200_000, -30_000]))
    }
    expect((await scene.postings(month)).map(stateOf)).toEqual(inMemory.postings().map(stateOf))
    // Past every pause and every lease of this sequence.
    clock.advanceBy(3 * 3_600_000)
  }
})

function stateOf({
  clientId,
  state,
  attempts,
  failure,
  documentId,
}: ReturnType<MemoryPostingStore['postings']>[number]): unknown {
  return { clientId, state, attempts, failure, documentId }
}

async function both(
  stores: readonly PostingStore[],
  request: WorkTurn,
  held: Map<string, string[]>,
): Promise<readonly unknown[]> {
  const answers: WorkTaken[] = []
  for (const store of stores) answers.push(await store.takeTurn(request))
  const claimed = answers[0]?.claimed.map(({ posting }) => posting.id) ?? []
  held.set(request.worker, [...new Set([...(held.get(request.worker) ?? []), ...claimed])])
  return answers.map(wordsOf)
}

function wordsOf({ claimed, nextAt, stoppedBecause, lost }: WorkTaken): unknown {
  return {
    claimed: claimed.map(({ posting, before }) => `${posting.clientId} ${before} ${String(posting.attempts)}`),
    nextAt: nextAt?.toISOString(),
    stoppedBecause,
    lost: [...lost].sort(),
  }
}

/** Any turn that a worker might take, also one of a worker that lost its postings long ago. */
function turnOf(random: Random, month: string, held: Map<string, string[]>): WorkTurn {
  const worker = random.pick(['one', 'two', 'three'])
  const now = clock.now()
  const ids = held.get(worker) ?? []
  const done = ids.filter(() => random.chance(0.6))
  held.set(
    worker,
    ids.filter((id) => !done.includes(id)),
  )
  return {
    ledgerConnectionId: sceneLedger,
    period: billingMonth(month),
    worker,
    now,
    leaseMilliseconds: 180_000,
    requestsInFlight: 4,
    wanted: random.between(0, 4),
    results: done.map((postingId) => resultOf(random, postingId, now)),
  }
}

function resultOf(random: Random, postingId: string, now: Date): WorkResult {
  const inTime = (milliseconds: number): Date => new Date(now.getTime() + milliseconds)
  const attempt = {
    step: 'send',
    outcome: 'posted',
    traceId: undefined,
    documentId: '145',
    document: '{}',
    differences: '[]',
    failure: undefined,
  } as const
  const lost = { ...attempt, documentId: undefined, document: undefined, differences: undefined, failure: 'no answer' }
  switch (random.pick(['posted', 'rejected', 'unknown', 'unknown', 'paused', 'stopped', 'back'])) {
    case 'posted':
      return { postingId, state: 'posted', notBefore: undefined, attempt, company: { kind: 'settled' } }
    case 'rejected':
      return { postingId, state: 'rejected', notBefore: undefined, attempt: lost, company: { kind: 'settled' } }
    case 'unknown':
      return { postingId, state: 'unknown', notBefore: inTime(4_000), attempt: lost, company: { kind: 'unknown' } }
    case 'paused': {
      const company = { kind: 'pause', until: inTime(60_000) } as const
      return { postingId, state: 'intended', notBefore: undefined, attempt: undefined, company }
    }
    case 'stopped': {
      const company = { kind: 'stop', because: 'the grant is gone' } as const
      return { postingId, state: 'unknown', notBefore: undefined, attempt: undefined, company }
    }
    default:
      return { postingId, state: 'unknown', notBefore: undefined, attempt: undefined, company: { kind: 'nothing' } }
  }
}
