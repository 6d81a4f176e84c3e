import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { sharedSpecs } from '../../../test/helpers/shared-specs.ts'
import { formatDecimal, sumDecimals } from '../../money/decimal.ts'
import type { ChargesFileReading } from '../charges-file.ts'
import { expectNoProblem, problemsOf } from './fixtures/charges-file.ts'
import { openChargesMapping } from './open-mapping.ts'

const folder = ['adobe-vip-marketplace', 'invoicing'] as const
const billingFile = sharedSpecs(...folder, 'Summary_Invoice_0819338879.Data.csv')
const excerpt = sharedSpecs(...folder, 'Adobe_Recon_File_sample_with_description.Data.csv')
if (billingFile === undefined || excerpt === undefined) {
  console.warn("Adobe's published billing file was not found: its import to the cent was not checked.")
}

async function read(
  path: string | undefined,
  change: (text: string) => string = (text) => text,
): Promise<ChargesFileReading> {
  const text = readFileSync(path ?? '', 'utf8')
  const mapping = await openChargesMapping('adobe')
  return mapping.read({ connectionId: 'adobe', bytes: Buffer.from(change(text)), dateOrder: undefined })
}

const sumOf = (reading: ChargesFileReading): string =>
  formatDecimal(sumDecimals(reading.charges.flatMap(({ cost }) => (cost === 'unknown' ? [] : [cost]))))

test.runIf(billingFile !== undefined)("Adobe's billing file is read whole and ties to its grand total", async () => {
  const reading = await read(billingFile)
  expectNoProblem(reading)
  expect(reading.unknownColumns).toEqual([])
  expect(reading.rowCount).toBe(49)
  expect(reading.invoices).toHaveLength(17)
  expect(reading.companies.map(({ companyId }) => companyId).sort()).toEqual(['1005095544', '1005095550', '1005095555'])
  expect(sumOf(reading)).toBe('22642.48')
  expect(reading.controlTotals).toHaveLength(20)
  expect(reading.controlTotals.every(({ ties }) => ties)).toBe(true)
  expect(new Set(reading.charges.map(({ chargeId }) => chargeId)).size).toBe(49)
})

test.runIf(billingFile !== undefined)(
  "each of Adobe's kinds of charge gets its meaning and keeps its words",
  async () => {
    const { charges } = await read(billingFile)
    const kinds = new Map<string, number>()
    for (const { rawKind, kind } of charges)
      kinds.set(`${rawKind}: ${kind}`, (kinds.get(`${rawKind}: ${kind}`) ?? 0) + 1)
    expect(Object.fromEntries(kinds)).toEqual({
      'INVOICE: subscription': 23,
      'INVOICE / ADD SEATS: prorate': 12,
      'RETURN: prorate': 8,
      'CREDIT: service-credit': 3,
      'DEBIT: service-charge': 3,
    })
    const without = charges.filter(({ subscriptionId }) => subscriptionId === undefined)
    expect(new Set(without.map(({ rawKind }) => rawKind))).toEqual(new Set(['CREDIT', 'DEBIT']))
    expect(charges.find(({ chargeId }) => chargeId === '819332839/000010/1')).toMatchObject({
      rawKind: 'RETURN',
      companyId: '1005095555',
      invoiceDate: '2020-06-12',
      servicePeriod: { start: '2020-06-12', end: '2021-06-12' },
      billingTerm: 'annual',
      quantity: { units: 2n },
      unitCost: { units: -21408n, scale: 2, currency: 'EUR' },
      cost: { units: -42816n, scale: 2, currency: 'EUR' },
      sku: '65305121CA01A12',
    })
  },
)

test.runIf(billingFile !== undefined)(
  'a billing file that lost a row, or had an amount changed, is refused',
  async () => {
    const lost = await read(billingFile, (text) => text.split('\r\n').slice(0, -2).join('\r\n'))
    expect(lost.rowCount).toBe(48)
    expect(lost.problems.map(({ code }) => code)).toEqual(['control-total', 'control-total', 'control-total'])
    const changed = await read(billingFile, (text) => text.replace('0%,0,749.28', '0%,0,749.29'))
    expect(problemsOf(changed)).toEqual(['line-arithmetic 2', 'control-total', 'control-total', 'control-total'])
  },
)

test.runIf(excerpt !== undefined)("Adobe's excerpt, whose invoice numbers were made one, is refused", async () => {
  const reading = await read(excerpt)
  expect(reading.rowCount).toBe(9)
  expect(reading.unknownColumns).toContain('Market Segment')
  // One invoice with three totals; and the excerpt's nine lines do not come to the grand total of all.
  expect(problemsOf(reading)).toEqual(['invoice-inconsistent', 'control-total', 'control-total', 'control-total'])
})
