import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { sharedSpecs } from '../../../test/helpers/shared-specs.ts'
import { decimal } from '../../money/decimal.ts'
import { money } from '../../money/money.ts'
import { isJsonNumber, parseJson } from '../../support/json.ts'
import type { SourceProblem } from '../source.ts'
import { chargeRows } from './charge-rows.ts'
import { normalizeCompany } from './normalize/company.ts'
import { normalizeInvoice } from './normalize/distributor-invoice.ts'
import { normalizeOrder } from './normalize/order.ts'
import { normalizeProduct } from './normalize/product.ts'
import { normalizeHistory } from './normalize/subscription-history.ts'
import { normalizeListedSubscription, normalizeSubscription } from './normalize/subscription.ts'
import { normalizeUsageLine, normalizeUsageSummary } from './normalize/usage.ts'
import * as wire from './wire.ts'

const folder = sharedSpecs('pax8', 'samples')
if (folder === undefined) console.warn("Not checked: Pax8's published example bodies, which are not at hand.")

/** Which wire schema states the rows of a sample, and its nested objects by the field that holds them. */
interface Shape {
  readonly row: z.ZodObject
  readonly nested?: Readonly<Record<string, z.ZodObject>>
}

const subscription: Shape = { row: wire.subscriptionWire, nested: { commitment: wire.commitmentWire } }
const order: Shape = { row: wire.orderWire, nested: { lineItems: wire.orderLineWire } }

const shapes: Readonly<Record<string, Shape>> = {
  'spec-companies-paged.json': { row: wire.companyWire, nested: { address: wire.addressWire } },
  'spec-company-0.json': { row: wire.companyWire, nested: { address: wire.addressWire } },
  'spec-draft-invoice-items.json': { row: wire.invoiceItemWire },
  'spec-invoice-0.json': { row: wire.invoiceWire },
  'spec-invoice-items.json': { row: wire.invoiceItemWire },
  'spec-invoices-paged.json': { row: wire.invoiceWire },
  'spec-microsoft-office-365-e3-order-get-response.json': order,
  'spec-microsoft-office-365-e3-order-response.json': order,
  'spec-microsoft-office-365-e3-subscription.json': subscription,
  'spec-microsoft-office-365-e3.json': { row: wire.productWire },
  'spec-subscription-history.json': subscription,
  'spec-subscriptions-paged.json': subscription,
  'spec-usage-lines-paged.json': { row: wire.usageLineWire },
  'spec-usage-summaries-paged.json': { row: wire.usageSummaryWire },
  // The body of a write, in the shape of the record that it would change.
  'spec-subscription-update-example.json': subscription,
}

/** Examples of what this source has no use for, each with the reason. */
const unused: Readonly<Record<string, string>> = {
  'spec-dependencies-example.json': 'commitment rules decide nothing that is read here',
  'spec-microsoft-office-365-e3-details.json': 'provisioning forms are for placing orders',
  'wire-fragments.json': 'fragments are read one by one below',
}

describe.runIf(folder !== undefined)('every published example body is read with no field lost', () => {
  test('there is no example that nobody looks at', () => {
    const files = readdirSync(folder ?? '').filter((file) => file.endsWith('.json'))
    expect(files.toSorted()).toEqual([...Object.keys(shapes), ...Object.keys(unused)].toSorted())
  })

  test.each(Object.entries(shapes))('every leaf field of %s is known to the wire schema', (file, shape) => {
    const surprises = rowsOf(sample(file)).flatMap((row) => unknownFields(row, shape))
    expect(surprises).toEqual([])
  })

  const problemFree: readonly (readonly [string, (row: unknown, problems: SourceProblem[]) => unknown])[] = [
    ['spec-companies-paged.json', normalizeCompany],
    ['spec-company-0.json', normalizeCompany],
    ['spec-invoice-0.json', (row, problems) => normalizeInvoice(row, 'main', problems)],
    ['spec-invoices-paged.json', (row, problems) => normalizeInvoice(row, 'main', problems)],
    ['spec-microsoft-office-365-e3-order-get-response.json', normalizeOrder],
    ['spec-microsoft-office-365-e3-order-response.json', normalizeOrder],
    ['spec-microsoft-office-365-e3.json', (row, problems) => normalizeProduct(row, idIn(row), problems)],
    ['spec-subscriptions-paged.json', normalizeListedSubscription],
    ['spec-usage-summaries-paged.json', (row, problems) => normalizeUsageSummary(row, usageSubscription, problems)],
    ['spec-usage-lines-paged.json', (row, problems) => normalizeUsageLine(row, usageDay, problems)],
  ]

  test.each(problemFree)('each row of %s is a record, and nothing about it is odd', (file, normalize) => {
    const problems: SourceProblem[] = []
    const records = rowsOf(sample(file)).map((row) => normalize(row, problems))
    expect(records.filter((record) => record === undefined)).toEqual([])
    expect(problems).toEqual([])
  })

  test('the example subscription has no partner cost, and the reading says so', () => {
    const problems: SourceProblem[] = []
    const row = sample('spec-microsoft-office-365-e3-subscription.json')
    const state = normalizeSubscription(row, idIn(row), problems)
    expect(state).toMatchObject({ quantity: decimal('5'), listPrice: money('32.01', 'USD'), unitCost: 'unknown' })
    expect(problems.map(({ code, field }) => [code, field])).toEqual([['missing-value', 'partnerCost']])
  })

  test('the example history is in force from December with 2 seats, and from January with 5', () => {
    const problems: SourceProblem[] = []
    const rows = rowsOf(sample('spec-subscription-history.json'))
    const history = normalizeHistory(
      rows,
      { subscriptionId: 'asked-for', readAt: '2026-05-01T00:00:00.000Z' },
      problems,
    )
    expect(history.rows.map(({ effective, state }) => [effective, state.quantity])).toEqual([
      ['2020-12-01', decimal('2')],
      ['2021-01-01', decimal('5')],
    ])
    expect(problems).toEqual([])
  })

  test('the example of invoice items ends its period with the day after, the example of draft items with the last', () => {
    expect(chargesOf('spec-invoice-items.json', 'exclusive')).toMatchObject([
      {
        servicePeriod: { start: '2019-04-01', end: '2019-05-01' },
        quantity: decimal('11'),
        unitCost: money('2500', 'USD'),
        cost: money('27500', 'USD'),
        tax: money('2200', 'USD'),
      },
    ])
    expect(chargesOf('spec-draft-invoice-items.json', 'inclusive')).toMatchObject([
      { servicePeriod: { start: '2025-02-01', end: '2025-03-01' }, cost: money('100', 'USD') },
      { servicePeriod: { start: '2024-07-01', end: '2024-08-01' }, cost: money('375', 'USD') },
    ])
  })

  test('the commitment that was seen on the wire is read under the name that it had there', () => {
    const fragment = fieldsOf(fieldsOf(sample('wire-fragments.json'))['subscription_get_partial'])
    const row = { ...fieldsOf(sample('spec-microsoft-office-365-e3-subscription.json')), ...fragment }
    const state = normalizeSubscription(row, idIn(row), [])
    expect(state).toMatchObject({ commitmentTerm: 'monthly', commitmentEnd: '2026-04-23' })
  })
})

const usageSubscription = '8d04ad8c-456a-4b1d-9abe-a42ae526f683'
const usageDay = { usageSummaryId: 'asked-for', usageDate: '2020-01-14' }

function chargesOf(file: string, convention: 'exclusive' | 'inclusive'): readonly unknown[] {
  const problems: SourceProblem[] = []
  const invoice = { connectionId: 'main', invoiceId: 'invoice', invoiceDate: '2025-03-01', currency: undefined }
  const rows = rowsOf(sample(file)).map((value, place) => ({ value, identity: String(place) }))
  const charges = chargeRows({ ...invoice, convention })(rows, problems)
  expect(problems).toEqual([])
  return charges
}

function sample(file: string): unknown {
  return parseJson(readFileSync(`${folder ?? ''}/${file}`, 'utf8'))
}

function rowsOf(body: unknown): unknown[] {
  const content = fieldsOf(body)['content']
  return Array.isArray(content) ? content : [body]
}

function unknownFields(value: unknown, { row, nested = {} }: Shape): string[] {
  return Object.entries(fieldsOf(value)).flatMap(([field, member]) => {
    if (!(field in row.shape)) return [field]
    const inner = nested[field]
    if (inner === undefined) return []
    const members: unknown[] = Array.isArray(member) ? member : [member]
    return members.flatMap((item) => unknownFields(item, { row: inner }).map((name) => `${field}.${name}`))
  })
}

function fieldsOf(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || isJsonNumber(value)) return {}
  return Object.fromEntries(Object.entries(value))
}

function idIn(row: unknown): string {
  const id = fieldsOf(row)['id']
  return typeof id === 'string' ? id : ''
}
