import type { InvoiceLine } from '../../domain/invoice.ts'
import { decimal } from '../../money/decimal.ts'
import { lineDescription } from './line-description.ts'
import { opposite, quantityAndPrice, workingOf, type LinePlaces, type QuantityAndPrice } from './quantity-and-price.ts'

/** A line in the form in which a ledger holds it: numbers that multiply to the approved amount, and its text. */
export interface ShownLine extends QuantityAndPrice {
  readonly description: string
}

/** @param isTurned true on a document that states what it takes off. */
export function shownLine(
  line: InvoiceLine,
  { places, descriptionLength, isTurned }: { places: LinePlaces; descriptionLength: number; isTurned: boolean },
): ShownLine {
  const billed = quantityAndPrice(
    {
      quantity: decimal(line.quantity),
      unitPrice: decimal(line.unitPrice),
      amount: decimal(line.amount),
      proration: line.proration,
    },
    places,
  )
  const working = billed.form === 'single' ? workingOf(line) : undefined
  const description = lineDescription(line.description, working, descriptionLength)
  return { ...(isTurned ? opposite(billed) : billed), description }
}
