import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { sharedSpecs } from '../../../test/helpers/shared-specs.ts'
import { parseJson, stringifyJson } from '../../support/json.ts'
import { readContent } from './answer.ts'
import { postedDocument } from './posted-document.ts'
import { wireCustomer, wireDocument, wireItem, wireQueryAnswer } from './wire.ts'

const folders = ['qbo_api-recorded', 'nango-recorded-2026'].map((name) =>
  sharedSpecs('quickbooks-online', 'samples', name),
)
const areThere = folders.every((folder) => folder !== undefined)
if (!areThere) {
  console.warn('Not checked: recorded QuickBooks answers; the specifications are not beside the project.')
}

const recording = z.looseObject({ response: z.looseObject({ body: z.unknown() }) })

/** Every recorded answer's body, as the text that came. */
function recordedBodies(): { name: string; text: string }[] {
  return folders.flatMap((folder = '') =>
    readdirSync(folder).flatMap((file) => {
      const content = parseJson(readFileSync(join(folder, file), 'utf8'))
      const pairs = z.array(recording).parse(Array.isArray(content) ? content : [content])
      return pairs.map(({ response }) => ({ name: file, text: stringifyJson(response.body) }))
    }),
  )
}

const schemas: ReadonlyMap<string, z.ZodType> = new Map<string, z.ZodType>([
  ['Invoice', wireDocument],
  ['CreditMemo', wireDocument],
  ['Customer', wireCustomer],
  ['Item', wireItem],
])

/** The entities of an answer that the gateway reads, wherever they stand in it. A deleted one is only a name and an id. */
function entitiesOf(value: unknown): { entity: string; row: unknown }[] {
  if (Array.isArray(value)) return value.flatMap(entitiesOf)
  const members = z.looseObject({}).safeParse(value)
  if (!members.success) return []
  return Object.entries(members.data).flatMap(([entity, member]) => {
    const rows = Array.isArray(member) ? member : [member]
    const holders = entity.endsWith('Response') ? entitiesOf(member) : []
    return schemas.has(entity) ? rows.map((row: unknown) => ({ entity, row })) : holders
  })
}

const deleted = z.looseObject({ status: z.literal('Deleted') })

describe('recorded answers', () => {
  test.runIf(areThere)('are all JSON or faults', () => {
    const bodies = recordedBodies()
    expect(bodies.length).toBeGreaterThan(40)
    for (const { name, text } of bodies) expect(`${name}: ${readContent(text).kind}`).toMatch(/: (json|fault)$/)
  })

  test.runIf(areThere)('are read: every invoice, credit memo, customer and item in them', () => {
    const entities = recordedBodies().flatMap(({ text }) => entitiesOf(parseJson(text)))
    const living = entities.filter(({ row }) => !deleted.safeParse(row).success)
    for (const { entity, row } of living) {
      const error = schemas.get(entity)?.safeParse(row).error
      expect(error === undefined ? '' : `${entity} ${stringifyJson(row)}: ${error.message}`).toBe('')
    }
    const counts = [...schemas.keys()].map((name) => living.filter(({ entity }) => entity === name).length)
    for (const count of counts) expect(count).toBeGreaterThan(0)
  })

  test.runIf(areThere)('of documents add up: lines to the net total, net total and tax to the total', () => {
    for (const { text } of recordedBodies()) {
      for (const { entity, row } of entitiesOf(parseJson(text))) {
        if (!['Invoice', 'CreditMemo'].includes(entity) || deleted.safeParse(row).success) continue
        const document = postedDocument(row, entity === 'Invoice' ? 'invoice' : 'credit-memo', undefined)
        expect(cents(document.netTotal) + cents(document.tax ?? '0.00')).toBe(cents(document.total))
      }
    }
  })

  function cents(text: string): bigint {
    expect(text).toMatch(/^-?\d+\.\d\d$/)
    return BigInt(text.replace('.', ''))
  }
})

const body = (invoice: string): unknown => parseJson(invoice)
const invoiceText =
  '{"Id":"155","SyncToken":"0","DocNumber":"P2604-00042","TxnDate":"2026-04-30","CurrencyRef":{"value":"USD"},"PrivateNote":"our reference",' +
  '"Line":[{"Id":"1","Amount":374,"Description":"Seats","DetailType":"SalesItemLineDetail","SalesItemLineDetail":{}},' +
  '{"Id":"2","Amount":-11.5,"DetailType":"SalesItemLineDetail","SalesItemLineDetail":{}},' +
  '{"Description":"a remark","DetailType":"DescriptionOnly","DescriptionLineDetail":{}},' +
  '{"Amount":362.5,"DetailType":"SubTotalLineDetail","SubTotalLineDetail":{}}],' +
  '"TxnTaxDetail":{"TotalTax":29.9063e0},"CustomerRef":{"value":"24","name":"Bear Creek Winery"},"TotalAmt":392.41,"Balance":0}'

describe('a document in our words', () => {
  test('has the amounts that QuickBooks wrote, with the places of its currency', () => {
    expect(postedDocument(body(invoiceText), 'invoice', 'tid-1')).toMatchObject({
      documentKind: 'invoice',
      documentId: '155',
      documentNumber: 'P2604-00042',
      customerId: '24',
      currency: 'USD',
      date: '2026-04-30',
      netTotal: '362.50',
      tax: '29.9063',
      total: '392.41',
      balance: '0.00',
      lines: [
        { description: 'Seats', amount: '374.00' },
        { description: undefined, amount: '-11.50' },
      ],
      reference: 'our reference',
      version: '0',
      traceId: 'tid-1',
      voided: false,
    })
  })

  test('keeps what came, number for number', () => {
    expect(postedDocument(body(invoiceText), 'invoice', undefined).raw).toBe(invoiceText)
  })

  test('counts the lines inside a bundle and takes a discount off', () => {
    const text = invoiceText.replace(
      /"Line":\[.*?\],"Txn/,
      '"Line":[{"Amount":0,"DetailType":"GroupLineDetail","GroupLineDetail":{"Line":[{"Amount":7.96,"DetailType":"SalesItemLineDetail"},{"Amount":2.65,"DetailType":"SalesItemLineDetail"}]}},{"Amount":2.12,"DetailType":"DiscountLineDetail"}],"Txn',
    )
    expect(postedDocument(body(text), 'invoice', undefined).netTotal).toBe('8.49')
  })

  test('of yen has no places', () => {
    const text = invoiceText.replace('"USD"', '"JPY"').replace('392.41', '39241')
    expect(postedDocument(body(text), 'invoice', undefined).total).toBe('39241')
  })

  test('says when it was voided', () => {
    const text = invoiceText.replace('our reference', 'Voided').replace('"TotalAmt":392.41', '"TotalAmt":0')
    expect(postedDocument(body(text), 'invoice', undefined)).toMatchObject({ voided: true, total: '0.00' })
  })

  test.each([
    ['no total', '"TotalAmt":392.41', '"Total":392.41'],
    ['a total that is no number', '"TotalAmt":392.41', '"TotalAmt":"a lot"'],
    ['a date that does not exist', '2026-04-30', '2026-04-31'],
    ['no customer', '"CustomerRef":{"value":"24"', '"CustomerRef":{"id":"24"'],
    ['no id', '"Id":"155"', '"Id":""'],
  ])('cannot be read with %s', (_what, from, to) => {
    expect(() => postedDocument(body(invoiceText.replace(from, to)), 'invoice', undefined)).toThrow(z.ZodError)
  })

  test('is never made out of anything else, and nothing else fails', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(() => postedDocument(parseJson(text), 'invoice', undefined)).toThrow(z.ZodError)
      }),
    )
  })
})

test('an empty page of a query has no entity key', () => {
  expect(wireQueryAnswer.parse(parseJson('{"QueryResponse":{},"time":"2026-05-01T06:00:00Z"}')).QueryResponse).toEqual(
    {},
  )
})
