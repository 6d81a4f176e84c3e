import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { faultCodes, invoiceBody, openScene, seatsLine, type Scene } from './emulator-scene.ts'
import { propertiesOf } from './check-properties.ts'
import { jsonNumber } from '../../src/support/json.ts'

let scene: Scene
beforeAll(async () => {
  scene = await openScene()
})
afterAll(() => scene.close())

test('any JSON at all is taken or refused with a fault, and never fails', async () => {
  const names = fc.constantFrom(
    ...propertiesOf('Invoice').keys(),
    'value',
    'Amount',
    'DetailType',
    'SalesItemLineDetail',
  )
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3 },
      fc.jsonValue({ maxDepth: 1 }),
      fc.dictionary(names, tie('tree')),
      fc.array(tie('tree')),
    ),
  }))
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.dictionary(names, tree), tree), async (body) => {
      const answer = await scene.post('/invoice', JSON.stringify(body))
      expect([200, 400]).toContain(answer.status)
      if (answer.status === 400) expect(faultCodes(answer)[0]).toMatch(/^\d+$/)
    }),
    { numRuns: 200 },
  )
})

test('the amount is quantity times price to the cent: that one is taken, a cent beside it is not', async () => {
  const quantities = fc.integer({ min: 1, max: 99_999_999 })
  const prices = fc.integer({ min: 1, max: 99_999_999 })
  await fc.assert(
    fc.asyncProperty(quantities, prices, fc.constantFrom(-1n, 1n), async (quantity, price, beside) => {
      // Both have five places, so the product has ten: half a cent is 5 x 10^7 of its units.
      const cents = (BigInt(quantity) * BigInt(price) + 50_000_000n) / 100_000_000n
      const detail = { Qty: jsonNumber(places(BigInt(quantity), 5)), UnitPrice: jsonNumber(places(BigInt(price), 5)) }
      const send = (amount: bigint): ReturnType<Scene['post']> =>
        scene.post('/invoice', invoiceBody({ Line: [seatsLine(detail, { Amount: jsonNumber(places(amount, 2)) })] }))
      expect((await send(cents)).status).toBe(200)
      if (cents > 0n) expect(faultCodes(await send(cents + beside))).toEqual(['6070'])
    }),
    { numRuns: 60 },
  )
})

function places(units: bigint, count: number): string {
  const digits = units.toString().padStart(count + 1, '0')
  return `${digits.slice(0, -count)}.${digits.slice(-count)}`
}
