import { expect, test } from 'vitest'
import { createPax8Emulator, type Pax8Emulator } from '../../../emulators/pax8/server.ts'
import { generateMsp } from '../../../emulators/simulated-msp/generate.ts'
import { playUntil } from '../../../emulators/simulated-msp/play.ts'
import { createRandom } from '../../../emulators/simulated-msp/random.ts'
import { startProgram, type ChildProgram } from '../../../test/helpers/child-process.ts'
import { openSyncScene, type CountedTable } from '../../../test/helpers/sync-scene.ts'
import { systemClock } from '../../support/clock.ts'

const kills = 5
/** A chunk of subscriptions that was under way when the process died is read again; nothing else is. */
const readAgainAtMost = kills * 8 * 25

test('a sync that is killed again and again goes on, and leaves the evidence of one that was not', async () => {
  const untouched = await openScene()
  const killed = await openScene()
  try {
    expect(await untouched.sync().line('done')).toBe('done complete')
    killed.emulator.faults.set({ failures: [{ kind: 'slow', milliseconds: 15 }] })
    const random = createRandom('sync-killed')
    for (let kill = 0; kill < kills; kill += 1) {
      const child = killed.sync()
      await child.line('syncing')
      await Promise.race([systemClock.sleep(random.between(50, 1_500)), child.gone])
      killIfThere(child)
      await child.gone
    }
    expect(await killed.sync().line('done')).toBe('done complete')

    const counted: readonly CountedTable[] = ['observation', 'subscription_history', 'charge', 'charge_reading']
    const counts = (scene: typeof killed): Promise<number[]> =>
      Promise.all(counted.map((table) => scene.countOf(table)))
    expect(await counts(killed)).toEqual(await counts(untouched))
    const once = untouched.histories()
    expect(killed.histories().length).toBeLessThanOrEqual(once.length + readAgainAtMost)
    expect(new Set(killed.histories())).toEqual(new Set(once))

    // Nothing changed since, so another night reads no history at all.
    const before = killed.histories().length
    expect(await killed.sync().line('done')).toBe('done complete')
    expect(killed.histories().length).toBe(before)
  } finally {
    await Promise.all([untouched.close(), killed.close()])
  }
}, 240_000)

interface Scene {
  readonly emulator: Pax8Emulator
  sync(): ChildProgram
  countOf(table: CountedTable): Promise<number>
  /** The histories asked for, in order. */
  histories(): string[]
  close(): Promise<void>
}

async function openScene(): Promise<Scene> {
  const scene = await openSyncScene()
  const emulator = createPax8Emulator({ clock: systemClock, settings: { requestLogSize: 20_000 } })
  playUntil(generateMsp({ seed: 'sync-killed', clients: 12, months: 1 }), '2026-09-20', emulator.state)
  const server = await emulator.listen()
  return {
    emulator,
    sync: () => startProgram('sync-pax8', [scene.test.url, `${server.url}/v1`]),
    countOf: (table) => scene.countOf(table),
    histories: () => emulator.requests.map(({ path }) => path).filter((path) => path.endsWith('/history')),
    close: async () => {
      await server.close()
      await scene.close()
    },
  }
}

function killIfThere(child: ChildProgram): void {
  try {
    child.kill('SIGKILL')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
