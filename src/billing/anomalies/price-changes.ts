import type { Anomaly } from '../../domain/anomaly.ts'
import type { InvoiceLine } from '../../domain/invoice.ts'
import { minorUnitsOf } from '../../money/currency.ts'
import { compareDecimals, decimal, multiplyDecimals, roundDecimal, subtractDecimals } from '../../money/decimal.ts'
import { isAdjustment } from '../prices/is-adjustment.ts'
import { stakeOf } from './at-stake.ts'
import { isOfEarlierMonth } from '../true-ups/billed-month.ts'
import type { ClientView } from './client-view.ts'
import { makeAnomaly } from './make-anomaly.ts'

/** Unit prices that differ from what was billed for the last period. */
export function findPriceChanges({ client, invoiceLines, previous }: ClientView): Anomaly[] {
  return invoiceLines.flatMap((line) => {
    if (
      line.source === 'pass-through' ||
      isOfEarlierMonth(line) ||
      decimal(line.quantity).units < 0n ||
      isAdjustment(line)
    )
      return []
    const before = priceBefore(
      line,
      previous.allLines(line.billingLineId).filter((other) => !isAdjustment(other)),
    )
    if (before === undefined) return []
    const difference = subtractDecimals(decimal(line.unitPrice), decimal(before))
    const effect = multiplyDecimals(difference, decimal(line.quantity))
    const stake = stakeOf(roundDecimal(effect, minorUnitsOf(client.currency), 'half-up'), client.currency)
    const prices = `${line.unitPrice} ${client.currency} instead of ${before} ${client.currency} last period`
    const sign = difference.units < 0n ? 'less' : 'more'
    return [
      makeAnomaly({
        code: 'price-changed',
        clientId: client.clientId,
        subject: { kind: 'line', id: line.billingLineId },
        message: `${line.description}: ${prices}; ${stake.amount} ${stake.currency} ${sign} a month for ${line.quantity}.`,
        atStake: stake,
      }),
    ]
  })
}

/** The last period's price of the line, unless this price was among those billed then. */
function priceBefore(line: InvoiceLine, before: readonly InvoiceLine[]): string | undefined {
  const [first] = before
  if (first === undefined) return undefined
  const price = decimal(line.unitPrice)
  if (before.some((other) => compareDecimals(decimal(other.unitPrice), price) === 0)) return undefined
  return line.was?.unitPrice ?? first.unitPrice
}
