import { z } from 'zod'
import type { Invoice, InvoiceLine } from '../../domain/invoice.ts'
import { isCurrency, minorUnitsOf } from '../../money/currency.ts'
import { decimal, formatDecimal, negateDecimal, parseDecimal, sumDecimals } from '../../money/decimal.ts'
import type { PreparationContext } from '../gateway.ts'
import { amountText } from './amount-text.ts'
import { indexOfFacts } from './facts-index.ts'

const decimalText = z
  .string()
  .max(60)
  .refine((text) => parseDecimal(text) !== undefined, 'is a decimal number in plain digits, as text')
  .describe('a decimal number in plain digits, as text')
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const period = z
  .strictObject({ start: date, end: date })
  .describe('a half-open period of days: the start is inside, the end is the day after the last one')

const lineSchema = z.strictObject({
  lineKey: z.string().min(1).describe('stable within the document'),
  item: z.strictObject({
    id: z.string().min(1).describe('the id of the item in the list that you gave'),
    name: z.string().optional().describe('its name there'),
  }),
  description: z.string(),
  servicePeriod: period,
  quantity: decimalText,
  unitPrice: decimalText,
  proration: z
    .strictObject({ days: z.int().min(0), of: z.int().min(1) })
    .optional()
    .describe('on a line that covers part of its period: these days of those'),
  amount: decimalText.describe('what the line comes to, rounded once; it counts where a product of the others differs'),
  taxable: z.boolean(),
})

const taxSchema = z.strictObject({
  isEstimate: z.boolean(),
  codes: z.array(
    z.strictObject({
      code: z.string(),
      percent: decimalText,
      inclusive: z.boolean(),
      compound: z.boolean(),
      base: decimalText,
      amount: decimalText,
    }),
  ),
  amount: decimalText,
  totalWithTax: decimalText,
})

/** An approved invoice as other systems get it; published as `docs/schema/ledger-document.schema.json`. */
export const ledgerDocumentSchema = z
  .strictObject({
    format: z.literal('seatledger-document-1'),
    documentKind: z.enum(['invoice', 'credit-memo']).describe('the amounts of a credit memo count what it takes off'),
    documentNumber: z.string().min(1).max(200).describe('our number, given out once for each document'),
    reference: z.string().min(1).max(1000).describe('our mark, by which the document is known for ever'),
    customer: z.strictObject({
      id: z.string().min(1).describe('the id of the customer in the list that you gave'),
      name: z.string().optional().describe('its name there'),
    }),
    client: z.strictObject({ id: z.string(), name: z.string() }).describe('the client in SeatLedger'),
    currency: z.string().regex(/^[A-Z]{3}$/),
    invoiceDate: date,
    billingPeriod: period,
    lines: z.array(lineSchema),
    netTotal: decimalText.describe('the sum of the lines, before tax that is charged on top of them'),
    tax: taxSchema.optional().describe('only where SeatLedger was told to work it out'),
  })
  .describe('An approved invoice or credit memo as SeatLedger hands it to another system.')

export type LedgerDocument = z.output<typeof ledgerDocumentSchema>
export type LedgerDocumentLine = LedgerDocument['lines'][number]

/** The approved invoice as data, its names from the ledger's lists, in the signs of a document. Pure. */
export function ledgerDocument(invoice: Invoice, context: PreparationContext): LedgerDocument {
  const { customers, items } = indexOfFacts(context.facts)
  const documentKind = documentKindOf(invoice)
  const signed = (text: string): string => (documentKind === 'credit-memo' ? oppositeOf(text) : text)
  const customerName = customers.get(invoice.ledgerCustomerId)?.name
  return {
    format: 'seatledger-document-1',
    documentKind,
    documentNumber: context.documentNumber,
    reference: context.reference,
    customer: { id: invoice.ledgerCustomerId, ...(customerName === undefined ? {} : { name: customerName }) },
    client: { id: invoice.clientId, name: invoice.clientName },
    currency: invoice.currency,
    invoiceDate: invoice.invoiceDate,
    billingPeriod: { start: invoice.billingPeriod.start, end: invoice.billingPeriod.end },
    lines: invoice.lines.map((line) => documentLine(line, items.get(line.ledgerItemId)?.name, signed)),
    netTotal: signed(invoice.total),
    ...(invoice.tax?.act === 'ours' ? { tax: taxOf(invoice.tax, signed) } : {}),
  }
}

/** A negative total makes it a credit memo. @throws {RangeError} when the total is no decimal number. */
export function documentKindOf(invoice: Invoice): 'invoice' | 'credit-memo' {
  return decimal(invoice.total).units < 0n || invoice.kind === 'credit-memo' ? 'credit-memo' : 'invoice'
}

/** How many places an amount of this currency has. */
export function amountPlacesOf(currency: string): number {
  return isCurrency(currency) ? minorUnitsOf(currency) : 2
}

/** What the lines come to, with the places of the currency. */
export function sumOfAmounts(lines: readonly { readonly amount: string }[], currency: string | undefined): string {
  return amountText(sumDecimals(lines.map(({ amount }) => decimal(amount))), currency)
}

function documentLine(
  line: InvoiceLine,
  itemName: string | undefined,
  signed: (text: string) => string,
): LedgerDocumentLine {
  const { lineKey, ledgerItemId, description, servicePeriod, unitPrice, proration, taxable } = line
  return {
    lineKey,
    item: { id: ledgerItemId, ...(itemName === undefined ? {} : { name: itemName }) },
    description,
    servicePeriod: { start: servicePeriod.start, end: servicePeriod.end },
    quantity: signed(line.quantity),
    unitPrice,
    ...(proration === undefined ? {} : { proration: { days: proration.days, of: proration.of } }),
    amount: signed(line.amount),
    taxable,
  }
}

function taxOf(
  tax: Extract<Invoice['tax'], { readonly act: 'ours' }>,
  signed: (text: string) => string,
): LedgerDocument['tax'] {
  return {
    isEstimate: tax.isEstimate,
    codes: tax.codes.map((code) => ({ ...code, base: signed(code.base), amount: signed(code.amount) })),
    amount: signed(tax.amount),
    totalWithTax: signed(tax.totalWithTax),
  }
}

function oppositeOf(text: string): string {
  return formatDecimal(negateDecimal(decimal(text)))
}
