import {
  addDecimals,
  decimal,
  equalDecimals,
  fitsPlaces,
  multiplyDecimals,
  powerOfTen,
  roundDecimal,
  subtractDecimals,
  sumDecimals,
  zero,
  type Decimal,
} from '../../../src/money/decimal.ts'
import { roundFraction } from '../../../src/money/fraction.ts'
import { namedReference, resolveReference } from '../names/references.ts'
import type { Books } from '../state/books.ts'
import {
  amountToken,
  compact,
  decimalAt,
  listAt,
  numberToken,
  objectAt,
  referenceAt,
  textAt,
  type JsonObject,
} from '../state/json-object.ts'
import { fault, type FaultError } from '../vendor-fault.ts'
import { ratesOf } from './tax-rates.ts'
import { lineTaxCode, type TaxRegime } from './tax-regime.ts'

/** A line as it will be kept, still without its number. */
export interface DocumentLine {
  readonly json: JsonObject
  /** Net of tax; zero for a text line. */
  readonly amount: Decimal
  /** Only on sales lines. */
  readonly taxCode?: string | undefined
  /** The tax inside the amount that was sent, where amounts include tax. */
  readonly includedTax?: Decimal | undefined
}

export interface LineContext {
  readonly books: Books
  readonly regime: TaxRegime
  /** False for lines that were kept before and not sent again: they were checked when they came. */
  readonly checksAmounts: boolean
  readonly errors: FaultError[]
}

/** The sales and text lines of a document, in the order sent. Discounts and subtotals are not among them. */
export function readLines(context: LineContext, lines: readonly JsonObject[]): readonly DocumentLine[] {
  return lines.flatMap((line) => readLine(context, line) ?? [])
}

function readLine(context: LineContext, line: JsonObject): DocumentLine | undefined {
  const description = textAt(line, 'Description') ?? ''
  if (description.length > 4000) context.errors.push(fault.tooLong('Line.Description', 4000, description.length))
  const type = textAt(line, 'DetailType')
  switch (type) {
    case 'SalesItemLineDetail':
      return readSalesLine(context, line)
    case 'DescriptionOnly':
      return textLine(line)
    case 'SubTotalLineDetail':
    case 'DiscountLineDetail':
      return undefined
    case undefined:
      context.errors.push(fault.missing('DetailType'))
      return undefined
    default:
      context.errors.push(fault.unsupported(`a line of type ${type} in this emulator`))
      return undefined
  }
}

/** Without an item, a sales line is documentation and its amount counts for nothing: the vendor's schema says so. */
function readSalesLine(context: LineContext, line: JsonObject): DocumentLine | undefined {
  const detail = objectAt(line, 'SalesItemLineDetail') ?? {}
  const itemId = referenceAt(detail, 'ItemRef')
  if (itemId === undefined) return textLine(line)
  const sent = decimalAt(line, 'Amount')
  if (sent === undefined) {
    context.errors.push(fault.missing('Line.Amount'))
    return undefined
  }
  if (!/^\d+$/.test(itemId)) context.errors.push(fault.invalidId('ItemRef', itemId))
  if (context.checksAmounts) checkAmounts(context, { line, detail, sent })
  const item = resolveReference(context.books, { kind: 'Item', element: 'ItemRef', id: itemId }, context.errors)
  const classId = referenceAt(detail, 'ClassRef')
  if (classId !== undefined) {
    resolveReference(context.books, { kind: 'Class', element: 'ClassRef', id: classId }, context.errors)
  }
  const taxCode = lineTaxCode(context.books, context.regime, detail, context.errors)
  if (item === undefined) return undefined
  const { net, includedTax } = splitTax(context, { detail, sent, taxCode })
  return { json: salesLineJson({ line, detail, item, net, includedTax, taxCode }), amount: net, taxCode, includedTax }
}

/** The product of quantity and unit price, worked out exactly and rounded once, must be the amount. */
function checkAmounts(context: LineContext, input: { line: JsonObject; detail: JsonObject; sent: Decimal }): void {
  const { line, detail, sent } = input
  const supplied = textAt(line, 'Amount') ?? ''
  if (!fitsPlaces(sent, 2)) context.errors.push(fault.numberFormat('Line.Amount', supplied))
  for (const name of ['Qty', 'UnitPrice']) {
    const value = decimalAt(detail, name)
    if (value !== undefined && !fitsPlaces(value, 7))
      context.errors.push(fault.numberFormat(name, textAt(detail, name) ?? ''))
  }
  const unitPrice = decimalAt(detail, 'UnitPrice')
  if (unitPrice === undefined) return
  const product = multiplyDecimals(decimalAt(detail, 'Qty') ?? decimal('1'), unitPrice)
  if (!equalDecimals(roundDecimal(product, 2, 'half-up'), sent)) context.errors.push(fault.amountDiffers(supplied))
}

/**
 * Where amounts include tax, takes the tax out: by the line's own `TaxInclusiveAmt` if it has one (then `Amount` is
 * net already), otherwise from the amount at the code's rates.
 */
function splitTax(
  context: LineContext,
  input: { detail: JsonObject; sent: Decimal; taxCode: string | undefined },
): { net: Decimal; includedTax?: Decimal } {
  if (context.regime !== 'inclusive' || input.taxCode === undefined) return { net: input.sent }
  const gross = decimalAt(input.detail, 'TaxInclusiveAmt')
  if (gross !== undefined) return { net: input.sent, includedTax: subtractDecimals(gross, input.sent) }
  const percent = sumDecimals(ratesOf(context.books, input.taxCode).map((rate) => rate.percent))
  const whole = addDecimals(decimal('100'), percent)
  const net = roundFraction(
    {
      numerator: input.sent.units * 100n * powerOfTen(whole.scale),
      denominator: powerOfTen(input.sent.scale) * whole.units,
    },
    2,
    'half-up',
  )
  return { net, includedTax: subtractDecimals(input.sent, net) }
}

interface SalesLineParts {
  readonly line: JsonObject
  readonly detail: JsonObject
  readonly item: JsonObject
  readonly net: Decimal
  readonly includedTax: Decimal | undefined
  readonly taxCode: string | undefined
}

function salesLineJson(parts: SalesLineParts): JsonObject {
  const { line, detail, item, net, includedTax, taxCode } = parts
  const quantity = decimalAt(detail, 'Qty')
  return compact({
    Id: textAt(line, 'Id'),
    Description: textAt(line, 'Description'),
    Amount: amountToken(net),
    LinkedTxn: listAt(line, 'LinkedTxn').length > 0 ? line['LinkedTxn'] : undefined,
    DetailType: 'SalesItemLineDetail',
    SalesItemLineDetail: compact({
      ServiceDate: textAt(detail, 'ServiceDate'),
      ItemRef: namedReference(item),
      ClassRef: objectAt(detail, 'ClassRef'),
      UnitPrice: unitPriceToken(detail, { net, includedTax }),
      Qty: quantity === undefined ? undefined : numberToken(quantity),
      ItemAccountRef: objectAt(item, 'IncomeAccountRef'),
      TaxCodeRef: taxCode === undefined ? undefined : { value: taxCode },
      TaxInclusiveAmt: includedTax === undefined ? undefined : amountToken(addDecimals(net, includedTax)),
    }),
    CustomExtensions: [],
  })
}

/** A quantity without a price gets the price that the amount gives; so does one whose amount lost its tax. */
function unitPriceToken(detail: JsonObject, input: { net: Decimal; includedTax: Decimal | undefined }): unknown {
  const quantity = decimalAt(detail, 'Qty')
  const unitPrice = decimalAt(detail, 'UnitPrice')
  const isGiven = unitPrice !== undefined && input.includedTax === undefined
  if (isGiven) return numberToken(unitPrice)
  if (quantity === undefined || quantity.units === 0n)
    return unitPrice === undefined ? undefined : numberToken(unitPrice)
  return numberToken(quotient(input.net, quantity))
}

function quotient(amount: Decimal, quantity: Decimal): Decimal {
  const sign = quantity.units < 0n ? -1n : 1n
  const numerator = amount.units * powerOfTen(quantity.scale) * sign
  const denominator = quantity.units * powerOfTen(amount.scale) * sign
  return roundFraction({ numerator, denominator }, 7, 'half-up')
}

function textLine(line: JsonObject): DocumentLine {
  const json = compact({
    Id: textAt(line, 'Id'),
    Description: textAt(line, 'Description'),
    DetailType: 'DescriptionOnly',
    DescriptionLineDetail: objectAt(line, 'DescriptionLineDetail') ?? {},
  })
  return { json, amount: zero }
}
