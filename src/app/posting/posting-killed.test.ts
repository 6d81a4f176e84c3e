import { afterEach, beforeEach, expect, test } from 'vitest'
import { createRandom } from '../../../emulators/simulated-msp/random.ts'
import { startProgram, type ChildProgram } from '../../../test/helpers/child-process.ts'
import { openPostingScene, type PostingScene } from '../../../test/helpers/posting-scene.ts'
import { systemClock } from '../../support/clock.ts'

const month = '2026-01'
let scene: PostingScene

beforeEach(async () => {
  scene = await openPostingScene({ clock: systemClock, clients: 5 })
  await scene.approvedRun(month)
})

afterEach(async () => {
  await scene.close()
})

function postInAnotherProcess(moment = 'never'): ChildProgram {
  return startProgram('post-approved', [scene.test.url, scene.keyText, moment])
}

const moments = [
  {
    moment: 'connected',
    what: 'after the intents were stored',
    left: ['intended', 'intended', 'intended', 'intended', 'intended'],
  },
  {
    moment: 'claimed',
    what: 'after an invoice was claimed, before it is sent',
    left: ['posted', 'sending', 'intended', 'intended', 'intended'],
  },
  {
    moment: 'sent',
    what: 'when the request has left',
    left: ['posted', 'sending', 'intended', 'intended', 'intended'],
  },
  {
    moment: 'answered',
    what: 'when the answer is here and not yet recorded',
    left: ['posted', 'sending', 'intended', 'intended', 'intended'],
  },
]

test.each(moments)(
  'killed $what, the next process posts the rest, and nothing twice',
  async ({ moment, left }) => {
    if (moment === 'sent') {
      const held = { kind: 'delay', milliseconds: 600, match: { method: 'POST', path: '/invoice?' } } as const
      scene.faults.set([{ ...held, schedule: { calls: [2] } }])
    }
    await postInAnotherProcess(moment).gone
    expect(await scene.states(month)).toEqual(left)
    await scene.endLeases()
    const next = postInAnotherProcess()
    expect(await next.line('done')).toBe('done posted posted posted posted posted')
    await next.gone
    expect(scene.inLedger(month)).toEqual(scene.allOnce())
  },
  120_000,
)

test('killed at random moments, again and again, it ends with every invoice in the ledger once', async () => {
  const random = createRandom('posting-killed')
  // Slow answers, so that most moments are those in which a request is on its way.
  scene.faults.set([{ kind: 'delay', milliseconds: 60, match: { path: '/v3/' }, schedule: { every: 1 } }])
  for (let life = 0; life < 8; life += 1) {
    const child = postInAnotherProcess()
    await Promise.race([child.line('posting'), child.gone])
    await Promise.race([systemClock.sleep(random.between(0, 400)), child.gone])
    killIfThere(child)
    await child.gone
    await scene.endLeases()
  }
  const last = postInAnotherProcess()
  expect(await last.line('done')).toBe('done posted posted posted posted posted')
  await last.gone
  expect(scene.inLedger(month)).toEqual(scene.allOnce())
}, 180_000)

function killIfThere(child: ChildProgram): void {
  try {
    child.kill('SIGKILL')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
