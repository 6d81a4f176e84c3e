import type { Anomaly } from '../../domain/anomaly.ts'
import {
  absoluteDecimal,
  addDecimals,
  compareDecimals,
  decimal,
  multiplyDecimals,
  subtractDecimals,
  type Decimal,
} from '../../money/decimal.ts'
import { roundFraction } from '../../money/fraction.ts'
import { amountText } from '../numbers-as-text.ts'
import { stakeOf } from './at-stake.ts'
import { thresholdsFor, type ClientView } from './client-view.ts'
import { makeAnomaly } from './make-anomaly.ts'

/** With fewer months than this there is no range that a total could be above. */
const fewestMonthsOfRange = 3

/** Totals that differ much from the last period's, lie above the range of the last twelve months, or are zero. */
export function findTotalChanges(view: ClientView): Anomaly[] {
  return [...largeChange(view), ...aboveRange(view), ...zeroTotal(view)]
}

function largeChange(view: ClientView): Anomaly[] {
  const { client, total, previous } = view
  const last = previous.lastPeriod
    .filter(({ currency }) => currency === client.currency)
    .map((one) => decimal(one.total))
  const [first, ...rest] = last
  if (first === undefined) return []
  const before = rest.reduce(addDecimals, first)
  const change = subtractDecimals(total, before)
  const { totalChangePercent, totalChangeLeast } = thresholdsFor(view)
  if (compareDecimals(absoluteDecimal(change), totalChangeLeast) < 0) return []
  if (compareDecimals(absoluteDecimal(change), percentOf(absoluteDecimal(before), totalChangePercent)) < 0) return []
  const stake = stakeOf(change, client.currency)
  const way = change.units < 0n ? 'less' : 'more'
  const share = before.units === 0n ? '' : ` (${shareInWords(change, before)} %)`
  const totals = `${inCurrency(view, total)} instead of ${inCurrency(view, before)} last period`
  return [found(view, 'total-changed', `is ${totals}: ${stake.amount} ${stake.currency} ${way}${share}`, change)]
}

function aboveRange(view: ClientView): Anomaly[] {
  const { client, total, earlierTotals } = view
  const known = earlierTotals.filter(({ currency }) => currency === client.currency).map((one) => decimal(one.total))
  const sorted = [...known].sort(compareDecimals)
  const [least, most] = [sorted[0], sorted.at(-1)]
  if (least === undefined || most === undefined || sorted.length < fewestMonthsOfRange || most.units <= 0n) return []
  const { aboveRangePercent } = thresholdsFor(view)
  if (compareDecimals(total, addDecimals(most, percentOf(most, aboveRangePercent))) <= 0) return []
  const range = `${inCurrency(view, least)} to ${inCurrency(view, most)}`
  const months = `the ${String(sorted.length)} months billed of the last twelve`
  const message = `is ${inCurrency(view, total)}, above the ${range} of ${months}`
  return [found(view, 'total-above-range', message, subtractDecimals(total, most))]
}

/** An invoice of lines that cancel each other out, or cost nothing: hardly ever meant. */
function zeroTotal(view: ClientView): Anomaly[] {
  const { total, invoiceLines } = view
  if (invoiceLines.length === 0 || total.units !== 0n) return []
  const lines = invoiceLines.length === 1 ? '1 line' : `${String(invoiceLines.length)} lines`
  return [found(view, 'zero-invoice', `is ${inCurrency(view, total)}, of ${lines}`, undefined)]
}

function found(
  { client }: ClientView,
  code: 'total-changed' | 'total-above-range' | 'zero-invoice',
  what: string,
  stake: Decimal | undefined,
): Anomaly {
  return makeAnomaly({
    code,
    clientId: client.clientId,
    subject: { kind: 'client', id: client.clientId },
    message: `The total for ${client.name} ${what}.`,
    atStake: stake === undefined ? undefined : stakeOf(stake, client.currency),
  })
}

function percentOf(value: Decimal, percent: number): Decimal {
  return multiplyDecimals(value, { units: BigInt(percent), scale: 2 })
}

function shareInWords(change: Decimal, before: Decimal): string {
  const scale = Math.max(change.scale, before.scale)
  const units = ({ units: own, scale: places }: Decimal): bigint => own * 10n ** BigInt(scale - places)
  const [part, whole] = [units(absoluteDecimal(change)) * 100n, units(absoluteDecimal(before))]
  return String(roundFraction({ numerator: part, denominator: whole }, 0, 'half-up').units)
}

function inCurrency({ client }: ClientView, value: Decimal): string {
  return `${amountText(value, client.currency)} ${client.currency}`
}
