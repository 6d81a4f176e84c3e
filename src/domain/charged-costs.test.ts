import { expect, test } from 'vitest'
import { decimal } from '../money/decimal.ts'
import { money } from '../money/money.ts'
import { timeline } from '../../test/helpers/billing-scenario.ts'
import { fillCostsFromCharges, lacksCostIn, type RecordedCharge } from './charged-costs.ts'
import type { Charge } from './distributor-invoice.ts'
import type { SubscriptionTimeline } from './timeline.ts'

const april = { start: '2026-04-01', end: '2026-05-01' }
const may = { start: '2026-05-01', end: '2026-06-01' }

/** 17 seats of p-1 at 25.19, charged for a whole month in advance. */
function charged(more: Partial<Charge> = {}): RecordedCharge {
  const charge: Charge = {
    ...{ connectionId: 'pax8', invoiceId: 'inv-1', chargeId: 'charge-1', invoiceDate: '2026-04-01' },
    ...{ kind: 'subscription', rawKind: 'subscription', companyId: 'c-1', companyName: undefined },
    ...{ subscriptionId: 's-1', productId: 'p-1', productName: undefined, sku: undefined, description: '' },
    ...{ details: undefined, servicePeriod: april, billingTerm: 'monthly', quantity: decimal('17') },
    ...{ unitOfMeasure: undefined, unitCost: money('25.19', 'USD'), cost: money('428.23', 'USD') },
    ...{ listUnitPrice: 'unknown', listAmount: 'unknown', tax: 'unknown', currency: 'USD', billedByDistributor: false },
    ...more,
  }
  return { charge, recordedAt: '2026-04-06T03:00:00Z' }
}

/** Held since January by the history, which has no cost; the first sync saw the cost on 6 April. */
const fromHistory = timeline('s-1', [
  { from: '2026-01-01', quantity: '17', cost: 'unknown' },
  { from: '2026-04-06', quantity: '17', cost: '25.19' },
])

function costs({ steps }: SubscriptionTimeline): string[] {
  return steps.map(({ from, until, unitCost, evidence }) => {
    const cost = unitCost === 'unknown' ? 'unknown' : `${String(unitCost.units)}e-${String(unitCost.scale)}`
    return `${from} ${until ?? ''} ${cost} ${evidence.flatMap(({ kind, id }) => (kind === 'charge' ? [id] : [])).join()}`
  })
}

test('the days before the first sync cost what the distributor charged for them, and the charge is named', () => {
  expect(costs(fillCostsFromCharges(fromHistory, [charged()]))).toEqual([
    '2026-01-01 2026-04-01 unknown ',
    '2026-04-01 2026-04-06 2519e-2 charge-1',
    '2026-04-06  2519e-2 ',
  ])
  const [, filled] = fillCostsFromCharges(fromHistory, [charged()]).steps
  expect(filled?.evidence.at(-1)?.words).toBe('of the distributor invoice of 2026-04-01')
})

test('a cost that is known stays as it is, whatever was charged', () => {
  const dearer = charged({ unitCost: money('26.00', 'USD'), cost: money('442.00', 'USD') })
  expect(costs(fillCostsFromCharges(fromHistory, [dearer])).at(-1)).toBe('2026-04-06  2519e-2 ')
})

test('two months charged at one cost are one step with both charges; at two costs they are two', () => {
  const open = timeline('s-1', [{ from: '2026-04-01', quantity: '17', cost: 'unknown' }])
  const next = { chargeId: 'charge-2', servicePeriod: may }
  expect(costs(fillCostsFromCharges(open, [charged(), charged(next)]))).toEqual([
    '2026-04-01 2026-06-01 2519e-2 charge-1,charge-2',
    '2026-06-01  unknown ',
  ])
  const dearer = charged({ ...next, unitCost: money('26.00', 'USD'), cost: money('442.00', 'USD') })
  expect(costs(fillCostsFromCharges(open, [charged(), dearer]))).toEqual([
    '2026-04-01 2026-05-01 2519e-2 charge-1',
    '2026-05-01 2026-06-01 2600e-2 charge-2',
    '2026-06-01  unknown ',
  ])
})

test.each<[string, readonly RecordedCharge[]]>([
  ['a proration', [charged({ kind: 'prorate' })]],
  ['a charge whose quantity times unit cost is not its cost', [charged({ cost: money('214.12', 'USD') })]],
  ['a charge without a quantity', [charged({ quantity: 'unknown' })]],
  ['a charge for another term', [charged({ billingTerm: 'annual' })]],
  ['a charge that names no term', [charged({ billingTerm: undefined })]],
  ['a charge for another product', [charged({ productId: 'p-2' })]],
  ['a charge that the distributor collects itself', [charged({ billedByDistributor: true })]],
  ['a line of zero', [charged({ unitCost: money('0', 'USD'), cost: money('0', 'USD') })]],
  ['a charge that takes back', [charged({ quantity: decimal('-17'), cost: money('-428.23', 'USD') })]],
  [
    'two charges that contradict each other',
    [charged(), charged({ chargeId: 'charge-2', unitCost: money('26', 'USD'), cost: money('442', 'USD') })],
  ],
])('%s tells no unit cost', (_what, charges) => {
  expect(costs(fillCostsFromCharges(fromHistory, charges))).toEqual([
    '2026-01-01 2026-04-06 unknown ',
    '2026-04-06  2519e-2 ',
  ])
})

test('only days in force within the period make charges worth reading', () => {
  expect(lacksCostIn(fromHistory, april)).toBe(true)
  expect(lacksCostIn(fromHistory, may)).toBe(false)
  const ended = timeline('s-1', [{ from: '2026-01-01', quantity: '17', cost: 'unknown', inForce: false }])
  expect(lacksCostIn(ended, april)).toBe(false)
})
