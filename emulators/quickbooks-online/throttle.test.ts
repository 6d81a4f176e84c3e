import { afterEach, expect, test } from 'vitest'
import { openScene, type Scene } from './emulator-scene.ts'

let scene: Scene
afterEach(() => scene.close())

async function statuses(count: number): Promise<readonly number[]> {
  const answers = await Promise.all(Array.from({ length: count }, () => scene.get('/item/1')))
  return answers.map((answer) => answer.status)
}

const vendorLimits = { limits: { requestsPerMinute: 500, requestsPerSecond: 10, batchesPerMinute: 40 } }

test('the eleventh call of a second is throttled, and a second later there is room again', async () => {
  scene = await openScene({ settings: vendorLimits })
  expect((await statuses(12)).filter((status) => status === 429)).toHaveLength(2)
  scene.clock.advanceBy(1_000)
  expect(await statuses(1)).toEqual([200])
})

test('500 calls a minute for a company, whatever their spread', async () => {
  scene = await openScene({ settings: vendorLimits })
  const seen: number[] = []
  for (let burst = 0; burst < 51; burst += 1) {
    seen.push(...(await statuses(10)))
    scene.clock.advanceBy(1_001)
  }
  expect(seen.filter((status) => status === 429)).toHaveLength(10)
  scene.clock.advanceBy(60_000)
  expect(await statuses(1)).toEqual([200])
})

test('a clock set back does not leave a company throttled', async () => {
  scene = await openScene({ settings: vendorLimits })
  await statuses(10)
  scene.clock.advanceBy(-3_600_000)
  expect(await statuses(1)).toEqual([200])
})
