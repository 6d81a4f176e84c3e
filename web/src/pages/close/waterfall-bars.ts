import type { CurrencyFigures, ChangeCause } from '../../api/overview.ts'
import { addDecimals } from '../../money/decimal-text.ts'

export interface Bar {
  readonly key: 'last-month' | ChangeCause | 'this-month'
  readonly amount: string
  /** Where the bar begins and ends, from 0 to 1000 across the chart. For the eye: amounts stand beside it as text. */
  readonly from: number
  readonly to: number
}

/** The steps from last month's amount to this month's; the last one ends where all of them lead to. */
export function waterfallBars({ lastMonth, toInvoice, causes }: CurrencyFigures): readonly Bar[] {
  const levels = [lastMonth]
  for (const { amount } of causes) levels.push(addDecimals(levels.at(-1) ?? '0', amount))
  const all = ['0', toInvoice, ...levels].map(Number)
  const [least, most] = [Math.min(...all), Math.max(...all)]
  const place = (amount: string | number): number =>
    most === least ? 0 : Math.round(((Number(amount) - least) / (most - least)) * 1_000)
  return [
    { key: 'last-month', amount: lastMonth, from: place(0), to: place(lastMonth) },
    ...causes.map(({ cause, amount }, index) => ({
      ...{ key: cause, amount, from: place(levels[index] ?? '0'), to: place(levels[index + 1] ?? '0') },
    })),
    { key: 'this-month', amount: toInvoice, from: place(0), to: place(toInvoice) },
  ]
}
