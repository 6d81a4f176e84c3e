import type { Decimal } from '../money/decimal.ts'
import { formatMoney, type Money } from '../money/money.ts'
import type { Currency } from '../money/currency.ts'
import type { Known } from './known.ts'
import type { Period } from './period.ts'
import type { PlainDate } from './plain-date.ts'

/** `credited` and `void` ones are netted or left out; a status that we do not know is kept as `unknown` with its text. */
export type DistributorInvoiceStatus = 'unpaid' | 'paid' | 'carried' | 'void' | 'nothing-due' | 'credited' | 'unknown'

/** What the distributor sends us. Immutable once approved; a wrong one is credited and replaced by another. */
export interface DistributorInvoice {
  readonly connectionId: string
  readonly invoiceId: string
  readonly number: string | undefined
  readonly invoiceDate: PlainDate
  readonly dueDate: PlainDate | undefined
  readonly status: DistributorInvoiceStatus
  readonly rawStatus: string | undefined
  readonly currency: Currency
  readonly total: Known<Money>
  readonly balance: Known<Money>
  readonly carriedBalance: Known<Money>
  /** The partner it is for: one key may see child partners' invoices too. */
  readonly partnerName: string | undefined
  /** Set when the distributor sent it to an end client itself; such an invoice is not ours to pay. */
  readonly billedToCompanyId: string | undefined
  /** The invoice that this one replaces, where that is known. */
  readonly replaces: string | undefined
}

/** As a person finds it at the distributor, whose ids are shown nowhere: `of 2026-04-01 over 160.07 USD for Harborlight IT`. */
export function distributorInvoiceInWords(
  invoice: Pick<DistributorInvoice, 'number' | 'invoiceDate' | 'total' | 'partnerName'>,
): string {
  const { number, invoiceDate, total, partnerName } = invoice
  const amount = total === 'unknown' ? '' : ` over ${formatMoney(total)}`
  const partner = partnerName === undefined ? '' : ` for ${partnerName}`
  return `${number === undefined ? '' : `${number} `}of ${invoiceDate}${amount}${partner}`
}

export const chargeKinds = [
  'subscription',
  'prorate',
  'one-time',
  'usage',
  'service-charge',
  'service-credit',
  'rebate',
  'payment-credit',
  'invoice-credit',
  'tax',
  'unknown',
] as const

export type ChargeKind = (typeof chargeKinds)[number]

/**
 * One line of a distributor invoice. `cost` is what we pay before tax and is authoritative: quantity times unit cost
 * is only a check on it.
 */
export interface Charge {
  readonly connectionId: string
  readonly invoiceId: string
  /** The distributor's own line id, or one made of the invoice, a hash of the line and its ordinal. */
  readonly chargeId: string
  readonly invoiceDate: PlainDate
  readonly kind: ChargeKind
  readonly rawKind: string
  readonly companyId: string | undefined
  readonly companyName: string | undefined
  readonly subscriptionId: string | undefined
  readonly productId: string | undefined
  readonly productName: string | undefined
  readonly sku: string | undefined
  readonly description: string
  readonly details: string | undefined
  /** Half-open, whichever convention the distributor used; undefined when it gives no usable dates. */
  readonly servicePeriod: Period | undefined
  readonly billingTerm: string | undefined
  readonly quantity: Known<Decimal>
  readonly unitOfMeasure: string | undefined
  readonly unitCost: Known<Money>
  readonly cost: Known<Money>
  readonly listUnitPrice: Known<Money>
  readonly listAmount: Known<Money>
  readonly tax: Known<Money>
  readonly currency: Currency
  /** The distributor collects this one from the client itself. */
  readonly billedByDistributor: boolean
}
