import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPostingScene, sceneLedger, type PostingScene } from '../../test/helpers/posting-scene.ts'
import { adapterRegistry } from '../cli/adapter-registry.ts'
import type { LedgerTools } from '../ledgers/gateway.ts'
import { createManualClock } from '../support/clock.ts'
import { openLedger } from './open-connection.ts'

const start = new Date('2026-12-01T06:00:00Z')
const clock = createManualClock(start)
let scene: PostingScene

beforeAll(async () => {
  scene = await openPostingScene({ clock, clients: 1 })
})

afterAll(async () => {
  await scene.close()
})

test('in any second no more requests leave for a ledger than its limit says, after a quiet time too', async () => {
  // The connection's own limit is 1000 a second, so the second request leaves a millisecond after the first.
  clock.advanceBy(3_600_000)
  const tools: LedgerTools[] = []
  const ledgers = new Map(
    [...adapterRegistry.ledgers].map(([id, adapter]) => [
      id,
      {
        ...adapter,
        connect: (settings: unknown, given: LedgerTools) => {
          tools.push(given)
          return adapter.connect(settings, given)
        },
      },
    ]),
  )
  await openLedger(scene.context, { ...adapterRegistry, ledgers }, scene.keys, sceneLedger)
  const left: number[] = []
  const began = clock.now().getTime()
  for (let request = 0; request < 4; request += 1) {
    await tools[0]?.takeTurn(new AbortController().signal)
    left.push(clock.now().getTime() - began)
  }
  expect(left).toEqual([0, 1, 2, 3])
})
