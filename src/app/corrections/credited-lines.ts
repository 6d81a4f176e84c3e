import type { CreditedLine, CreditKind } from '../../domain/credit.ts'
import type { Invoice, InvoiceLine } from '../../domain/invoice.ts'
import { minorUnitsOf } from '../../money/currency.ts'
import {
  absoluteDecimal,
  compareDecimals,
  decimal,
  fitsPlaces,
  formatDecimal,
  negateDecimal,
  parseDecimal,
  subtractDecimals,
  sumDecimals,
  type Decimal,
} from '../../money/decimal.ts'
import { CorrectionRefused } from './correction-refused.ts'

/** A line that is to be credited; without an amount, all that is left of it. */
export interface CreditRequest {
  readonly lineKey: string
  readonly amount: string | undefined
}

/** A line of a posted invoice with what is taken off it. */
export interface LineCredit {
  readonly line: InvoiceLine
  /** Signed as the line's own amount. */
  readonly amount: Decimal
  /** All of the line, of which nothing was credited before. */
  readonly isWhole: boolean
}

/**
 * What is taken off each line of a posted invoice: of the lines named, or of all of them. No line gives back more than
 * it billed, whatever was credited before; only an adjustment may charge more, where the amount is below zero.
 * @param before What was credited of this invoice already.
 * @throws {CorrectionRefused} that names the line.
 */
export function creditedLines(
  invoice: Invoice,
  requested: readonly CreditRequest[],
  before: readonly CreditedLine[],
  kind: CreditKind,
): readonly LineCredit[] {
  const credits =
    requested.length === 0
      ? invoice.lines.map((line) => creditOf(line, leftOf(line, before)))
      : requested.map((request) => chosenCredit(invoice, request, before, kind))
  const counting = credits.filter(({ amount }) => amount.units !== 0n)
  const total = sumDecimals(counting.map(({ amount }) => amount))
  if (counting.length === 0) throw new CorrectionRefused('All of this invoice was credited already.')
  if (kind === 'credit-memo' && total.units <= 0n) {
    throw new CorrectionRefused(
      `What is credited comes to ${formatDecimal(total)}, and a credit memo takes something off. Use --adjust to charge more.`,
    )
  }
  return counting
}

/** The first line, if any, that would give back more than it billed: what was approved meanwhile counts. */
export function overCredited(
  invoice: Invoice,
  credited: readonly CreditedLine[],
  before: readonly CreditedLine[],
): InvoiceLine | undefined {
  return invoice.lines.find((line) =>
    credited.some((one) => one.lineKey === line.lineKey && isTooMuch(line, decimal(one.amount), leftOf(line, before))),
  )
}

function chosenCredit(
  invoice: Invoice,
  { lineKey, amount }: CreditRequest,
  before: readonly CreditedLine[],
  kind: CreditKind,
): LineCredit {
  const line = invoice.lines.find((one) => one.lineKey === lineKey)
  if (line === undefined) {
    const keys = invoice.lines.map((one) => one.lineKey).join(', ')
    throw new CorrectionRefused(`The invoice has no line "${lineKey}". It has: ${keys}.`)
  }
  const left = leftOf(line, before)
  if (amount === undefined) return creditOf(line, left)
  const asked = parseDecimal(amount)
  const places = minorUnitsOf(invoice.currency)
  if (asked === undefined || !fitsPlaces(asked, places)) {
    throw new CorrectionRefused(
      `"${amount}" for line ${lineKey} is no amount of ${invoice.currency} with at most ${String(places)} places.`,
    )
  }
  if (asked.units === 0n) throw new CorrectionRefused(`Line ${lineKey} is to be credited nothing. Leave it out.`)
  if (isOpposite(line, asked) && kind === 'credit-memo') {
    throw new CorrectionRefused(
      `${amount} for line ${lineKey} would charge more instead of taking it off. Use --adjust for that.`,
    )
  }
  if (isTooMuch(line, asked, left)) {
    throw new CorrectionRefused(
      `Line ${lineKey} billed ${line.amount} ${invoice.currency}, of which ${formatDecimal(left)} is not credited yet; ${amount} is more than that.`,
    )
  }
  return creditOf(line, asked)
}

function creditOf(line: InvoiceLine, amount: Decimal): LineCredit {
  return { line, amount, isWhole: compareDecimals(amount, decimal(line.amount)) === 0 }
}

function leftOf(line: InvoiceLine, before: readonly CreditedLine[]): Decimal {
  const credited = before.filter(({ lineKey }) => lineKey === line.lineKey).map(({ amount }) => decimal(amount))
  return subtractDecimals(decimal(line.amount), sumDecimals(credited))
}

/** Of the other sign than the line: it would charge more. */
function isOpposite(line: InvoiceLine, amount: Decimal): boolean {
  const billed = decimal(line.amount)
  return billed.units !== 0n && billed.units < 0n !== amount.units < 0n
}

function isTooMuch(line: InvoiceLine, amount: Decimal, left: Decimal): boolean {
  return !isOpposite(line, amount) && compareDecimals(absoluteDecimal(amount), absoluteDecimal(left)) > 0
}

/** The amount as it stands on the document that gives it back. */
export function takenOff({ amount }: LineCredit): string {
  return formatDecimal(negateDecimal(amount))
}
