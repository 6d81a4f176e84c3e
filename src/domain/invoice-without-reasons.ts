import type { Invoice } from './invoice.ts'
import { noReasons } from './no-reasons.ts'

/** An invoice as a later month compares with it: what each line billed, not why. */
export function withoutReasons(invoice: Invoice): Invoice {
  return { ...invoice, lines: invoice.lines.map((line) => ({ ...line, reasons: noReasons })) }
}
