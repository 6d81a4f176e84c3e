import type { DecimalText, InvoiceLine } from '../../domain/invoice.ts'
import { formatAmount, money, subtractMoney, sumMoney } from '../../money/money.ts'

/** What lines cost us, with how much of it is not known: a sum that left that out would look like a margin. */
export interface LineCosts {
  /** Of the lines whose cost is known. */
  readonly cost: DecimalText
  /** What those lines bill, less their cost. */
  readonly margin: DecimalText
  readonly unknownLines: number
  /** What the lines bill whose cost is not known. */
  readonly unknownBilled: DecimalText
}

/** Sums rounded lines of one currency. */
export function lineCosts(lines: readonly Pick<InvoiceLine, 'amount' | 'cost'>[], currency: string): LineCosts {
  const known = lines.flatMap(({ amount, cost }) => (cost === 'unknown' ? [] : [{ amount, cost }]))
  const unknown = lines.filter(({ cost }) => cost === 'unknown')
  const sum = (amounts: readonly string[]): ReturnType<typeof sumMoney> =>
    sumMoney(
      currency,
      amounts.map((amount) => money(amount, currency)),
    )
  const cost = sum(known.map((line) => line.cost))
  return {
    cost: formatAmount(cost),
    margin: formatAmount(subtractMoney(sum(known.map(({ amount }) => amount)), cost)),
    unknownLines: unknown.length,
    unknownBilled: formatAmount(sum(unknown.map(({ amount }) => amount))),
  }
}
