import { z } from 'zod'
import { decimal, parseDecimal } from '../money/decimal.ts'
import { isCurrency } from '../money/currency.ts'
import { money } from '../money/money.ts'
import { chargeKinds, type Charge, type DistributorInvoice } from '../domain/distributor-invoice.ts'
import {
  billingTerms,
  subscriptionStatuses,
  type Company,
  type Product,
  type SubscriptionState,
} from '../domain/subscription.ts'

/** What comes out of the store is checked like anything from outside: the way in and the way out agree or it fails. */
const optionalText = z
  .string()
  .optional()
  .transform((text) => text)
const decimalSchema = z
  .string()
  .refine((text) => parseDecimal(text) !== undefined)
  .transform((text) => decimal(text))
const moneySchema = z
  .strictObject({
    amount: z.string().refine((text) => parseDecimal(text) !== undefined),
    currency: z.string().refine(isCurrency),
  })
  .transform(({ amount, currency }) => money(amount, currency))
const knownDecimal = z.union([z.literal('unknown'), decimalSchema])
const knownMoney = z.union([z.literal('unknown'), moneySchema])

const companySchema = z.strictObject({
  companyId: z.string(),
  name: z.string(),
  status: z.enum(['active', 'inactive', 'deleted', 'unknown']),
  externalId: optionalText,
  billedByDistributor: z.boolean(),
  billingEmail: optionalText,
})

const productSchema = z.strictObject({
  productId: z.string(),
  name: z.string(),
  vendorName: optionalText,
  sku: optionalText,
  vendorSku: optionalText,
})

export const subscriptionSchema = z.strictObject({
  subscriptionId: z.string(),
  companyId: z.string(),
  productId: z.string(),
  productName: optionalText,
  parentSubscriptionId: optionalText,
  vendorSubscriptionId: optionalText,
  status: z.enum(subscriptionStatuses),
  rawStatus: z.string(),
  quantity: knownDecimal,
  unitCost: knownMoney,
  listPrice: knownMoney,
  billingTerm: z.enum(billingTerms),
  rawBillingTerm: z.string(),
  commitmentTerm: optionalText,
  commitmentEnd: optionalText,
  startDate: optionalText,
  endDate: optionalText,
  billingStart: optionalText,
  createdDate: optionalText,
})

const servicePeriod = z
  .strictObject({ start: z.string(), end: z.string() })
  .optional()
  .transform((value) => value)

const distributorInvoiceSchema = z.strictObject({
  connectionId: z.string(),
  invoiceId: z.string(),
  number: optionalText,
  invoiceDate: z.string(),
  dueDate: optionalText,
  status: z.enum(['unpaid', 'paid', 'carried', 'void', 'nothing-due', 'credited', 'unknown']),
  rawStatus: optionalText,
  currency: z.string(),
  total: knownMoney,
  balance: knownMoney,
  carriedBalance: knownMoney,
  partnerName: optionalText,
  billedToCompanyId: optionalText,
  replaces: optionalText,
})

const chargeSchema = z.strictObject({
  connectionId: z.string(),
  invoiceId: z.string(),
  chargeId: z.string(),
  invoiceDate: z.string(),
  kind: z.enum(chargeKinds),
  rawKind: z.string(),
  companyId: optionalText,
  companyName: optionalText,
  subscriptionId: optionalText,
  productId: optionalText,
  productName: optionalText,
  sku: optionalText,
  description: z.string(),
  details: optionalText,
  servicePeriod,
  billingTerm: optionalText,
  quantity: knownDecimal,
  unitOfMeasure: optionalText,
  unitCost: knownMoney,
  cost: knownMoney,
  listUnitPrice: knownMoney,
  listAmount: knownMoney,
  tax: knownMoney,
  currency: z.string(),
  billedByDistributor: z.boolean(),
})

export const readCompany = (text: string): Company => companySchema.parse(JSON.parse(text))
export const readProduct = (text: string): Product => productSchema.parse(JSON.parse(text))
export const readSubscription = (text: string): SubscriptionState => subscriptionSchema.parse(JSON.parse(text))
export const readDistributorInvoice = (text: string): DistributorInvoice =>
  distributorInvoiceSchema.parse(JSON.parse(text))
export const readCharge = (text: string): Charge => chargeSchema.parse(JSON.parse(text))
