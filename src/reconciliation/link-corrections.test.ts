import { describe, expect, test } from 'vitest'
import type { Charge, DistributorInvoice } from '../domain/distributor-invoice.ts'
import { money } from '../money/money.ts'
import type { DistributorInvoiceRead } from './input.ts'
import { linkCorrections } from './link-corrections.ts'

function read(
  invoiceId: string,
  changes: Partial<DistributorInvoice> = {},
  charges: readonly Charge[] = [],
): DistributorInvoiceRead {
  const invoice: DistributorInvoice = {
    connectionId: 'pax8',
    invoiceId,
    number: undefined,
    invoiceDate: '2026-10-01',
    dueDate: undefined,
    status: 'unpaid',
    rawStatus: 'Unpaid',
    currency: 'USD',
    total: money('100.00', 'USD'),
    balance: 'unknown',
    carriedBalance: 'unknown',
    partnerName: 'Our MSP',
    billedToCompanyId: undefined,
    replaces: undefined,
    ...changes,
  }
  return { invoice, charges, items: 'whole', itemsNote: undefined }
}

function credit(cost: string, invoiceDate = '2026-11-01'): Charge {
  return {
    connectionId: 'pax8',
    invoiceId: 'later',
    chargeId: `credit ${cost}`,
    invoiceDate,
    kind: 'invoice-credit',
    rawKind: 'invoice-credit',
    companyId: undefined,
    companyName: undefined,
    subscriptionId: undefined,
    productId: undefined,
    productName: undefined,
    sku: undefined,
    description: 'Credit',
    details: undefined,
    servicePeriod: undefined,
    billingTerm: undefined,
    quantity: 'unknown',
    unitOfMeasure: undefined,
    unitCost: 'unknown',
    cost: money(cost, 'USD'),
    listUnitPrice: 'unknown',
    listAmount: 'unknown',
    tax: 'unknown',
    currency: 'USD',
    billedByDistributor: false,
  }
}

describe('a credited invoice', () => {
  const wrong = read('wrong', { status: 'credited' })

  test('is replaced by the only other invoice of its date for the same partner', () => {
    const { distributorInvoices } = linkCorrections([
      wrong,
      read('right'),
      read('child', { partnerName: 'Child MSP' }),
      read('next month', { invoiceDate: '2026-11-01' }),
    ])
    expect(distributorInvoices.map(({ invoice }) => [invoice.invoiceId, invoice.replaces])).toEqual([
      ['wrong', undefined],
      ['right', 'wrong'],
      ['child', undefined],
      ['next month', undefined],
    ])
  })

  test('is linked with none where two could replace it', () => {
    const { distributorInvoices } = linkCorrections([wrong, read('one'), read('two')])
    expect(distributorInvoices.every(({ invoice }) => invoice.replaces === undefined)).toBe(true)
  })

  test('is credited by a later credit charge of exactly its total, and by no other amount', () => {
    const later = read('later', { invoiceDate: '2026-11-01' }, [credit('-99.99'), credit('-100.00')])
    expect(linkCorrections([wrong, later]).creditsSeen).toEqual([
      { connectionId: 'pax8', creditedInvoiceId: 'wrong', chargeId: 'credit -100.00' },
    ])
    expect(linkCorrections([wrong, read('later', {}, [credit('-99.99')])]).creditsSeen).toEqual([])
  })

  test('does not take a credit that is older than itself', () => {
    const before = read('before', { invoiceDate: '2026-09-01' }, [credit('-100.00', '2026-09-01')])
    expect(linkCorrections([wrong, before]).creditsSeen).toEqual([])
  })
})
