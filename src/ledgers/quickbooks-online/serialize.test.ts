import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sharedSpecs } from '../../../test/helpers/shared-specs.ts'
import type { InvoiceLine } from '../../domain/invoice.ts'
import { decimal, equalDecimals, sumDecimals } from '../../money/decimal.ts'
import { parseJson } from '../../support/json.ts'
import { invoice, invoiceLine } from '../fixtures/bear-creek.ts'
import { bookedBodies } from './fixtures/booked-bodies.ts'
import { context, facts } from './fixtures/company-facts.ts'
import { asXmlDocument, readVendorSchema, unknownProperties } from './fixtures/vendor-schema.ts'
import { preparePosting } from './serialize.ts'

const carla = invoiceLine({
  lineKey: 'm365-business-standard/carla',
  description: 'Carla joined on 12 April',
  quantity: '1',
  proration: { days: 19, of: 30 },
  servicePeriod: { start: '2026-04-12', end: '2026-05-01' },
  amount: '13.93',
})
const sandra = invoiceLine({
  lineKey: 'm365-business-standard/sandra',
  description: 'Sandra left on 16 April',
  quantity: '-1',
  proration: { days: 15, of: 30 },
  servicePeriod: { start: '2026-04-16', end: '2026-05-01' },
  amount: '-11.00',
})
const project = invoiceLine({
  lineKey: 'project',
  ledgerItemId: '6',
  description: 'Project work, April 2026',
  quantity: '2.5',
  unitPrice: '140',
  amount: '350.00',
  taxable: false,
})

describe('the body of an invoice', () => {
  test('is exactly this for Bear Creek Winery, to the byte', () => {
    const prepared = preparePosting(invoice([invoiceLine(), carla, sandra, project]), context())
    expect(prepared.problems).toEqual([])
    expect(prepared).toMatchObject({
      documentKind: 'invoice',
      mediaType: 'application/json',
      documentNumber: 'P2604-00042',
    })
    const line = (text: string): string =>
      `{${text.replace(' | ', ',"DetailType":"SalesItemLineDetail","SalesItemLineDetail":{')}}}`
    expect(prepared.body).toBe(
      '{"DocNumber":"P2604-00042","TxnDate":"2026-04-30","PrivateNote":"seatledger books/bear-creek/2026-04/0","Line":[' +
        [
          line(
            '"Description":"Microsoft 365 Business Standard, April 2026","Amount":374.00 | "ItemRef":{"value":"5"},"UnitPrice":22.00,"Qty":17,"TaxCodeRef":{"value":"TAX"},"ServiceDate":"2026-04-01"',
          ),
          line(
            '"Description":"Carla joined on 12 April\\n1 x 22.00 x 19/30","Amount":13.93 | "ItemRef":{"value":"5"},"UnitPrice":13.93,"Qty":1,"TaxCodeRef":{"value":"TAX"},"ServiceDate":"2026-04-12"',
          ),
          line(
            '"Description":"Sandra left on 16 April","Amount":-11.00 | "ItemRef":{"value":"5"},"UnitPrice":22.00,"Qty":-0.5,"TaxCodeRef":{"value":"TAX"},"ServiceDate":"2026-04-16"',
          ),
          line(
            '"Description":"Project work, April 2026","Amount":350.00 | "ItemRef":{"value":"6"},"UnitPrice":140.00,"Qty":2.5,"TaxCodeRef":{"value":"NON"},"ServiceDate":"2026-04-01"',
          ),
        ].join(',') +
        '],"CustomerRef":{"value":"24"},"EmailStatus":"NotSet"}',
    )
  })

  test('is the same for the same invoice', () => {
    const prepare = (): string => preparePosting(invoice([invoiceLine(), carla]), context()).body
    expect(prepare()).toBe(prepare())
  })

  test('leaves the number out where QuickBooks numbers by itself', () => {
    const prepared = preparePosting(invoice([invoiceLine()]), context({ facts: facts({ acceptsOurNumbers: false }) }))
    expect(prepared.documentNumber).toBeUndefined()
    expect(prepared.body).not.toContain('DocNumber')
  })

  test('names the currency only where the company keeps several', () => {
    expect(preparePosting(invoice([invoiceLine()]), context()).body).not.toContain('CurrencyRef')
    const several = context({ facts: facts({ multicurrency: true }) })
    expect(preparePosting(invoice([invoiceLine()]), several).body).toContain('"CurrencyRef":{"value":"USD"}')
  })

  test('of a negative total is a credit memo whose amounts count what it takes off', () => {
    const prepared = preparePosting(
      invoice([sandra, invoiceLine({ quantity: '1', unitPrice: '4.00', amount: '4.00' })]),
      context(),
    )
    expect(prepared).toMatchObject({ documentKind: 'credit-memo', problems: [] })
    expect(amounts(prepared.body)).toEqual(['11.00', '-4.00'])
    expect(prepared.body).toContain('"UnitPrice":22.00,"Qty":0.5')
    expect(prepared.body).toContain('"UnitPrice":4.00,"Qty":-1')
  })

  test('never tells QuickBooks how to reckon tax, and says of each line whether it is taxable', () => {
    const { body } = preparePosting(invoice([invoiceLine(), project]), context())
    expect(body).not.toContain('GlobalTaxCalculation')
    expect([...body.matchAll(/"TaxCodeRef":\{"value":"(\w+)"\}/g)].map(([, code]) => code)).toEqual(['TAX', 'NON'])
  })

  test('cuts a long description with a marker and keeps the working', () => {
    const long = { ...carla, description: 'x'.repeat(5000) }
    const [text] = descriptions(preparePosting(invoice([long]), context()).body)
    expect(text).toHaveLength(4000)
    expect(text).toMatch(/^x+ … \(shortened\)\n1 x 22\.00 x 19\/30$/)
  })

  test('never cuts a character in two, and sends no control characters', () => {
    const emoji = invoiceLine({ description: `${'x'.repeat(3985)}${'😀'.repeat(20)}` })
    const [cut] = descriptions(preparePosting(invoice([emoji]), context()).body)
    expect(cut).toBe(`${'x'.repeat(3985)} … (shortened)`)
    const [clean] = descriptions(
      preparePosting(invoice([invoiceLine({ description: 'a\u0000b\r\nc\uD800' })]), context()).body,
    )
    expect(clean).toBe('a b\nc\uFFFD')
  })
})

describe('what the company cannot hold is said before approval', () => {
  const fields = (changes: Parameters<typeof invoice>[1], given = context(), lines = [invoiceLine()]): string[] =>
    preparePosting(invoice(lines, changes), given).problems.map(({ field }) => field)

  test.each([
    ['a number of 22 characters', 'P2604-0000000000000042'],
    ['a number with a backslash, which could not be looked up', 'P2604\\42'],
    ['an empty number', ''],
    ['a number with a space at its end', 'P2604-42 '],
  ])('%s', (_name, documentNumber) => {
    expect(fields({}, context({ documentNumber }))).toEqual(['DocNumber'])
  })

  test('a number of 21 characters with an apostrophe is held', () => {
    expect(fields({}, context({ documentNumber: "P2604-'00000000000042" }))).toEqual([])
  })

  test('a number that will not be sent is not judged', () => {
    const given = context({ documentNumber: 'x'.repeat(40), facts: facts({ acceptsOurNumbers: false }) })
    expect(fields({}, given)).toEqual([])
  })

  test('a customer that is missing or inactive', () => {
    expect(fields({ ledgerCustomerId: '99' })).toEqual(['CustomerRef'])
    expect(fields({ ledgerCustomerId: '25' })).toEqual(['CustomerRef'])
  })

  test('an item that is missing, inactive or a bundle', () => {
    for (const ledgerItemId of ['99', '7', '8']) {
      expect(fields({}, context(), [invoiceLine({ ledgerItemId })])).toEqual(['ItemRef'])
    }
  })

  test('a currency that the company or the customer is not kept in', () => {
    expect(fields({ currency: 'EUR' })).toEqual(['CurrencyRef'])
    const several = context({ facts: facts({ multicurrency: true }) })
    expect(fields({ currency: 'USD', ledgerCustomerId: '26' }, several)).toEqual(['CurrencyRef'])
    expect(fields({ currency: 'EUR', ledgerCustomerId: '26' }, several)).toEqual([])
  })

  test('a date in the closed period, its last day included', () => {
    expect(fields({ invoiceDate: '2026-03-31' })).toEqual(['TxnDate'])
    expect(fields({ invoiceDate: '2026-04-01' })).toEqual([])
  })

  test('an amount with more places than two', () => {
    expect(fields({}, context(), [invoiceLine({ quantity: '1', unitPrice: '1.234', amount: '1.234' })])).toEqual([
      'Line.Amount',
    ])
  })

  test('an invoice without lines, and one whose lines do not add up to its total', () => {
    expect(fields({}, context(), [])).toEqual(['Line'])
    expect(fields({ total: '374.01' })).toEqual(['Line'])
  })

  test('a credit memo that would make the client owe', () => {
    expect(fields({ kind: 'credit-memo' })).toEqual(['TotalAmt'])
  })

  test('a company outside the United States, whose tax codes are not configured', () => {
    expect(fields({}, context({ facts: facts({ country: 'CA' }) }))).toEqual(['TaxCodeRef'])
  })

  test('taxable lines where tax codes are chosen by hand; others are held', () => {
    const manual = context({ facts: facts({ salesTax: 'manual' }) })
    expect(fields({}, manual)).toEqual(['TxnTaxCodeRef'])
    expect(fields({}, manual, [project])).toEqual([])
  })

  test('each problem says what to do', () => {
    const { problems } = preparePosting(invoice([invoiceLine()], { ledgerCustomerId: '25' }), context())
    expect(problems[0]?.message).toBe(
      'The customer Old Mill Bakery, to which the client Bear Creek Winery is linked, is inactive in QuickBooks. Make it active there, or link another.',
    )
  })
})

describe('whatever is billed', () => {
  const anyLine: fc.Arbitrary<InvoiceLine> = fc
    .record({
      quantity: fc.integer({ min: -500, max: 500 }),
      cents: fc.integer({ min: 0, max: 500_000 }),
      amount: fc.integer({ min: -900_000, max: 900_000 }),
      days: fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined }),
      taxable: fc.boolean(),
      description: fc.string({ unit: 'grapheme', maxLength: 60 }),
    })
    .map(({ quantity, cents, amount, days, taxable, description }) =>
      invoiceLine({
        quantity: String(quantity),
        unitPrice: inCents(cents),
        amount: inCents(amount),
        proration: days === undefined ? undefined : { days, of: 31 },
        taxable,
        description,
      }),
    )

  test('the amounts that are sent add up to the approved total, with the sign of the document', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { minLength: 1, maxLength: 12 }), (lines) => {
        const approved = invoice(lines)
        const { body, documentKind, problems } = preparePosting(approved, context())
        const sent = sumDecimals(amounts(body).map(decimal))
        const total = decimal(approved.total)
        expect(problems).toEqual([])
        expect(documentKind).toBe(total.units < 0n ? 'credit-memo' : 'invoice')
        expect(equalDecimals(sent, total.units < 0n ? { ...total, units: -total.units } : total)).toBe(true)
        expect(body).not.toMatch(/[0-9][eE][+-]?[0-9]+[,}]/)
      }),
    )
  })

  function inCents(cents: number): string {
    const digits = String(Math.abs(cents)).padStart(3, '0')
    return `${cents < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
  }
})

const xsd = sharedSpecs('quickbooks-online', 'xsd')
const bodies = (): { entity: 'Invoice' | 'CreditMemo'; body: string }[] => {
  const several = context({ facts: facts({ multicurrency: true }) })
  return [
    { entity: 'Invoice', body: preparePosting(invoice([invoiceLine(), carla, sandra, project]), several).body },
    { entity: 'Invoice', body: preparePosting(invoice([invoiceLine({ description: 'R&D <b>' })]), context()).body },
    { entity: 'CreditMemo', body: preparePosting(invoice([sandra]), context()).body },
    ...bookedBodies(),
  ]
}

describe("the vendor's own schema", () => {
  if (xsd === undefined) {
    console.warn("Not checked: our bodies against QuickBooks' schema; the specifications are not beside the project.")
  }
  const hasXmllint = isThere('xmllint')
  if (!hasXmllint) console.warn("Not checked: our bodies as XML against QuickBooks' schema; xmllint is not installed.")

  test.runIf(xsd !== undefined)('has every property that we send', () => {
    const schema = readVendorSchema(xsd ?? '')
    for (const { entity, body } of bodies()) expect(unknownProperties(schema, entity, parseJson(body))).toEqual([])
    expect(unknownProperties(schema, 'Invoice', { Line: [{ Amonut: 1 }], CustomerRef: { id: '1' } })).toEqual([
      'Invoice.Line.Amonut',
      'Invoice.CustomerRef.id',
    ])
  })

  test.runIf(xsd !== undefined && hasXmllint)('takes our bodies, written as XML', () => {
    for (const { entity, body } of bodies()) expect(xmllint(asXmlDocument(entity, parseJson(body)))).toBe('valid')
    expect(xmllint(asXmlDocument('Invoice', { DocNumber: '1', Amonut: '2' }))).not.toBe('valid')
  })

  function xmllint(xml: string): string {
    const folder = mkdtempSync(join(tmpdir(), 'seatledger-xml-'))
    try {
      writeFileSync(join(folder, 'body.xml'), xml)
      const schema = join(xsd ?? '', 'IntuitRestServiceDef.xsd')
      execFileSync('xmllint', ['--noout', '--schema', schema, join(folder, 'body.xml')], { stdio: 'pipe' })
      return 'valid'
    } catch (error) {
      return String(error)
    } finally {
      rmSync(folder, { recursive: true })
    }
  }

  function isThere(program: string): boolean {
    try {
      execFileSync(program, ['--version'], { stdio: 'pipe' })
      return true
    } catch {
      return false
    }
  }
})

function amounts(body: string): string[] {
  return [...body.matchAll(/"Amount":([^,]+),/g)].map(([, amount = '']) => amount)
}

function descriptions(body: string): string[] {
  return [...body.matchAll(/"Description":("(?:[^"\\]|\\.)*")/g)].map(([, text = '']) => String(JSON.parse(text)))
}
