import type { Anomaly } from '../../domain/anomaly.ts'
import type { InvoiceLine } from '../../domain/invoice.ts'
import type { LineWork } from '../lines/line-work.ts'
import {
  addDecimals,
  compareDecimals,
  decimal,
  multiplyDecimals,
  roundDecimal,
  subtractDecimals,
  zero,
  type Decimal,
} from '../../money/decimal.ts'
import { minorUnitsOf } from '../../money/currency.ts'
import { stakeOf } from './at-stake.ts'
import type { ClientView } from './client-view.ts'
import { makeAnomaly } from './make-anomaly.ts'
import { lineInWords } from './subject-words.ts'

/** Held prices below cost, and billing lines that bill less than they cost. */
export function findLowMargins(view: ClientView): Anomaly[] {
  return view.works.flatMap((work) => {
    const held = heldBelowCost(view, work)
    return held.length > 0 ? held : lossOf(view, work)
  })
}

function heldBelowCost({ client }: ClientView, { invoiceLines, line }: LineWork): Anomaly[] {
  const below = invoiceLines.filter((invoiceLine) => isHeldBelowCost(invoiceLine))
  return below.map(({ unitPrice, quantity, reasons, description }) => {
    const unitCost = reasons.price?.unitCost ?? '0'
    const loss = multiplyDecimals(subtractDecimals(decimal(unitCost), decimal(unitPrice)), decimal(quantity))
    const stake = stakeOf(roundDecimal(loss, minorUnitsOf(client.currency), 'half-up'), client.currency)
    const prices = `is held at ${unitPrice} ${client.currency} and costs ${unitCost} ${client.currency}`
    return makeAnomaly({
      code: 'price-held-below-cost',
      clientId: client.clientId,
      subject: { kind: 'line', id: line.lineId },
      message: `${description} ${prices}: ${stake.amount} ${stake.currency} a month for ${quantity}.`,
      atStake: stake,
    })
  })
}

function isHeldBelowCost({ source, cost, unitPrice, quantity, reasons }: InvoiceLine): boolean {
  const unitCost = reasons.price?.unitCost ?? 'unknown'
  if (source !== 'held' || cost === 'unknown' || unitCost === 'unknown' || decimal(quantity).units < 0n) return false
  return compareDecimals(decimal(unitPrice), decimal(unitCost)) < 0
}

/** Over the whole billing line: a leaver's credit alone is negative and says nothing about the margin. */
function lossOf({ run, client }: ClientView, { line, invoiceLines }: LineWork): Anomaly[] {
  const costs = invoiceLines.map(({ cost }) => cost)
  if (costs.length === 0 || costs.includes('unknown')) return []
  const cost = sum(costs)
  const billed = sum(invoiceLines.map(({ amount }) => amount))
  if (compareDecimals(billed, cost) >= 0 || cost.units < 0n) return []
  const stake = stakeOf(subtractDecimals(cost, billed), client.currency)
  const amounts = `bills ${stakeText(billed, client.currency)} and costs ${stakeText(cost, client.currency)}`
  return [
    makeAnomaly({
      code: 'negative-margin',
      clientId: client.clientId,
      subject: { kind: 'line', id: line.lineId },
      message: `${lineInWords(run, line)} ${amounts}: ${stake.amount} ${stake.currency} short.`,
      atStake: stake,
    }),
  ]
}

function sum(amounts: readonly string[]): Decimal {
  return amounts.reduce<Decimal>((total, amount) => addDecimals(total, decimal(amount)), zero)
}

function stakeText(amount: Decimal, currency: string): string {
  const sign = amount.units < 0n ? '-' : ''
  const { amount: digits } = stakeOf(amount, currency)
  return `${sign}${digits} ${currency}`
}
