import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  charge,
  client,
  manual,
  passThrough,
  scenario,
  synced,
  timeline,
} from '../../../test/helpers/billing-scenario.ts'
import type { BillingRules } from '../../domain/billing-config.ts'
import type { TaxCode, TaxRule } from '../../domain/tax-rule.ts'
import { addDecimals, decimal, equalDecimals, formatDecimal } from '../../money/decimal.ts'
import type { LedgerView } from '../dry-run-input.ts'
import { prepareDryRun } from '../prepare-dry-run.ts'
import { taxOfAmount } from './tax-of-amount.ts'
import { taxInWords } from './tax-words.ts'

const code = (name: string, percent: string, more: Partial<TaxCode> = {}): TaxCode => ({
  code: name,
  percent: decimal(percent),
  from: undefined,
  until: undefined,
  inclusive: false,
  compound: false,
  ...more,
})

const taxes = (amount: string, codes: readonly TaxCode[]): string[] =>
  taxOfAmount(decimal(amount), codes, { currency: 'USD', rounding: 'half-up' }).map(
    ({ code: { code: name }, base, tax }) => `${name} of ${formatDecimal(base)} = ${formatDecimal(tax)}`,
  )

describe('the tax of an amount', () => {
  test('on top: each code by itself, or compound on those before it', () => {
    // 100.00 x 5 % = 5.00; 100.00 x 9.975 % = 9.975 -> 9.98; compound 105.00 x 9.5 % = 9.975 -> 9.98
    expect(taxes('100.00', [code('GST', '5'), code('QST', '9.975')])).toEqual([
      'GST of 100.00 = 5.00',
      'QST of 100.00 = 9.98',
    ])
    expect(taxes('100.00', [code('GST', '5'), code('QST', '9.5', { compound: true })])).toEqual([
      'GST of 100.00 = 5.00',
      'QST of 105.00 = 9.98',
    ])
  })

  test('in the amount: net and tax add up to it', () => {
    // 120.00 / 1.20 = 100.00; 9.99 x 0.19 / 1.19 = 1.595 -> 1.60, net 8.39
    expect(taxes('120.00', [code('VAT', '20', { inclusive: true })])).toEqual(['VAT of 100.00 = 20.00'])
    expect(taxes('9.99', [code('VAT', '19', { inclusive: true })])).toEqual(['VAT of 8.39 = 1.60'])
  })

  test('in the amount, of two codes: they share what is tax by what each comes to', () => {
    // 114.975 - 1.14975: 115.00 x 0.14975 / 1.14975 = 14.9783 -> 14.98: by 5 : 9.975 it is 5.0017 and 9.9783
    const codes = [code('GST', '5', { inclusive: true }), code('QST', '9.975', { inclusive: true })]
    expect(taxes('115.00', codes)).toEqual(['GST of 100.02 = 5.00', 'QST of 100.02 = 9.98'])
  })

  test('of a credit is a credit', () => {
    expect(taxes('-100.00', [code('GST', '5')])).toEqual(['GST of -100.00 = -5.00'])
  })

  test('that is in the amount adds up with the net to the amount, whatever the codes', () => {
    const percents = fc.array(fc.integer({ min: 0, max: 30_000 }), { minLength: 1, maxLength: 3 })
    fc.assert(
      fc.property(fc.integer({ min: -10_000_000, max: 10_000_000 }), percents, fc.boolean(), (cents, all, compound) => {
        const amount = { units: BigInt(cents), scale: 2 }
        const codes = all.map((percent, index) => ({
          ...code(`T${String(index)}`, '0', { inclusive: true, compound: compound && index > 0 }),
          percent: { units: BigInt(percent), scale: 3 },
        }))
        const parts = taxOfAmount(amount, codes, { currency: 'USD', rounding: 'half-up' })
        const net = parts[0]?.base ?? expect.fail()
        return equalDecimals(
          parts.reduce((sum, { tax }) => addDecimals(sum, tax), net),
          amount,
        )
      }),
    )
  })
})

/** Three manual lines of 0.33, 0.33 and 0.34 USD; October is billed with an invoice of 1 November. */
function run(
  house: BillingRules,
  { computesTax, lineRules = {} }: { computesTax?: boolean; lineRules?: BillingRules } = {},
): ReturnType<typeof prepareDryRun>['clients'][number] {
  const ledger: LedgerView = {
    connectionId: 'quickbooks',
    customers: new Map([['cust-1', { active: true, currency: undefined }]]),
    items: new Map([['L-i-1', { active: true }]]),
    ...(computesTax === undefined ? {} : { computesTax }),
  }
  const lines = [
    manual('a', '1', '0.33', { description: 'Domain' }),
    manual('b', '1', '0.33', { description: 'Mailbox' }),
    manual('c', '1', '0.34', { description: 'Backup', rules: lineRules }),
  ]
  const sketch = scenario({ house, clients: [client('bear-creek', lines)], more: { ledgers: [ledger] } })
  return prepareDryRun(sketch).clients[0] ?? expect.fail()
}

const byCodes = (per: 'line' | 'document', ...codes: TaxCode[]): TaxRule => ({ codes, per })

describe('the tax of an invoice', () => {
  test('is nothing of the document’s where the config says nothing of tax: the ledger decides as it always did', () => {
    const { invoice } = run({})
    expect(invoice !== undefined && 'tax' in invoice).toBe(false)
    expect(taxInWords(invoice ?? expect.fail())).toBe('Tax: worked out by the ledger when it takes the invoice.')
  })

  test('rounded on each line, or once on the document', () => {
    // Each line 0.33 x 8 % = 0.0264 -> 0.03, 0.34 x 8 % = 0.0272 -> 0.03: 0.09; together 1.00 x 8 % = 0.08
    const perLine = run({ tax: byCodes('line', code('sales', '8')) }).invoice?.tax
    expect(perLine).toEqual({
      act: 'ours',
      isEstimate: false,
      codes: [{ code: 'sales', percent: '8', inclusive: false, compound: false, base: '1.00', amount: '0.09' }],
      amount: '0.09',
      totalWithTax: '1.09',
    })
    expect(run({ tax: byCodes('document', code('sales', '8')) }).invoice?.tax).toMatchObject({ amount: '0.08' })
  })

  test('is at the percentage that holds on the invoice’s date', () => {
    // 1.00 x 16 % until October, 1.00 x 19 % from 1 November on: the invoice bears 1 November
    const dated = byCodes(
      'document',
      code('VAT', '16', { until: '2026-11-01' }),
      code('VAT', '19', { from: '2026-11-01' }),
    )
    expect(run({ tax: dated }).invoice?.tax).toMatchObject({ amount: '0.19' })
  })

  test('that holds no percentage on that date blocks', () => {
    const { outcome, anomalies } = run({ tax: byCodes('line', code('VAT', '16', { until: '2026-11-01' })) })
    expect(outcome).toBe('blocked')
    expect(anomalies[0]).toMatchObject({
      code: 'tax-code-missing',
      message: '"Domain" is taxable by VAT, and no percentage of it holds on 1 Nov 2026.',
    })
  })

  test('leaves out lines that are not taxable, and takes the nearest rule', () => {
    // 0.66 x 10 % = 0.066 -> 0.07; with the last line at 50 %: 0.066 -> 0.07 and 0.17
    const house = { tax: byCodes('document', code('A', '10')) }
    expect(run(house, { lineRules: { taxable: false } }).invoice?.tax).toMatchObject({ amount: '0.07' })
    expect(run(house, { lineRules: { tax: byCodes('document', code('B', '50')) } }).invoice?.tax).toMatchObject({
      amount: '0.24',
      totalWithTax: '1.24',
    })
  })

  test('in the amounts leaves the total as it is', () => {
    // 1.00 x 0.25 / 1.25 = 0.20
    const { invoice } = run({ tax: byCodes('document', code('VAT', '25', { inclusive: true })) })
    expect(invoice?.tax).toMatchObject({ amount: '0.20', totalWithTax: '1.00' })
    expect(invoice?.total).toBe('1.00')
  })

  test('none: no line is taxable, and the dry run says so', () => {
    const { invoice } = run({ tax: 'none' })
    expect(invoice?.tax).toEqual({ act: 'none' })
    expect(invoice?.lines.map(({ taxable }) => taxable)).toEqual([false, false, false])
    expect(taxInWords(invoice ?? expect.fail())).toBe('Tax: none is charged.')
  })

  test('of a ledger that works out its own is our estimate; one that has none does not charge ours', () => {
    const house = { tax: byCodes('document', code('sales', '8')) }
    const estimate = run(house, { computesTax: true })
    expect(estimate.anomalies).toEqual([])
    expect(taxInWords(estimate.invoice ?? expect.fail())).toBe(
      'Tax: 0.08 USD (sales 8 % of 1.00 = 0.08), our estimate; the ledger decides. Total with tax: 1.08 USD.',
    )
    expect(run(house, { computesTax: false }).anomalies.map(({ code: name }) => name)).toEqual(['tax-not-charged'])
  })

  test('that is in the amounts already is not added by the ledger a second time', () => {
    const house = { tax: byCodes('document', code('VAT', '25', { inclusive: true })) }
    const { outcome, anomalies } = run(house, { computesTax: true })
    expect([outcome, anomalies.map(({ code: name }) => name)]).toEqual(['blocked', ['tax-charged-twice']])
    expect(run(house, { computesTax: false }).anomalies).toEqual([])
  })

  test('covers synced lines and charges passed through alike', () => {
    // 2 x 30.228 = 60.456 -> 60.46; 10.00 x 1.20 = 12.00; 72.46 x 10 % = 7.246 -> 7.25
    const sketch = scenario({
      house: { tax: byCodes('document', code('A', '10')) },
      timelines: [timeline('s-1', [{ from: '2025-01-01', quantity: '2' }])],
      charges: [charge('c-1', '10.00', { productId: 'p-9' })],
      clients: [client('bear-creek', [synced('line-1'), passThrough('rest', { takesRest: true })])],
    })
    expect(prepareDryRun(sketch).invoices[0]?.tax).toMatchObject({ amount: '7.25', totalWithTax: '79.71' })
  })
})
