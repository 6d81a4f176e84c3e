import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatDecimal } from '../../money/decimal.ts'
import type { MappedFile } from '../mapped-file.ts'
import type { StateFileReading } from '../state-file.ts'
import { openMapping, readMapping } from './open-mapping.ts'

const header = 'company_id,company_name,subscription_id,product_id,product_name,quantity,unit_cost,billing_term'
const row = '007,Bear Creek Winery,S-1,seat,Business Standard,17,10.40,monthly'
const stated = { asOf: '2026-04-30', currency: 'USD' }

async function read(text: string, more: Partial<MappedFile> = {}): Promise<StateFileReading> {
  const mapping = await openMapping('state')
  if (mapping.profile !== 'state') throw new Error('The mapping is none for states.')
  const bytes = Buffer.from(text)
  return mapping.read({ connectionId: 'own', bytes, dateOrder: undefined, stated, ...more })
}

const codes = ({ problems }: StateFileReading): string[] =>
  problems.map(({ code, line }) => (line === undefined ? code : `${code} ${String(line)}`))

test('a row is one subscription on the day that the file is for', async () => {
  const reading = await read(`${header}\n${row}`)
  expect(codes(reading)).toEqual([])
  expect(reading.asOf).toBe('2026-04-30')
  expect(reading.subscriptions).toMatchObject([
    {
      ...{ subscriptionId: 'S-1', companyId: '007', productId: 'seat', status: 'active', billingTerm: 'monthly' },
      ...{ quantity: { units: 17n }, unitCost: { units: 1040n, scale: 2, currency: 'USD' }, listPrice: 'unknown' },
    },
  ])
  expect(reading.companies).toMatchObject([{ companyId: '007', name: 'Bear Creek Winery' }])
})

test('what a cell does not say is unknown, never zero', async () => {
  const [state] = (await read(`${header}\n007,Bear Creek,S-1,seat,Seat,,,`)).subscriptions
  expect(state).toMatchObject({ quantity: 'unknown', unitCost: 'unknown', billingTerm: 'unknown' })
})

test('terms and statuses are read whatever their case; a word that is not known is kept, and told', async () => {
  const columns = `${header},status,commitment_term,end_date`
  const reading = await read(`${columns}\n${row.replace('monthly', 'Yearly')},Canceled,Annual,2026-04-15\n`)
  expect(reading.subscriptions[0]).toMatchObject({
    ...{ status: 'cancelled', rawStatus: 'Canceled', billingTerm: 'annual', commitmentTerm: '1-year' },
    endDate: '2026-04-15',
  })
  const odd = await read(`${columns}\n${row.replace('monthly', 'fortnightly')},Dreaming,,`)
  expect(codes(odd)).toEqual(['unknown-word 2', 'unknown-word 2'])
  expect(odd.subscriptions[0]).toMatchObject({ status: 'unknown', rawStatus: 'Dreaming', billingTerm: 'unknown' })
})

test('an end that is the last day becomes the day after it', async () => {
  const mapping = JSON.parse((await openMapping('state')).text) as Record<string, unknown>
  const opened = readMapping(JSON.stringify({ ...mapping, subscriptionEnd: 'inclusive' }), 'test')
  const bytes = Buffer.from(`${header},end_date\n${row},2026-04-30`)
  const reading = opened.read({ connectionId: 'own', bytes, dateOrder: undefined, stated })
  expect(reading).toMatchObject({ subscriptions: [{ endDate: '2026-05-01' }] })
})

test.each([
  ['one subscription on two rows', `${header}\n${row}\n${row}`, 'subscription-twice 3'],
  ['a row without its subscription', `${header}\n${row.replace('S-1', '')}`, 'value-unreadable 2'],
  ['an amount in a currency that nobody names', `${header},currency\n${row},doubloons`, 'value-unreadable 2'],
  [
    'two days in one file',
    `${header},as_of\n${row},2026-04-30\n${row.replace('S-1', 'S-2')},2026-05-31`,
    'invoice-inconsistent',
  ],
  ['no row', header, 'no-rows'],
])('%s is refused', async (_what, text, code) => {
  const reading = await read(text)
  expect(codes(reading)).toContain(code)
  expect(reading.problems.some(({ severity }) => severity === 'blocking')).toBe(true)
})

test('a day that nobody states is asked for', async () => {
  expect(codes(await read(`${header}\n${row}`, { stated: { currency: 'USD' } }))).toEqual(['not-stated'])
})

const cell = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 10 }),
  fc.constantFrom('', '2026-04-01', '1,000.00', '(5)', '-', '"', '\n', ',', '\0', '1e999', "'0", 'monthly', '9'),
)

test('any bytes and any cells are states or problems, and no row vanishes', async () => {
  const mapping = await openMapping('state')
  if (mapping.profile !== 'state') throw new Error('The mapping is none for states.')
  const readBytes = (bytes: Uint8Array, leaveOutBadRows: boolean): StateFileReading =>
    mapping.read({ connectionId: 'own', bytes, dateOrder: undefined, stated, leaveOutBadRows })
  const sound = (reading: StateFileReading): void => {
    if (reading.problems.some(({ severity }) => severity === 'blocking')) return
    expect(reading.subscriptions.length).toBe(reading.rowCount)
    expect(reading.subscriptions.length).toBeGreaterThan(0)
    expect(new Set(reading.subscriptions.map(({ subscriptionId }) => subscriptionId)).size).toBe(reading.rowCount)
    for (const { quantity } of reading.subscriptions) if (quantity !== 'unknown') formatDecimal(quantity)
  }
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (bytes, leave) => {
      sound(readBytes(bytes, leave))
    }),
  )
  const cells = fc.array(fc.array(cell, { minLength: 8, maxLength: 8 }), { minLength: 1, maxLength: 5 })
  fc.assert(
    fc.property(cells, fc.boolean(), (rows, leave) => {
      const quoted = rows.map((own) => own.map((text) => `"${text.replaceAll('"', '""')}"`).join(','))
      const reading = readBytes(Buffer.from([header, ...quoted].join('\n')), leave)
      sound(reading)
      const isRead = !reading.problems.some(({ code }) => code === 'file-unreadable')
      const told = new Set(reading.problems.filter(({ severity }) => severity === 'blocking').map(({ line }) => line))
      if (isRead && told.size === 0) {
        expect(reading.rowCount + reading.emptyRows + (leave ? reading.badLines.length : 0)).toBe(rows.length)
      }
    }),
    { numRuns: 300 },
  )
})
