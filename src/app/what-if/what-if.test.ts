import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { failureOf } from '../../../test/helpers/failure-of.ts'
import { openPostingScene, type PostingScene } from '../../../test/helpers/posting-scene.ts'
import { timeline } from '../../../test/helpers/billing-scenario.ts'
import { adapterRegistry } from '../../cli/adapter-registry.ts'
import { readBillingConfig } from '../../config/read-billing-config.ts'
import { billingMonth } from '../../domain/period.ts'
import { formatDecimal } from '../../money/decimal.ts'
import { createManualClock } from '../../support/clock.ts'
import { effectsCsv } from './effects-csv.ts'
import { supposeConfig } from './suppose-config.ts'
import { supposeSupply } from './suppose-supply.ts'
import { readSupposition } from './supposition.ts'
import { whatIf } from './what-if.ts'

const config = `# Ours
seatledger: 1
house: { currency: USD, price: { hold: 22.00 } } # the house
catalog:
  - { item: m365, name: M365 }
clients:
  - client: bear-creek
    name: Bear Creek Winery
    ledger: { connection: books }
    lines:
      - { line: seats, item: m365, syncsQuantity: true, price: cost }
`

const suppose = (...texts: readonly string[]) => supposeConfig(config, texts.map(readSupposition))
const failure = (work: () => unknown) => failureOf(Promise.resolve().then(work))

describe('a setting is supposed to be another', () => {
  test('at the client, where it was not stated', () => {
    const read = readBillingConfig(suppose('client=bear-creek:price.markupPercent=25'), 'supposed.yaml', 1)
    expect(read.clients[0]?.rules.price).toMatchObject({ policy: 'sync', from: 'cost' })
    expect(read.house.rules.price).toMatchObject({ policy: 'hold' })
  })

  test('a price is stated anew as a whole, and all else stays as it was written', () => {
    const text = suppose('house:price.markupPercent=25')
    expect(readBillingConfig(text, 'supposed.yaml', 1).house.rules.price).toMatchObject({ policy: 'sync' })
    expect(text).toContain('# Ours')
    expect(text).toContain('# the house')
  })

  test('at an item, at a line, and with a value that is more than a word', () => {
    const text = suppose('item=m365:quantityBasis=daily', 'line=bear-creek/seats:price={ hold: 21.50 }')
    const read = readBillingConfig(text, 'supposed.yaml', 1)
    expect(read.items[0]?.rules.quantityBasis).toBe('daily')
    expect(read.clients[0]?.lines[0]?.rules.price).toMatchObject({ policy: 'hold' })
  })

  test('what the config does not have is refused, and so is what cannot be read', async () => {
    expect((await failure(() => suppose('client=nobody:price=cost'))).message).toContain('has no client "nobody"')
    expect((await failure(() => readSupposition('price=cost'))).message).toContain('client=bear-creek')
    expect((await failure(() => supposeSupply([readSupposition('product=p-1:colour=red')]))).message).toContain(
      'unitCost',
    )
    expect((await failure(() => supposeSupply([readSupposition('product=p-1:unitCost=dear')]))).message).toContain(
      'is not a number',
    )
  })
})

describe('a product is supposed to cost otherwise', () => {
  const held = timeline('s-1', [
    { from: '2025-01-01', quantity: '17', cost: '20.00', product: 'p-1' },
    { from: '2026-10-01', cost: 'unknown' },
  ])
  const costs = (...texts: readonly string[]) =>
    supposeSupply(texts.map(readSupposition))(held).steps.map(({ unitCost }) =>
      unitCost === 'unknown' ? 'unknown' : formatDecimal(unitCost),
    )

  test('by percent or by amount; what is unknown stays so', () => {
    // 20.00 x 1.05
    expect(costs('product=p-1:unitCostPercent=5')).toEqual(['21.0000', 'unknown'])
    expect(costs('product=*:unitCost=19.40')).toEqual(['19.40', 'unknown'])
    expect(costs('product=p-2:unitCost=19.40')).toEqual(['20.00', 'unknown'])
  })

  test('or to be billed by another term', () => {
    const [step] = supposeSupply([readSupposition('product=p-1:billingTerm=annual')])(held).steps
    expect(step?.billingTerm).toBe('annual')
  })
})

describe('real months are worked again', () => {
  let scene: PostingScene

  beforeAll(async () => {
    scene = await openPostingScene({ clock: createManualClock(new Date('2026-12-01T08:00:00Z')), clients: 3 })
    await scene.applyPrice('100.00')
  })

  afterAll(async () => {
    await scene.close()
  })

  test('with the effect per client and product in money, nothing stored, also for a month that was posted', async () => {
    await scene.post(await scene.approvedRun('2026-03'))
    const effects = await whatIf(scene.context, adapterRegistry, {
      periods: [billingMonth('2026-03')],
      config: undefined,
      suppositions: [readSupposition('line=client-02/client-02-support:unitPrice=120.00')],
    })
    // Two units at 20.00 more; all three clients: 100 + 200 + 300.
    expect(effects).toMatchObject([
      {
        month: '2026-03',
        clients: [
          {
            clientId: 'client-02',
            now: '200.00',
            then: '240.00',
            change: '40.00',
            products: [{ itemId: 'support', now: '200.00', then: '240.00', change: '40.00', costNow: 'unknown' }],
          },
        ],
        totals: [{ currency: 'USD', now: '600.00', then: '640.00', change: '40.00' }],
      },
    ])
    expect(effectsCsv(effects)).toBe(
      'month,client,name,currency,item,item_name,now,then,change,cost_now,cost_then,outcome_then\r\n' +
        '2026-03,client-02,Company of client-02,USD,support,Managed support,200.00,240.00,40.00,unknown,unknown,ready\r\n',
    )
  })
})
