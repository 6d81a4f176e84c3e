import { zero, type Decimal } from '../../../src/money/decimal.ts'
import {
  amountToken,
  compact,
  decimalAt,
  flagAt,
  numberToken,
  objectAt,
  textAt,
  type JsonObject,
} from '../state/json-object.ts'
import { fault, type FaultError } from '../vendor-fault.ts'
import { percentOf } from './tax-rates.ts'

export interface Discount {
  readonly amount: Decimal
  /** Absent when the document has no discount. */
  readonly json?: JsonObject
}

/** The one discount a document may have: a percentage of the subtotal, or an amount. */
export function readDiscount(lines: readonly JsonObject[], subtotal: Decimal, errors: FaultError[]): Discount {
  const [line, second] = lines.filter((one) => textAt(one, 'DetailType') === 'DiscountLineDetail')
  if (second !== undefined) errors.push(fault.business('Only one discount line is allowed in a transaction.'))
  if (line === undefined) return { amount: zero }
  const detail = objectAt(line, 'DiscountLineDetail') ?? {}
  const percent = flagAt(detail, 'PercentBased') === true ? decimalAt(detail, 'DiscountPercent') : undefined
  const amount = percent === undefined ? decimalAt(line, 'Amount') : percentOf(subtotal, percent)
  if (amount === undefined) {
    errors.push(incomplete)
    return { amount: zero }
  }
  return { amount, json: discountJson({ detail, amount, percent }) }
}

const incomplete: FaultError = {
  code: '6090',
  message: 'Discount Line missing required info',
  detail: 'A discount amount or percent is required.',
  element: 'DiscountLineDetail',
}

function discountJson(input: { detail: JsonObject; amount: Decimal; percent: Decimal | undefined }): JsonObject {
  const account = objectAt(input.detail, 'DiscountAccountRef') ?? { value: '86', name: 'Discounts given' }
  return {
    Amount: amountToken(input.amount),
    DetailType: 'DiscountLineDetail',
    DiscountLineDetail: compact({
      PercentBased: input.percent !== undefined,
      DiscountPercent: input.percent === undefined ? undefined : numberToken(input.percent),
      DiscountAccountRef: account,
    }),
  }
}
