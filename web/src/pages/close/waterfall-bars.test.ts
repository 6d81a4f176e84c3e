import { expect, test } from 'vitest'
import { waterfallBars } from './waterfall-bars.ts'

test('each bar begins where the one before it ended, and the last is the whole', () => {
  const bars = waterfallBars({
    ...{ currency: 'USD', lastMonth: '80.00', toInvoice: '100.00', clients: 1, cost: '0.00', margin: '0.00' },
    ...{ unknownLines: 1, unknownBilled: '100.00' },
    causes: [
      { cause: 'seats-added', amount: '30.00', lines: 2 },
      { cause: 'ended', amount: '-10.00', lines: 1 },
    ],
  })
  // From 0 to 110.00 is the whole width.
  expect(bars.map(({ key, from, to }) => [key, from, to])).toEqual([
    ['last-month', 0, 727],
    ['seats-added', 727, 1000],
    ['ended', 1000, 909],
    ['this-month', 0, 909],
  ])
})
