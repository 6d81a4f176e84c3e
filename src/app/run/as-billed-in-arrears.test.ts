import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openMonthScene, type MonthScene } from '../../../test/helpers/month-scene.ts'

let scene: MonthScene

beforeAll(async () => {
  scene = await openMonthScene()
})
afterAll(() => scene.close())

const reviewSchema = z.object({
  outcome: z.string(),
  invoice: z.object({
    lines: z.array(z.object({ billingLineId: z.string(), quantity: z.string(), amount: z.string() })),
  }),
})

async function seatsBilled(month: string, timing: 'advance' | 'arrears'): Promise<readonly object[]> {
  const house = { currency: 'USD', price: { markupPercent: '20' }, quantityBasis: 'as-billed', timing }
  const path = await scene.file('billing.yaml', scene.config({ house }))
  await scene.succeed(['config', 'apply', path, '--effective', '2026-04-01'])
  await scene.run(['run', month])
  const { out } = await scene.run(['review', month, '--client', 'bear-creek-winery', '--json'])
  const { outcome, invoice } = reviewSchema.parse(JSON.parse(out))
  expect(outcome).toBe('ready')
  return invoice.lines.filter(({ billingLineId }) => billingLineId === 'm365')
}

test('May bills April in arrears by what the distributor charged in April, as April itself would have', async () => {
  const inAdvance = await seatsBilled('2026-04', 'advance')
  expect(inAdvance).toHaveLength(1)
  expect(await seatsBilled('2026-05', 'arrears')).toEqual(inAdvance)
})
