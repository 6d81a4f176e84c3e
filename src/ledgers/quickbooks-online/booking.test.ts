import { describe, expect, test } from 'vitest'
import { invoiceLine } from '../fixtures/bear-creek.ts'
import { britishFacts, bookedBodies, prepared, trackingFacts } from './fixtures/booked-bodies.ts'
import { facts } from './fixtures/company-facts.ts'

const managed = invoiceLine({ booking: { class: 'managed SERVICES' } })
const project = invoiceLine({ lineKey: 'project', booking: { class: '101' } })
const bare = invoiceLine({ lineKey: 'bare' })

const problemsOf = (...given: Parameters<typeof prepared>): readonly string[] =>
  prepared(...given).problems.map(({ field, message }) => `${field}: ${message}`)

describe('what the billing config states of booking', () => {
  test('stands in the body by the ids of the company’s lists: class, location, terms, due date, memo, rate', () => {
    const booking = { location: 'portland', terms: 'Net 30', memo: 'For April', exchangeRate: '1.0925' }
    const changes = { booking, currency: 'EUR', ledgerCustomerId: '26' }
    const { body, problems } = prepared([managed, project, bare], changes, trackingFacts({ multicurrency: true }))
    expect(problems).toEqual([])
    expect(body).toContain('"DepartmentRef":{"value":"7"},"CurrencyRef":{"value":"EUR"},"ExchangeRate":1.0925')
    expect(
      [...body.matchAll(/"ItemRef":\{"value":"5"\}(,"ClassRef":\{"value":"(\d+)"\})?/g)].map((at) => at[2]),
    ).toEqual(['100', '101', undefined])
    // Dated 30 April 2026, due 30 days later.
    expect(body).toContain(
      '"CustomerMemo":{"value":"For April"},"SalesTermRef":{"value":"3"},"DueDate":"2026-05-30","EmailStatus"',
    )
  })

  test('is left out where nothing is stated, but for the terms that the customer has', () => {
    const plain = prepared([bare], {}, trackingFacts()).body
    for (const name of ['DepartmentRef', 'ClassRef', 'SalesTermRef', 'DueDate', 'CustomerMemo', 'ExchangeRate']) {
      expect(plain).not.toContain(name)
    }
    const customers = facts().customers.map((customer) => ({ ...customer, termId: '3' }))
    expect(prepared([bare], {}, trackingFacts({ customers })).body).toContain(
      '"SalesTermRef":{"value":"3"},"DueDate":"2026-05-30"',
    )
  })

  test('leaves the due date of terms by the day of a month to QuickBooks', () => {
    const { body, problems } = prepared([bare], { booking: { terms: '15th of next month' } }, trackingFacts())
    expect(problems).toEqual([])
    expect(body).toContain('"SalesTermRef":{"value":"5"},"EmailStatus"')
  })

  test('puts no terms and no due date on a credit memo', () => {
    const credit = bookedBodies().find(({ entity }) => entity === 'CreditMemo')?.body ?? expect.fail()
    expect(credit).toContain('"DepartmentRef":{"value":"7"}')
    expect(credit).toContain('"ClassRef":{"value":"100"}')
    expect(credit).not.toContain('SalesTermRef')
    expect(credit).not.toContain('DueDate')
  })

  test('is one class for the whole document where the company keeps no other', () => {
    const adapterFacts = { realmId: '1', classesPer: 'document', appliesCredits: false }
    const body = prepared([managed, managed], {}, trackingFacts({ adapterFacts })).body
    expect(body.match(/"ClassRef":\{"value":"100"\}/g)).toHaveLength(1)
    expect(body).toMatch(/"ClassRef":\{"value":"100"\},"EmailStatus"/)
    expect(problemsOf([managed, project], {}, trackingFacts({ adapterFacts }))).toEqual([
      'ClassRef: This QuickBooks company keeps one class for each document, and the lines state several ("managed SERVICES", "101"). State the class at the client, or let QuickBooks track a class for each line.',
    ])
  })

  test('blocks with the next step where the company has no such entry', () => {
    const booking = { location: 'Portlnd', terms: 'Net 10', memo: 'x'.repeat(1001) }
    const wrong = invoiceLine({ booking: { class: 'Projects' } })
    expect(problemsOf([wrong, wrong], { booking }, trackingFacts())).toEqual([
      'ClassRef: QuickBooks has several entries named "Projects" as class (ids 101, 102). State the id of one.',
      'SalesTermRef: the terms "Net 10" is inactive in QuickBooks. Make it active there, or state another.',
      'CustomerMemo: The memo has 1001 characters; QuickBooks holds 1000. Shorten it under `booking` in the billing config.',
      'DepartmentRef: QuickBooks has no location "Portlnd". Did you mean "Portland"? Correct it under `booking` in the billing config.',
    ])
    expect(problemsOf([managed], {}, facts())[0]).toBe(
      'ClassRef: The billing config states the class "managed SERVICES", and this QuickBooks company tracks none. Turn class tracking on in QuickBooks, or take the class out of `booking`.',
    )
  })

  test('blocks a rate of ours that nobody has stated, and sends none in the home currency', () => {
    const changes = { booking: { exchangeRate: 'unknown' }, currency: 'EUR', ledgerCustomerId: '26' } as const
    expect(problemsOf([bare], changes, facts({ multicurrency: true }))).toEqual([
      'ExchangeRate: No rate from EUR to USD is stated by 2026-04-30. Add it to `rates` in the billing config, or leave the rate to the ledger (`exchangeRate: ledger`).',
    ])
    const home = prepared([bare], { booking: { exchangeRate: '1.5' } }, facts({ multicurrency: true }))
    expect(home.body).not.toContain('ExchangeRate')
  })
})

describe('tax', () => {
  const taxed = invoiceLine({ booking: { taxCode: '20.0% S' } })
  const untaxed = invoiceLine({ taxable: false, booking: { taxCode: '3' } })
  const codes = (body: string): (string | undefined)[] =>
    [...body.matchAll(/"TaxCodeRef":\{"value":"(\w+)"\}/g)].map(([, code]) => code)

  test('outside the United States goes by a code on each line, on top of the amounts, and QuickBooks works it out', () => {
    const { body, problems } = prepared([taxed, untaxed], {}, britishFacts())
    expect(problems).toEqual([])
    expect(codes(body)).toEqual(['2', '3'])
    expect(body).toContain('"GlobalTaxCalculation":"TaxExcluded"')
    expect(body).not.toContain('TxnTaxDetail')
  })

  test('there takes the code that QuickBooks has for the item where none is stated', () => {
    const items = facts().items.map((item) => ({ ...item, taxCodeId: '2' }))
    expect(codes(prepared([bare], {}, britishFacts({ items })).body)).toEqual(['2'])
  })

  test('there blocks a line without a code, and amounts that have tax in them', () => {
    const free = invoiceLine({ taxable: false })
    expect(problemsOf([bare, free], {}, britishFacts())).toEqual([
      'TaxCodeRef: Line 1 (Microsoft 365 Business Standard, April 2026): a QuickBooks company in GB needs a tax code on each line, and none is stated for this one. State `taxCode` under `booking` in the billing config.',
      'TaxCodeRef: Line 2 (Microsoft 365 Business Standard, April 2026): a QuickBooks company in GB needs a tax code on each line, and none is stated for this one. State `untaxedCode` under `booking` in the billing config.',
    ])
    const code = { code: 'VAT', percent: '20', inclusive: true, compound: false, base: '311.67', amount: '62.33' }
    const tax = { act: 'ours', isEstimate: true, codes: [code], amount: '62.33', totalWithTax: '374.00' } as const
    expect(problemsOf([taxed], { tax }, britishFacts())).toEqual([
      'GlobalTaxCalculation: The amounts have tax in them, and lines are sent to QuickBooks without it. State prices without tax.',
    ])
  })

  test('of a company elsewhere that charges none is not applicable, and lines have no code', () => {
    const { body, problems } = prepared([bare], {}, britishFacts({ salesTax: 'none' }))
    expect(problems).toEqual([])
    expect(codes(body)).toEqual([])
    expect(body).toContain('"GlobalTaxCalculation":"NotApplicable"')
  })

  test('by hand in the United States is one code for the document, and lines say TAX or NON', () => {
    const taxCodes = [{ taxCodeId: '2', name: 'Oregon', active: true, percent: '8' }]
    const manual = trackingFacts({ salesTax: 'manual', taxCodes })
    const oregon = invoiceLine({ booking: { taxCode: 'Oregon' } })
    const { body, problems } = prepared([oregon, invoiceLine({ taxable: false })], {}, manual)
    expect(problems).toEqual([])
    expect(codes(body)).toEqual(['TAX', 'NON'])
    expect(body).toContain('"TxnTaxDetail":{"TxnTaxCodeRef":{"value":"2"}}')
    expect(body).not.toContain('GlobalTaxCalculation')
    expect(problemsOf([oregon, bare], {}, manual)[0]).toMatch(/^TxnTaxCodeRef: A QuickBooks document .*"Oregon", none/)
    expect(problemsOf([invoiceLine({ booking: { taxCode: 'Utah' } })], {}, manual)).toEqual([
      'TxnTaxCodeRef: QuickBooks has no tax code "Utah". Correct it under `booking` in the billing config.',
    ])
  })

  test('that QuickBooks works out by itself takes no code of ours', () => {
    expect(problemsOf([taxed], {}, facts())[0]).toBe(
      'TaxCodeRef: The billing config states the tax code "20.0% S", and this QuickBooks company works out sales tax by itself. Take it out of `booking`, or state it for the other ledger alone.',
    )
  })
})
