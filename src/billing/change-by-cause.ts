import type { Invoice, InvoiceLine } from '../domain/invoice.ts'
import {
  addDecimals,
  compareDecimals,
  decimal,
  formatDecimal,
  multiplyDecimals,
  roundDecimal,
  subtractDecimals,
  sumDecimals,
  zero,
  type Decimal,
} from '../money/decimal.ts'
import { minorUnitsOf } from '../money/currency.ts'

/** Why a month bills a client more or less than the month before, in the order in which it is told. */
export const changeCauses = [
  'seats-added',
  'seats-removed',
  'new-line',
  'ended',
  'price',
  'proration',
  'true-up',
  'carried',
  'manual',
  'other',
] as const
export type ChangeCause = (typeof changeCauses)[number]

/** A part of the change from last month: signed, in the invoice's currency. */
export interface ChangePart {
  readonly cause: ChangeCause
  /** Undefined for what ended: it is on last month's invoice only. */
  readonly line: InvoiceLine | undefined
  readonly amount: string
}

/**
 * What makes the difference between a client's invoice and its last one. The parts add up to it exactly: a line whose
 * seats and price both moved is split at the rounded worth of its new seats at the old price, and the rest is price; what
 * the last invoice had and this one has not is one part, which ended (or was there once only).
 * @param previousTotal of the last invoice; undefined: there was none.
 */
export function changeByCause(
  { lines, currency, total }: Pick<Invoice, 'lines' | 'currency' | 'total'>,
  previousTotal: string | undefined,
): readonly ChangePart[] {
  const parts = lines.flatMap((line) => partsOf(line, currency))
  const change = subtractDecimals(decimal(total), decimal(previousTotal ?? '0'))
  const told = sumDecimals(parts.map(({ amount }) => decimal(amount)))
  const ended = subtractDecimals(change, told)
  const all: ChangePart[] = isNothing(ended)
    ? parts
    : [...parts, { cause: 'ended', line: undefined, amount: formatDecimal(ended) }]
  return all.filter(({ amount }) => !isNothing(decimal(amount)))
}

function partsOf(line: InvoiceLine, currency: string): readonly ChangePart[] {
  const { was, quantity, unitPrice, amount } = line
  const change = subtractDecimals(decimal(amount), decimal(was?.amount ?? '0'))
  const whole = (cause: ChangeCause): readonly ChangePart[] => [{ cause, line, amount: formatDecimal(change) }]
  if (line.source === 'true-up') return whole('true-up')
  if (line.source === 'carried') return whole('carried')
  if (line.proration !== undefined) return whole('proration')
  if (line.source === 'manual') return whole('manual')
  if (was === undefined) return whole('new-line')
  const moved = subtractDecimals(decimal(quantity), decimal(was.quantity))
  const seats = compareDecimals(moved, zero) > 0 ? 'seats-added' : 'seats-removed'
  const hasMoved = !isNothing(moved)
  const hasPrice = compareDecimals(decimal(unitPrice), decimal(was.unitPrice)) !== 0
  if (!hasMoved) return whole(hasPrice ? 'price' : 'other')
  if (!hasPrice) return whole(seats)
  const worth = multiplyDecimals(moved, decimal(was.unitPrice))
  const ofSeats = roundDecimal(worth, minorUnitsOf(currency), 'half-up')
  return [
    { cause: seats, line, amount: formatDecimal(ofSeats) },
    { cause: 'price', line, amount: formatDecimal(subtractDecimals(change, ofSeats)) },
  ]
}

function isNothing({ units }: Decimal): boolean {
  return units === 0n
}

/** The parts of one cause added up. */
export function sumOfParts(parts: readonly ChangePart[]): string {
  return formatDecimal(parts.map(({ amount }) => decimal(amount)).reduce(addDecimals, zero))
}
