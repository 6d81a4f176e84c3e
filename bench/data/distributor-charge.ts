import type { Charge, DistributorInvoice } from '../../src/domain/distributor-invoice.ts'
import type { Period } from '../../src/domain/period.ts'
import { decimal } from '../../src/money/decimal.ts'
import { money } from '../../src/money/money.ts'
import { centsText } from './cents-text.ts'
import { sourceConnection, type GeneratedProduct } from './msp.ts'

const currency = 'USD'

/** The head of a made-up distributor invoice, over so many cents. */
export function distributorInvoiceOf(
  { invoiceId, number, invoiceDate }: Pick<DistributorInvoice, 'invoiceId' | 'number' | 'invoiceDate'>,
  totalCents: number,
): DistributorInvoice {
  return {
    ...{ connectionId: sourceConnection, invoiceId, number, invoiceDate, dueDate: undefined },
    ...{ status: 'unpaid', rawStatus: 'Unpaid', currency, total: money(centsText(totalCents), currency) },
    ...{ balance: 'unknown', carriedBalance: 'unknown', partnerName: undefined },
    ...{ billedToCompanyId: undefined, replaces: undefined },
  }
}

export interface ChargeOfSubscription {
  readonly invoiceId: string
  readonly invoiceDate: string
  readonly chargeId: string
  readonly kind: 'subscription' | 'prorate'
  readonly companyId: string
  readonly companyName: string
  readonly subscriptionId: string
  readonly product: Pick<GeneratedProduct, 'productId' | 'name'>
  readonly servicePeriod: Period
  readonly quantity: number
  readonly unitCost: string
  readonly cents: number
}

/** A line of it, for one subscription. */
export function chargeOf(about: ChargeOfSubscription): Charge {
  const { product, kind, quantity, unitCost, cents, ...rest } = about
  return {
    ...{ ...rest, connectionId: sourceConnection, kind, rawKind: kind },
    ...{ productId: product.productId, productName: product.name, sku: undefined, description: product.name },
    ...{ details: undefined, billingTerm: 'monthly', quantity: decimal(String(quantity)), unitOfMeasure: undefined },
    ...{ unitCost: money(unitCost, currency), cost: money(centsText(cents), currency), currency },
    ...{ listUnitPrice: 'unknown', listAmount: 'unknown', tax: 'unknown', billedByDistributor: false },
  }
}
