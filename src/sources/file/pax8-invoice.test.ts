import { expect, test } from 'vitest'
import type { ChargesFileReading } from '../charges-file.ts'
import { costs, problemsOf } from './fixtures/charges-file.ts'
import { openChargesMapping } from './open-mapping.ts'

const invoice = { 'invoice.number': 'INV-1', 'invoice.date': '2026-05-01', currency: 'USD' }
/** The columns that public scripts read from real exports; the names of the others are not certain. */
const certain = 'company_id,company_name,sku,description,details,start_period,quantity,cost,cost_total,price,subtotal'
const more = 'type,term,end_period,subscription_id,product_id'

async function read(text: string, stated: Readonly<Record<string, string>> = invoice): Promise<ChargesFileReading> {
  const mapping = await openChargesMapping('pax8-invoice')
  return mapping.read({ connectionId: 'pax8-csv', bytes: Buffer.from(text), dateOrder: undefined, stated })
}

const seat = '7,Bear Creek ,MST-365,M365 Business Standard,,2026-04-01,17,10.40,176.80,12.48,212.16'

test('cost_total is what is paid; price and subtotal are the sales side and never cost', async () => {
  const reading = await read(`${certain},${more}\n${seat},subscription,Monthly,2026-04-30,sub-1,prod-1`)
  expect(problemsOf(reading)).toEqual([])
  expect(costs(reading)).toEqual(['176.80 USD'])
  expect(reading.charges[0]).toMatchObject({
    ...{ invoiceId: 'INV-1', invoiceDate: '2026-05-01', companyId: '7', companyName: 'Bear Creek' },
    ...{ subscriptionId: 'sub-1', productId: 'prod-1', kind: 'subscription', billingTerm: 'monthly' },
    servicePeriod: { start: '2026-04-01', end: '2026-05-01' },
    listAmount: { units: 21216n },
  })
})

test.each([
  ['2026-04-30', 'the last day'],
  ['2026-05-01', 'the day after'],
])('an end of %s is read as %s, as the length of its month proves', async (end) => {
  const reading = await read(`${certain},${more}\n${seat},subscription,Monthly,${end},,`)
  expect(reading.charges[0]?.servicePeriod).toEqual({ start: '2026-04-01', end: '2026-05-01' })
})

test('a period that proves nothing is read as the rest of the file, and refused where that proves nothing', async () => {
  const part = '7,Bear Creek,MST-365,Seat,,2026-04-02,1,10.40,9.70,12.48,11.65,prorate,Monthly,2026-05-01,,'
  const whole = `${seat},subscription,Monthly,2026-04-30,,`
  expect(problemsOf(await read(`${certain},${more}\n${part}`))).toContain('period-end-unclear 2')
  const reading = await read(`${certain},${more}\n${part}\n${whole}`)
  expect(reading.charges[0]?.servicePeriod).toEqual({ start: '2026-04-02', end: '2026-05-02' })
})

test.each([
  ['subscription', 'Arrears', 'usage'],
  ['PRORATE', 'Monthly', 'prorate'],
  ['service_charge', '', 'service-charge'],
  ['Invoice Credit', '', 'invoice-credit'],
  ['One-Time', 'One-time', 'one-time'],
])('"%s" for the term "%s" is a %s, whatever its case', async (type, term, kind) => {
  const reading = await read(`${certain},${more}\n${seat},${type},${term},2026-04-30,,`)
  expect(reading.charges[0]?.kind).toBe(kind)
})

test('a file with the certain columns alone is read; what it lacks is unknown and said', async () => {
  const reading = await read(`${certain}\n${seat}`)
  expect(reading.absentColumns).toContain('end_period')
  expect(problemsOf(reading)).toEqual(['unknown-charge-kind 2', 'period-half-stated 2'])
  expect(reading.charges[0]).toMatchObject({ kind: 'unknown', servicePeriod: undefined, productId: 'MST-365' })
})

test('the file’s own currency goes before the one that is stated', async () => {
  const withCurrency = `${certain},currency_code\n${seat},CAD`
  expect(costs(await read(withCurrency))).toEqual(['176.80 CAD'])
  expect(problemsOf(await read(withCurrency, { 'invoice.number': 'A', 'invoice.date': '2026-05-01' }))).not.toContain(
    'not-stated',
  )
})

test('each thing that must be stated is named at once; what is not asked for, or is no date, is refused', async () => {
  expect(problemsOf(await read(`${certain}\n${seat}`, {}))).toEqual(['not-stated', 'not-stated', 'not-stated'])
  const odd = await read(`${certain}\n${seat}`, { ...invoice, 'invoice.date': '1 May', cost: '5' })
  expect(odd.problems.map(({ message }) => message)).toEqual([
    expect.stringContaining('"1 May", which is no date'),
    expect.stringContaining('"cost" was stated, and the mapping asks for'),
  ])
})

test('the total that stands under the invoice proves the file, before tax or with it; another refuses it', async () => {
  const text = `${certain},sales_tax\n${seat},14.14`
  const withTotal = (total: string) => read(text, { ...invoice, 'invoice.total': total })
  for (const total of ['176.80', '190.94']) {
    expect((await withTotal(total)).controlTotals).toMatchObject([{ name: 'Stated total', ties: true }])
  }
  const { problems } = await withTotal('176.81')
  expect(problems.filter(({ severity }) => severity === 'blocking')).toMatchObject([
    { code: 'control-total', message: expect.stringContaining('its lines come to 176.80 USD') as string },
  ])
})
