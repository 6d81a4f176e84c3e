import { decimal, multiplyDecimals, type Decimal } from '../../../src/money/decimal.ts'
import { currencyReference } from '../names/currencies.ts'
import { namedReference } from '../names/references.ts'
import type { Books } from '../state/books.ts'
import {
  amountToken,
  compact,
  decimalAt,
  flagAt,
  integerToken,
  listAt,
  numberToken,
  objectAt,
  omit,
  textAt,
  type JsonObject,
} from '../state/json-object.ts'
import type { Discount } from './discount.ts'
import type { DocumentLine } from './read-lines.ts'
import type { DocumentTax } from './sales-tax.ts'
import type { SalesDocumentType } from './document-number.ts'

export interface SaveRequest {
  readonly type: SalesDocumentType
  /** The body, merged with what a sparse update leaves as it is. */
  readonly body: JsonObject
  /** The body as it was sent. */
  readonly sent: JsonObject
  readonly existing: JsonObject | undefined
  readonly allowsDuplicateNumber: boolean
}

/** Everything that was worked out for a document, ready to be written. */
export interface DocumentParts {
  readonly customerId: string
  readonly customer: JsonObject
  readonly term: JsonObject | undefined
  readonly lines: readonly DocumentLine[]
  readonly subtotal: Decimal
  readonly discount: Discount
  readonly tax: DocumentTax
  readonly total: Decimal
  readonly balance: Decimal
  readonly currency: string
  readonly txnDate: string
  readonly dueDate: string
  readonly docNumber: string | undefined
  readonly head: JsonObject
}

/** What the caller may set and the vendor gives back as it came. */
const passedThrough = [
  'DepartmentRef',
  'ClassRef',
  'PONumber',
  'ShipMethodRef',
  'ShipDate',
  'TrackingNum',
  'BillEmailCc',
  'BillEmailBcc',
  'DepositToAccountRef',
  'GlobalTaxCalculation',
  'TransactionLocationType',
]

/** The document as it is kept and answered, its properties in the order of recorded answers. */
export function salesDocumentJson(books: Books, request: SaveRequest, parts: DocumentParts): JsonObject {
  const { body, type } = request
  const isInvoice = type === 'Invoice'
  return compact({
    ...(isInvoice ? paymentOptions(body) : { RemainingCredit: amountToken(parts.balance) }),
    ...parts.head,
    CustomField: listAt(body, 'CustomField'),
    DocNumber: parts.docNumber,
    TxnDate: parts.txnDate,
    CurrencyRef: currencyReference(parts.currency),
    ...foreignAmounts(books, body, parts),
    PrivateNote: textAt(body, 'PrivateNote'),
    LinkedTxn: isInvoice ? listAt(request.existing, 'LinkedTxn') : undefined,
    Line: numberedLines(request, parts),
    TxnTaxDetail: parts.tax.detail,
    CustomerRef: namedReference(parts.customer),
    CustomerMemo: objectAt(body, 'CustomerMemo'),
    BillAddr: objectAt(body, 'BillAddr') ?? objectAt(parts.customer, 'BillAddr'),
    ShipAddr: objectAt(body, 'ShipAddr') ?? objectAt(parts.customer, 'ShipAddr'),
    FreeFormAddress: true,
    ...Object.fromEntries(passedThrough.map((name) => [name, body[name] ?? undefined])),
    SalesTermRef: parts.term === undefined ? undefined : namedReference(parts.term),
    DueDate: isInvoice ? parts.dueDate : undefined,
    TotalAmt: amountToken(parts.total),
    ApplyTaxAfterDiscount: flagAt(body, 'ApplyTaxAfterDiscount') ?? false,
    PrintStatus: textAt(body, 'PrintStatus') ?? 'NeedToPrint',
    EmailStatus: textAt(body, 'EmailStatus') ?? 'NotSet',
    BillEmail: objectAt(body, 'BillEmail'),
    Balance: amountToken(parts.balance),
    DeliveryInfo: objectAt(request.existing, 'DeliveryInfo'),
  })
}

function paymentOptions(body: JsonObject): JsonObject {
  return {
    AllowIPNPayment: flagAt(body, 'AllowIPNPayment') ?? false,
    AllowOnlinePayment: flagAt(body, 'AllowOnlinePayment') ?? false,
    AllowOnlineCreditCardPayment: flagAt(body, 'AllowOnlineCreditCardPayment') ?? false,
    AllowOnlineACHPayment: flagAt(body, 'AllowOnlineACHPayment') ?? false,
  }
}

/** Companies with several currencies also see each document in the home currency, at the rate sent or the day's. */
function foreignAmounts(books: Books, body: JsonObject, parts: DocumentParts): JsonObject {
  const { multiCurrency, homeCurrency, exchangeRates } = books.preferences
  if (!multiCurrency) return {}
  const rate =
    parts.currency === homeCurrency
      ? decimal('1')
      : (decimalAt(body, 'ExchangeRate') ?? decimal(exchangeRates[parts.currency] ?? '1'))
  return {
    ExchangeRate: numberToken(rate),
    HomeTotalAmt: amountToken(multiplyDecimals(parts.total, rate)),
    HomeBalance: amountToken(multiplyDecimals(parts.balance, rate)),
  }
}

/** Lines keep the id they were sent with; new ones get the next free. The subtotal comes by itself, then the discount. */
function numberedLines(request: SaveRequest, parts: DocumentParts): readonly JsonObject[] {
  const kept = new Set(listAt(request.existing, 'Line').flatMap((line) => textAt(line, 'Id') ?? []))
  let last = Math.max(0, ...[...kept].map(Number))
  const numbered = parts.lines.map(({ json }, index) => {
    const own = textAt(json, 'Id')
    const id = own !== undefined && kept.has(own) ? own : String((last += 1))
    return { Id: id, LineNum: integerToken(index + 1), ...omit(json, ['Id']) }
  })
  const subtotal = { Amount: amountToken(parts.subtotal), DetailType: 'SubTotalLineDetail', SubTotalLineDetail: {} }
  return [...numbered, subtotal, ...(parts.discount.json === undefined ? [] : [parts.discount.json])]
}
