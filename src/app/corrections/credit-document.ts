import { decidedReasons } from '../../billing/lines/decided-reasons.ts'
import type { CarriedLine } from '../../domain/decision.ts'
import type { Invoice, InvoiceLine } from '../../domain/invoice.ts'
import type { PlainDate } from '../../domain/plain-date.ts'
import { decimal, formatDecimal, negateDecimal, sumDecimals } from '../../money/decimal.ts'
import { takenOff, type LineCredit } from './credited-lines.ts'

interface CreditWords {
  /** The invoice as a client knows it. */
  readonly invoiceNumber: string
  readonly reason: string
}

/**
 * The credit memo that takes some lines of a posted invoice back. It belongs to the invoice's month; its lines bill
 * nothing of the config, so that no true-up bills again what a person has credited.
 */
export function creditMemoOf(
  invoice: Invoice,
  credits: readonly LineCredit[],
  about: CreditWords & { readonly sequence: number; readonly date: PlainDate },
): Invoice {
  const { tax, ...rest } = invoice
  return {
    ...rest,
    // A tax that we worked out was that of the whole invoice; the ledger works out that of the credit.
    ...(tax === undefined || tax.act === 'ours' ? {} : { tax }),
    kind: 'credit-memo',
    sequence: about.sequence,
    invoiceDate: about.date,
    lines: credits.map((credit) => creditLine(credit, about)),
    total: formatDecimal(sumDecimals(credits.map(({ amount }) => negateDecimal(amount)))),
  }
}

function creditLine(credit: LineCredit, { invoiceNumber, reason }: CreditWords): InvoiceLine {
  const { line, isWhole } = credit
  const amount = takenOff(credit)
  const units = isWhole
    ? { quantity: formatDecimal(negateDecimal(decimal(line.quantity))), unitPrice: line.unitPrice }
    : { quantity: '-1', unitPrice: formatDecimal(credit.amount), proration: undefined }
  const source = `a credit of invoice ${invoiceNumber}, decided by a person`
  return {
    ...line,
    ...units,
    lineKey: `credit:${line.lineKey}`,
    billingLineId: '',
    description: `Credit for ${invoiceNumber}: ${line.description}`,
    amount,
    source: 'carried',
    was: undefined,
    cost: '0',
    covers: [],
    reasons: decidedReasons({ working: `credited of invoice ${invoiceNumber}: ${reason}`, result: amount, source }),
  }
}

/** The same as lines for the client's next invoice. */
export function adjustmentLines(
  invoice: Invoice,
  credits: readonly LineCredit[],
  { creditId, invoiceNumber, reason }: CreditWords & { readonly creditId: string },
): readonly CarriedLine[] {
  return credits.map((credit, index) => ({
    carriedId: `${creditId}/${String(index)}`,
    clientId: invoice.clientId,
    itemId: credit.line.itemId,
    description: `Adjustment of ${invoiceNumber}: ${credit.line.description}`,
    servicePeriod: credit.line.servicePeriod,
    amount: takenOff(credit),
    currency: invoice.currency,
    cost: '0',
    costCurrency: invoice.currency,
    from: invoice.billingPeriod.end,
    reason,
    corrects: invoiceNumber,
  }))
}
