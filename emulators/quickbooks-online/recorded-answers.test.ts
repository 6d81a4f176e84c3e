import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { sharedSpecs } from '../../test/helpers/shared-specs.ts'
import { openScene, type Scene } from './emulator-scene.ts'
import { isJsonObject, listAt, objectAt, type JsonObject } from './state/json-object.ts'

const folder = sharedSpecs('quickbooks-online', 'samples')
if (folder === undefined)
  console.warn('Recorded answers were not found: the shape of the emulator’s answers was not compared.')

const recordedSchema = z.array(
  z.object({
    request: z.object({ data: z.unknown().optional(), body: z.unknown().optional() }),
    response: z.object({ body: z.record(z.string(), z.unknown()) }),
  }),
)

function recorded(file: string): { request: unknown; answer: JsonObject } {
  const [pair] = recordedSchema.parse(JSON.parse(readFileSync(`${folder ?? ''}/${file}`, 'utf8')))
  return { request: pair?.request.data ?? pair?.request.body, answer: pair?.response.body ?? {} }
}

/** What the recorded company had and a fresh one has not: addresses, a person, the company's own choices. */
const ofTheRecordedCompany = ['BillAddr', 'ShipAddr', 'ShipFromAddr', 'DefaultTaxCodeRef', 'GivenName', 'FamilyName']

function shape(entity: JsonObject | undefined): readonly string[] {
  return Object.keys(entity ?? {}).filter((name) => !ofTheRecordedCompany.includes(name))
}

describe.runIf(folder !== undefined)('an answer has the properties of the recorded one', () => {
  let scene: Scene
  beforeAll(async () => {
    scene = await openScene({ preferences: { salesTax: 'off' } })
  })
  afterAll(() => scene.close())

  test.each([
    ['invoice', 'Invoice', 'nango-recorded-2026/create-invoice.json'],
    ['creditmemo', 'CreditMemo', 'nango-recorded-2026/create-credit-memo.json'],
    ['payment', 'Payment', 'nango-recorded-2026/create-payment.json'],
    ['item', 'Item', 'nango-recorded-2026/create-item.json'],
    ['customer', 'Customer', 'nango-recorded-2026/create-customer.json'],
  ])('when a %s is created', async (path, kind, file) => {
    const { request, answer } = recorded(file)
    const own = await scene.post(`/${path}`, request)
    expect(own.status).toBe(200)
    expect(Object.keys(own.json)).toEqual(Object.keys(answer))
    const [ours, theirs] = [objectAt(own.json, kind), objectAt(answer, kind)]
    expect([...shape(ours)].sort()).toEqual([...shape(theirs)].sort())
    const [ourLine, theirLine] = [listAt(ours, 'Line')[0], listAt(theirs, 'Line')[0]]
    expect(Object.keys(ourLine ?? {})).toEqual(Object.keys(theirLine ?? {}))
    expect(Object.keys(objectAt(ourLine, 'SalesItemLineDetail') ?? {})).toEqual(
      Object.keys(objectAt(theirLine, 'SalesItemLineDetail') ?? {}),
    )
  })

  test('when the token has expired', async () => {
    const { answer } = recorded('qbo_api-recorded/error-401.json')
    scene.clock.advanceBy(3_600_000)
    const own = await scene.get('/customer/1')
    expect(Object.keys(own.json)).toEqual(Object.keys(answer))
    expect(isJsonObject(own.json['fault'])).toBe(true)
  })
})
