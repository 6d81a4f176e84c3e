import { decimal, formatDecimal, trimmed } from '../../../money/decimal.ts'
import { amountPlacesOf, type LedgerDocument, type LedgerDocumentLine } from '../../document/ledger-document.ts'
import { quantityAndPrice, workingOf } from '../../document/quantity-and-price.ts'

/** A line whose quantity times unit price is its amount, for systems that multiply by themselves. */
export interface ExactLine {
  readonly quantity: string
  readonly unitPrice: string
  readonly amount: string
  readonly description: string
}

const places = { quantity: 6, unitPrice: 6 }

/**
 * Where no quantity gives the amount, the line is one unit at its amount and its working stands in the description.
 * @throws {RangeError} for an amount with more places than its currency.
 */
export function exactLine(line: LedgerDocumentLine, { currency }: LedgerDocument): ExactLine {
  const shown = quantityAndPrice(
    {
      quantity: decimal(line.quantity),
      unitPrice: decimal(line.unitPrice),
      amount: decimal(line.amount),
      proration: line.proration,
    },
    { ...places, amount: amountPlacesOf(currency) },
  )
  const working = shown.form === 'single' ? ` (${workingOf({ ...line, proration: line.proration })})` : ''
  return {
    quantity: formatDecimal(trimmed(shown.quantity)),
    unitPrice: formatDecimal(shown.unitPrice),
    amount: line.amount,
    description: `${line.description}${working}`,
  }
}
