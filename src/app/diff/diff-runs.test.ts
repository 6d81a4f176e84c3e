import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { ids } from '../../../emulators/pax8/example-tenant.ts'
import { openMonthScene, type MonthScene } from '../../../test/helpers/month-scene.ts'

let scene: MonthScene

beforeAll(async () => {
  scene = await openMonthScene()
})
afterAll(() => scene.close())

const differenceSchema = z.object({
  differs: z.object({ evidence: z.boolean(), config: z.boolean() }),
  clients: z.array(
    z.object({
      clientId: z.string(),
      change: z.string(),
      byCause: z.object({ evidence: z.string(), config: z.string(), engine: z.string() }),
      lines: z.array(z.object({ lineKey: z.string(), change: z.string(), causes: z.array(z.string()) })),
    }),
  ),
})

async function runApril(): Promise<string> {
  const { out } = await scene.run(['run', '2026-04', '--json'])
  return String(z.object({ run: z.object({ number: z.number() }) }).parse(JSON.parse(out)).run.number)
}

test('a seat that became known later leaves the old run as it was, and is the evidence’s part of what changed', async () => {
  const before = await runApril()
  scene.pax8.state.changeQuantity(ids.seats, '19', '2026-04-20', '2026-05-03')
  scene.clock.advanceTo(new Date('2026-05-05T09:00:00Z'))
  await scene.succeed(['sync'])
  const path = await scene.file('billing.yaml', scene.config({ supportPrice: '45.00' }))
  await scene.succeed(['config', 'apply', path, '--effective', '2026-04-01'])
  const after = await runApril()

  expect(await scene.succeed(['replay', before])).toContain('the same to the byte')
  expect(await scene.succeed(['replay', after])).toContain('the same to the byte')
  const { differs, clients } = differenceSchema.parse(
    JSON.parse(await scene.succeed(['diff', before, after, '--json'])),
  )
  expect(differs).toEqual({ evidence: true, config: true })
  // Seats: 17 x 12.006 = 204.102 and 19 x 12.006 = 228.114, so 24.01 more; support: 2, 3 and 1 hours at 5.00 more.
  expect(clients.map(({ clientId, change, byCause }) => [clientId, change, byCause])).toEqual([
    ['bear-creek-winery', '34.01', { evidence: '24.01', config: '10.00', engine: '0.00' }],
    ['north-wind-bakery', '15.00', { evidence: '0.00', config: '15.00', engine: '0.00' }],
    ['tidewater-boatyard', '5.00', { evidence: '0.00', config: '5.00', engine: '0.00' }],
  ])
  expect(clients[0]?.lines).toMatchObject([
    { lineKey: 'm365', change: '24.01', causes: ['evidence'] },
    { change: '10.00' },
  ])
})
