import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { sharedSpecs } from '../../../test/helpers/shared-specs.ts'
import { parseJson } from '../../support/json.ts'
import { invoice, invoiceLine } from '../fixtures/bear-creek.ts'
import { xero } from './definition.ts'
import { postedDocument } from './posted-document.ts'
import { wireOrganisations } from './wire.ts'

/** Xero's own OpenAPI document, which may not be copied into this project. */
const file = sharedSpecs('xero', 'xero_accounting.yaml')
const openApi = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
})
const spec = file === undefined ? undefined : openApi.parse(parse(readFileSync(file, 'utf8')))
if (spec === undefined)
  console.warn("Not checked: our bodies against Xero's schema; the specifications are not beside the project.")

const contactId = '430fa14a-f945-44d3-9f97-5df5e28441b8'
const facts = {
  readAt: '2026-05-01T06:00:00.000Z',
  companyName: 'Demo Company',
  country: 'GB',
  homeCurrency: 'GBP',
  multicurrency: false,
  closedThrough: undefined,
  acceptsOurNumbers: true,
  salesTax: 'ledger-computes',
  customers: [{ customerId: contactId, name: 'Bear Creek', active: true, currency: undefined, email: undefined }],
  items: [{ ledgerItemId: 'M365BS', name: 'M365', active: true, kind: 'Item', accountId: '200', taxCodeId: 'OUTPUT2' }],
  accounts: [{ accountId: '200', name: 'Sales', active: true }],
  taxCodes: [{ taxCodeId: 'OUTPUT2', name: 'VAT', active: true, percent: '20' }],
} as const

function bodyOf(total: string): Record<string, unknown> {
  const line = invoiceLine({
    ledgerItemId: 'M365BS',
    quantity: total.startsWith('-') ? '-1' : '1',
    unitPrice: '22.00',
    amount: total,
  })
  const document = invoice([line], { ledgerCustomerId: contactId, currency: 'GBP' })
  const prepared = xero.preparePosting(document, { documentNumber: 'P-1', reference: 'seatledger r', facts })
  expect(prepared.problems).toEqual([])
  return z.record(z.string(), z.unknown()).parse(JSON.parse(prepared.body))
}

/** A schema of the document, compiled as it stands; words that Ajv does not know belong to OpenAPI. */
function validatorOf(name: string): (body: unknown) => boolean {
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    formats: { double: true, uuid: /^[0-9a-f-]{36}$/i, 'date-time': true },
  })
  ajv.addSchema({ $id: 'xero', components: spec?.components })
  const validate = ajv.compile({ $ref: `xero#/components/schemas/${name}` })
  return (body) => validate(body)
}

describe.skipIf(spec === undefined)("Xero's own schema", () => {
  test('takes our invoices and credit notes', () => {
    expect(validatorOf('Invoices')(bodyOf('22.00'))).toBe(true)
    expect(validatorOf('CreditNotes')(bodyOf('-22.00'))).toBe(true)
  })

  const first = (body: Record<string, unknown>): Record<string, unknown> =>
    z.object({ Invoices: z.tuple([z.record(z.string(), z.unknown())]) }).parse(body).Invoices[0]
  test.each<[string, (one: Record<string, unknown>) => object]>([
    ['another type', (one) => ({ ...one, Type: 'SALE' })],
    ['another status', (one) => ({ ...one, Status: 'APPROVED' })],
    ['another way to state amounts', (one) => ({ ...one, LineAmountTypes: 'Net' })],
    ['a currency that is none', (one) => ({ ...one, CurrencyCode: 'GBX' })],
    ['a contact that is no uuid', (one) => ({ ...one, Contact: { ContactID: 'bear-creek' } })],
    ['a number that is too long', (one) => ({ ...one, InvoiceNumber: 'P'.repeat(256) })],
    ['lines that are no list', (one) => ({ ...one, LineItems: {} })],
    ['a quantity as text', (one) => ({ ...one, LineItems: [{ Quantity: '17' }] })],
    ['an account as a number', (one) => ({ ...one, LineItems: [{ AccountCode: 200 }] })],
  ])('refuses %s, so that the check above can fail', (_what, spoil) => {
    expect(validatorOf('Invoices')({ Invoices: [spoil(first(bodyOf('22.00')))] })).toBe(false)
  })

  test('has no property for each part of our bodies that would be ignored', () => {
    const known = (name: string): ReadonlySet<string> =>
      new Set(
        Object.keys(z.looseObject({ properties: z.looseObject({}) }).parse(spec?.components.schemas[name]).properties),
      )
    const unknownParts = (body: object, name: string): readonly string[] =>
      Object.keys(body).filter((part) => !known(name).has(part))
    const invoiceBody = first(bodyOf('22.00'))
    const [line] = z.tuple([z.looseObject({})]).parse(invoiceBody['LineItems'])
    expect([unknownParts(invoiceBody, 'Invoice'), unknownParts(line, 'LineItem')]).toEqual([[], []])
    expect(unknownParts({ Quantitty: 1 }, 'LineItem')).toEqual(['Quantitty'])
  })

  test('comes with samples that are read', () => {
    const invoices = samplesOf('/Invoices', 'Invoices').map((one) => postedDocument(one, 'invoice', undefined))
    expect(invoices.length).toBeGreaterThanOrEqual(3)
    expect(invoices[0]?.total).toMatch(/^\d+\.\d\d$/)
    const credits = samplesOf('/CreditNotes', 'CreditNotes').map((one) => postedDocument(one, 'credit-memo', undefined))
    expect(credits.length).toBeGreaterThanOrEqual(2)
    const [organisation] = samplesOf('/Organisation', 'Organisations')
    expect(wireOrganisations.parse({ Organisations: [organisation] }).Organisations[0]?.Name).toBeTypeOf('string')
  })
})

/** The elements of the examples of a path's answers, as text would bring them: numbers keep their digits. */
function samplesOf(path: string, list: string): readonly unknown[] {
  const example = z.looseObject({
    responses: z.looseObject({
      '200': z.looseObject({ content: z.looseObject({ 'application/json': z.looseObject({ example: z.unknown() }) }) }),
    }),
  })
  return ['get', 'put', 'post'].flatMap((method) => {
    const operation = example.safeParse(spec?.paths[path]?.[method])
    if (!operation.success) return []
    const value = parseJson(JSON.stringify(operation.data.responses['200'].content['application/json'].example))
    return z.looseObject({ [list]: z.array(z.unknown()) }).parse(value)[list]
  })
}
