import { describe, expect, test } from 'vitest'
import { readBillingConfig } from '../../config/read-billing-config.ts'
import type { Invoice } from '../../domain/invoice.ts'
import { billingMonth } from '../../domain/period.ts'
import { prepareDryRun } from '../prepare-dry-run.ts'
import { bookingWords } from './booking-words.ts'

const config = (house: string, client = '', line = '', item = ''): string => `seatledger: 1
house: { currency: USD${house} }
catalog:
  - { item: support, name: Support, ledgerItems: { books: '5' }${item} }
clients:
  - client: bear-creek
    name: Bear Creek Winery
    currency: EUR
    ledger: { connection: books, customer: '24' }
    ${client}
    lines:
      - { line: seats, item: support, syncsQuantity: false, quantity: 2, unitPrice: 10.00${line} }
      - { line: other, item: support, syncsQuantity: false, quantity: 1, unitPrice: 5.00, taxable: false }
`

function invoiceOf(text: string): Invoice {
  const ledger = {
    connectionId: 'books',
    customers: new Map([['24', { active: true, currency: 'EUR' }]]),
    items: new Map([['5', { active: true }]]),
    homeCurrency: 'USD',
  }
  const { clients } = prepareDryRun({
    billingPeriod: billingMonth('2026-10'),
    asOf: '2026-11-01',
    invoiceDate: '2026-11-01',
    config: readBillingConfig(text, 'config.yaml', 1),
    sources: [],
    ledgers: [ledger],
    billed: [],
    timelines: [],
    charges: [],
  })
  return clients[0]?.invoice ?? expect.fail()
}

const bookings = ({ lines }: Invoice): unknown[] => lines.map(({ booking }) => booking)

describe('how documents are booked', () => {
  test('is stated by line, client, catalog item and house, each key by the nearest that says it', () => {
    const house = ', booking: { class: House, taxCode: S, untaxedCode: Z, terms: Net 30, location: Portland }'
    const client = 'booking: { terms: { books: Net 15, xero: "7" }, memo: "{client}: {month}, {from} to {to}" }'
    const invoice = invoiceOf(config(house, client, ', booking: { class: Projects }', ', booking: { taxCode: R }'))
    expect(invoice.booking).toEqual({
      location: 'Portland',
      terms: 'Net 15',
      memo: 'Bear Creek Winery: Oct 2026, 1 Oct 2026 to 31 Oct 2026',
    })
    expect(bookings(invoice)).toEqual([
      { taxCode: 'R', class: 'Projects' },
      { taxCode: 'Z', class: 'House' },
    ])
    expect(bookingWords(invoice)).toEqual([
      { what: 'terms', value: 'Net 15' },
      { what: 'location', value: 'Portland' },
      { what: 'class', value: 'Projects (1 line), House (1 line)' },
      { what: 'tax code', value: 'R (1 line), Z (1 line)' },
      { what: 'memo', value: 'Bear Creek Winery: Oct 2026, 1 Oct 2026 to 31 Oct 2026' },
    ])
  })

  test('says nothing for a ledger that is not named, and leaves a document as it was where nothing is stated', () => {
    const elsewhere = invoiceOf(config(', booking: { class: { xero: Region }, terms: { xero: "7" } }'))
    expect([elsewhere.booking, ...bookings(elsewhere)]).toEqual([undefined, undefined, undefined])
    expect(JSON.stringify(elsewhere)).toBe(JSON.stringify(invoiceOf(config(''))))
    expect(bookingWords(elsewhere)).toEqual([])
  })

  test('takes our rate of the day before the invoice date’s morrow, turned round where it is stated so', () => {
    const rates = (stated: string): string =>
      config(', booking: { exchangeRate: ours }').replace('catalog:', `rates:\n  - ${stated}\ncatalog:`)
    expect(invoiceOf(rates('{ from: EUR, to: USD, day: 2026-10-30, rate: 1.0925 }')).booking?.exchangeRate).toBe(
      '1.0925',
    )
    // 1 / 0.9153 = 1.092538
    expect(invoiceOf(rates('{ from: USD, to: EUR, day: 2026-10-30, rate: 0.9153 }')).booking?.exchangeRate).toBe(
      '1.092538',
    )
    expect(invoiceOf(rates('{ from: EUR, to: USD, day: 2026-11-02, rate: 1.2 }')).booking?.exchangeRate).toBe('unknown')
    expect(invoiceOf(config(', booking: { exchangeRate: ledger }')).booking).toBeUndefined()
  })

  test('is refused with what is meant where a key or a name in braces is none', () => {
    expect(() => invoiceOf(config(', booking: { clas: A }'))).toThrow('did you mean "class"')
    expect(() => invoiceOf(config(', booking: { memo: "{clent}" }'))).toThrow('{client}')
    expect(() => invoiceOf(config('', '', ', booking: { terms: Net 30 }'))).toThrow('terms')
  })
})
