import { decimal, type Decimal } from '../money/decimal.ts'
import { money, type Money } from '../money/money.ts'
import type { Known } from '../domain/known.ts'
import type { BillingTerm, SubscriptionState, SubscriptionStatus } from '../domain/subscription.ts'
import { subscriptionSchema } from './record-schemas.ts'

/**
 * A subscription's state from its stored form, already parsed as JSON. Runs read hundreds of thousands of them, so the
 * usual form is checked by hand, key by key; anything else is left to the schema, which either reads it or says what is
 * wrong with it.
 * @throws {z.ZodError} for a value that is no stored state.
 */
export function readSubscriptionState(value: unknown): SubscriptionState {
  return (isRecord(value) ? usualState(value) : undefined) ?? subscriptionSchema.parse(value)
}

type JsonObject = Readonly<Record<string, unknown>>

function isRecord(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null
}

const statuses: readonly string[] = subscriptionSchema.shape.status.options
const billingTerms: readonly string[] = subscriptionSchema.shape.billingTerm.options
const isStatus = (text: unknown): text is SubscriptionStatus => typeof text === 'string' && statuses.includes(text)
const isBillingTerm = (text: unknown): text is BillingTerm => typeof text === 'string' && billingTerms.includes(text)
const isText = (value: unknown): value is string => typeof value === 'string'
const isTextOrMissing = (value: unknown): value is string | undefined =>
  typeof value === 'string' || value === undefined
const keys = new Set(Object.keys(subscriptionSchema.shape))

/** Undefined for all that is not quite as expected. */
function usualState(json: JsonObject): SubscriptionState | undefined {
  for (const key in json) if (!keys.has(key)) return undefined
  const { subscriptionId, companyId, productId, status, rawStatus, billingTerm, rawBillingTerm } = json
  if (!isText(subscriptionId) || !isText(companyId) || !isText(productId) || !isText(rawStatus)) return undefined
  if (!isStatus(status) || !isBillingTerm(billingTerm) || !isText(rawBillingTerm)) return undefined
  const { productName, parentSubscriptionId, vendorSubscriptionId, commitmentTerm, commitmentEnd } = json
  if (!isTextOrMissing(productName) || !isTextOrMissing(parentSubscriptionId)) return undefined
  if (!isTextOrMissing(vendorSubscriptionId) || !isTextOrMissing(commitmentTerm)) return undefined
  const { startDate, endDate, billingStart, createdDate } = json
  if (!isTextOrMissing(commitmentEnd) || !isTextOrMissing(startDate) || !isTextOrMissing(endDate)) return undefined
  if (!isTextOrMissing(billingStart) || !isTextOrMissing(createdDate)) return undefined
  const quantity = isText(json['quantity']) ? knownDecimal(json['quantity']) : undefined
  const unitCost = knownMoney(json['unitCost'])
  const listPrice = knownMoney(json['listPrice'])
  if (quantity === undefined || unitCost === undefined || listPrice === undefined) return undefined
  return {
    subscriptionId,
    companyId,
    productId,
    productName,
    parentSubscriptionId,
    vendorSubscriptionId,
    status,
    rawStatus,
    quantity,
    unitCost,
    listPrice,
    billingTerm,
    rawBillingTerm,
    commitmentTerm,
    commitmentEnd,
    startDate,
    endDate,
    billingStart,
    createdDate,
  }
}

/** The same few amounts stand in most states, and each is read once. */
const mostRemembered = 20_000
const decimals = new Map<string, Decimal>()
const amounts = new Map<string, Money>()

function knownDecimal(text: string): Known<Decimal> | undefined {
  return text === 'unknown' ? text : remembered(decimals, text, decimal)
}

function knownMoney(value: unknown): Known<Money> | undefined {
  if (value === 'unknown') return value
  if (!isRecord(value)) return undefined
  const { amount, currency } = value
  if (!isText(amount) || !isText(currency) || Object.keys(value).length !== 2) return undefined
  return remembered(amounts, `${amount} ${currency}`, () => money(amount, currency))
}

/** Undefined for a text that cannot be read: the schema says why. */
function remembered<T>(known: Map<string, T>, text: string, read: (text: string) => T): T | undefined {
  const found = known.get(text)
  if (found !== undefined) return found
  if (known.size >= mostRemembered) known.clear()
  try {
    const value = read(text)
    known.set(text, value)
    return value
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}
