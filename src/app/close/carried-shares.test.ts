import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  april,
  charge,
  clientInvoice,
  distributorInvoice,
  scene,
  seventeenBilled,
} from '../../../test/helpers/reconciliation-scene.ts'
import { readBillingConfig } from '../../config/read-billing-config.ts'
import { addDecimals, decimal, formatDecimal } from '../../money/decimal.ts'
import { revenueOfGroup } from '../../reconciliation/decisions/revenue-of-group.ts'
import { reconcilePeriod } from '../../reconciliation/reconcile-period.ts'
import type { Finding } from '../../reconciliation/tie-out.ts'
import { carriedShares, type CarryRequest } from './carried-shares.ts'
import { DecisionRefused } from './close-failures.ts'
import { readCarriedLines, writeCarriedLines } from './carried-text.ts'

const config = readBillingConfig(
  `seatledger: 1
house: { currency: USD, price: { markupPercent: 20 } }
catalog:
  - { item: m365, name: M365 Business Standard, covers: [{ source: pax8-main, product: m365-bs }] }
  - { item: fees, name: Fees }
clients:
  - { client: bear-creek, name: Bear Creek Winery, ledger: { connection: books, customer: 7 } }
  - { client: north-wind, name: North Wind Bakery, ledger: { connection: books, customer: 8 } }
  - { client: far-shore, name: Far Shore GmbH, currency: EUR, ledger: { connection: books, customer: 9 } }
`,
  'billing.yaml',
  1,
)
const about = { period: april, config, reason: 'two seats were missed', id: 'decision-1', revenue: [] }
const plain: CarryRequest = { clients: [], amount: undefined, itemId: undefined, description: undefined }

/** The one finding of a class when so many seats of 22.00 are charged and 17 are billed at 26.40. */
function compared(
  seats: string,
  cost: string,
  name: Finding['class'],
): { finding: Finding; revenue: Finding['revenue'] } {
  const charged = distributorInvoice({ total: cost }, [charge({ quantity: seats, cost, unitCost: '22.00' })])
  const tieOut = reconcilePeriod(scene([charged], [clientInvoice([seventeenBilled])]))
  const findings = tieOut.invoices.flatMap((invoice) => invoice.findings)
  const finding = findings.find((each) => each.class === name)
  if (finding === undefined) throw new Error(`No finding of class ${name}.`)
  return { finding, revenue: revenueOfGroup(findings, finding) }
}

function fee(): Finding {
  const nobodys = charge({ cost: '375.00', unitCost: '375.00', companyId: undefined, subscriptionId: undefined })
  const tieOut = reconcilePeriod(scene([distributorInvoice({ total: '375.00' }, [nobodys])], []))
  const [finding] = tieOut.invoices.flatMap(({ findings }) => findings)
  if (finding === undefined) throw new Error('The fee is no finding.')
  return finding
}

test('what is carried costs the client what their own lines make of our cost: 44.00 at 448.80 for 374.00 is 52.80', () => {
  const { finding, revenue } = compared('19', '418.00', 'under-billed')
  // The client's line bills 448.80 for 374.00 of cost, a ratio of 1.2.
  expect(carriedShares(finding, plain, { ...about, revenue })).toEqual([
    {
      carriedId: 'decision-1/1',
      clientId: 'bear-creek',
      itemId: 'm365',
      description: 'M365 Business Standard: true-up for 2026-04',
      servicePeriod: april,
      amount: '52.80',
      currency: 'USD',
      cost: '44.00',
      costCurrency: 'USD',
      from: '2026-05-01',
      reason: 'two seats were missed',
    },
  ])
})

test('what the client was billed too much comes back with its sign', () => {
  const { finding, revenue } = compared('15', '330.00', 'over-billed')
  const [line] = carriedShares(finding, plain, { ...about, revenue })
  expect(line).toMatchObject({
    amount: '-52.80',
    cost: '-44.00',
    description: 'M365 Business Standard: credit for 2026-04',
  })
})

test('a charge without a client is shared by weight, and the parts add up to the cent', () => {
  const request = {
    ...plain,
    clients: [
      { clientId: 'bear-creek', weight: 1 },
      { clientId: 'north-wind', weight: 2 },
    ],
    amount: '100.00',
    itemId: 'fees',
    description: 'Migration support',
  }
  const lines = carriedShares(fee(), request, about)
  expect(lines.map(({ clientId, amount, cost, description }) => [clientId, amount, cost, description])).toEqual([
    ['bear-creek', '33.33', '125.00', 'Migration support'],
    ['north-wind', '66.67', '250.00', 'Migration support'],
  ])
})

test('whatever the weights, no cent is made or lost', () => {
  const finding = fee()
  const share = fc.record({
    clientId: fc.constantFrom('bear-creek', 'north-wind'),
    weight: fc.integer({ min: 1, max: 999 }),
  })
  fc.assert(
    fc.property(
      fc.array(share, { minLength: 1, maxLength: 9 }),
      fc.integer({ min: -9999, max: 9999 }),
      (clients, cents) => {
        const amount = formatDecimal({ units: BigInt(cents), scale: 2 })
        const lines = carriedShares(finding, { ...plain, clients, amount, itemId: 'fees' }, about)
        const sum = lines.map((line) => decimal(line.amount)).reduce(addDecimals)
        expect(formatDecimal(sum)).toBe(amount)
        expect(readCarriedLines(writeCarriedLines(lines))).toEqual(lines)
      },
    ),
  )
})

const eur = { clientId: 'far-shore', weight: 1 }
const usd = { clientId: 'bear-creek', weight: 1 }

test.each([
  ['nobody to pay', { amount: '1.00', itemId: 'fees' }, /names no client.*--client/s],
  [
    'an unknown client',
    { clients: [{ clientId: 'nobody', weight: 1 }], amount: '1.00', itemId: 'fees' },
    /no client "nobody"/,
  ],
  ['an amount that nobody knows', { clients: [usd], itemId: 'fees' }, /375\.00 USD.*--amount/s],
  ['half a cent', { clients: [usd], amount: '1.005', itemId: 'fees' }, /at most 2 decimal places, not "1\.005"/],
  ['words for an amount', { clients: [usd], amount: 'much', itemId: 'fees' }, /not "much"/],
  ['no item', { clients: [usd], amount: '1.00' }, /--item ID/],
  ['an unknown item', { clients: [usd], amount: '1.00', itemId: 'nothing' }, /no catalog item "nothing"/],
  ['two currencies', { clients: [usd, eur], amount: '1.00', itemId: 'fees' }, /USD.*EUR.*across currencies/s],
] as const)('%s is refused, with what to do', (_what, request, message) => {
  const attempt = (): unknown => carriedShares(withoutProduct(fee()), { ...plain, ...request }, about)
  expect(attempt).toThrow(DecisionRefused)
  expect(attempt).toThrow(message)
})

function withoutProduct(finding: Finding): Finding {
  return { ...finding, productId: undefined }
}
