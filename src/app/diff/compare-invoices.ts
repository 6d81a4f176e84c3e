import type { Invoice, InvoiceLine } from '../../domain/invoice.ts'
import { addDecimals, decimal, formatDecimal, subtractDecimals, zero } from '../../money/decimal.ts'
import { lineCauses, type LineCause } from './line-causes.ts'

/** What one line bills, as the invoice says it. */
export interface LineFigures {
  readonly quantity: string
  readonly unitPrice: string
  readonly amount: string
}

/** A line that is on one of two invoices only, or bills something else on the second. */
export interface LineDifference {
  readonly lineKey: string
  readonly description: string
  readonly before: LineFigures | undefined
  readonly after: LineFigures | undefined
  /** Signed: what the second bills more. */
  readonly change: string
  readonly causes: readonly LineCause[]
}

/** The lines that differ in what they bill, by their keys, in the second invoice's order and then those that are gone. */
export function compareInvoices(before: Invoice | undefined, after: Invoice | undefined): LineDifference[] {
  const [left, right] = [byKey(before), byKey(after)]
  const keys = [...new Set([...right.keys(), ...left.keys()])]
  return keys.flatMap((key) => {
    const [was, is] = [left.get(key), right.get(key)]
    if (was !== undefined && is !== undefined && sameFigures(was, is)) return []
    return [differenceOf(key, was, is)]
  })
}

function byKey(invoice: Invoice | undefined): ReadonlyMap<string, InvoiceLine> {
  return new Map((invoice?.lines ?? []).map((line) => [line.lineKey, line]))
}

function differenceOf(
  lineKey: string,
  before: InvoiceLine | undefined,
  after: InvoiceLine | undefined,
): LineDifference {
  return {
    lineKey,
    description: (after ?? before)?.description ?? lineKey,
    before: figuresOf(before),
    after: figuresOf(after),
    change: changeOf(before?.amount, after?.amount),
    causes: lineCauses(before, after),
  }
}

function figuresOf(line: InvoiceLine | undefined): LineFigures | undefined {
  return line === undefined ? undefined : { quantity: line.quantity, unitPrice: line.unitPrice, amount: line.amount }
}

function sameFigures(a: InvoiceLine, b: InvoiceLine): boolean {
  return a.quantity === b.quantity && a.unitPrice === b.unitPrice && a.amount === b.amount
}

/** What the second amount has more than the first; one that is missing counts as nothing billed. */
export function changeOf(before: string | undefined, after: string | undefined): string {
  return formatDecimal(subtractDecimals(decimal(after ?? '0'), decimal(before ?? '0')))
}

/** The sum of signed changes. */
export function sumOfChanges(changes: readonly string[]): string {
  return formatDecimal(changes.map((change) => decimal(change)).reduce(addDecimals, zero))
}
