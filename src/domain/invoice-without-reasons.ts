import type { Invoice, InvoiceLine } from './invoice.ts'

/**
 * An invoice as a later month compares with it: what each line billed and, on a correction, of which month; not why. Its
 * lines look like those of a document that was entered by hand.
 */
export function withoutReasons(invoice: Invoice): Invoice {
  return { ...invoice, lines: invoice.lines.map(withoutOwnReasons) }
}

function withoutOwnReasons(line: InvoiceLine): InvoiceLine {
  const { quantityBasis, quantityRule, trueUp } = line.reasons
  const nothing = { slice: [], byBasis: [], price: undefined, steps: [], evidence: [] }
  return { ...line, reasons: { quantityBasis, quantityRule, ...nothing, ...(trueUp === undefined ? {} : { trueUp }) } }
}
