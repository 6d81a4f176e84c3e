import {
  addDecimals,
  compareDecimals,
  multiplyDecimals,
  powerOfTen,
  subtractDecimals,
  sumDecimals,
  zero,
  type Decimal,
} from '../../../src/money/decimal.ts'
import { roundFraction } from '../../../src/money/fraction.ts'
import type { Books } from '../state/books.ts'
import {
  amountToken,
  compact,
  decimalAt,
  flagAt,
  numberToken,
  referenceAt,
  type JsonObject,
} from '../state/json-object.ts'
import type { DocumentLine } from './read-lines.ts'
import { percentOf, ratesOf } from './tax-rates.ts'
import type { TaxRegime } from './tax-regime.ts'

export interface TaxInput {
  readonly books: Books
  readonly regime: TaxRegime
  readonly lines: readonly DocumentLine[]
  readonly subtotal: Decimal
  readonly discount: Decimal
  readonly customer: JsonObject
  /** `TxnTaxDetail` as it was sent. */
  readonly requested: JsonObject | undefined
  /** The code that the document had before this change. */
  readonly previousCode: string | undefined
  readonly appliesAfterDiscount: boolean
}

export interface DocumentTax {
  readonly total: Decimal
  readonly detail: JsonObject
}

/** The code that automated sales tax uses for the company's own place. */
const standardCode = '2'

/** The tax of a document. A total that the caller sent is taken as it is, unless automated sales tax is forced. */
export function computeTax(input: TaxInput): DocumentTax {
  const code = documentCode(input)
  const lines = taxLines(input, code)
  const computed = sumDecimals(lines.map((line) => line.amount))
  const total = overriddenTotal(input) ?? computed
  const detail = compact({
    TxnTaxCodeRef: code === undefined || lines.length === 0 ? undefined : { value: code },
    TotalTax: amountToken(total),
    TaxLine:
      lines.length === 0 ? undefined : lines.map((line) => taxLineJson(line, lines.length === 1 ? total : line.amount)),
  })
  return { total, detail }
}

function overriddenTotal(input: TaxInput): Decimal | undefined {
  const sent = decimalAt(input.requested, 'TotalTax')
  if (sent === undefined || (input.regime !== 'automated' && input.regime !== 'manual')) return undefined
  return flagAt(input.requested, 'UseAutomatedSalesTax') === true ? undefined : sent
}

/** US documents have one code for all their taxable lines; elsewhere each line has its own. */
function documentCode(input: TaxInput): string | undefined {
  switch (input.regime) {
    case 'automated':
      return standardCode
    case 'manual':
      return (
        referenceAt(input.requested, 'TxnTaxCodeRef') ??
        input.previousCode ??
        referenceAt(input.customer, 'DefaultTaxCodeRef')
      )
    case 'off':
    case 'excluded':
    case 'inclusive':
    case 'not-applicable':
      return undefined
  }
}

interface TaxLine {
  readonly rateId: string
  readonly percent: Decimal
  readonly net: Decimal
  readonly amount: Decimal
}

function taxLines(input: TaxInput, code: string | undefined): readonly TaxLine[] {
  const isUs = input.regime === 'automated' || input.regime === 'manual' || input.regime === 'off'
  if (isUs && (code === undefined || flagAt(input.customer, 'Taxable') === false)) return []
  const groups = new Map<string, { net: Decimal; included: Decimal }>()
  for (const line of input.lines) {
    const lineCode = isUs ? (line.taxCode === 'TAX' ? code : undefined) : line.taxCode
    if (lineCode === undefined) continue
    const group = groups.get(lineCode) ?? { net: zero, included: zero }
    groups.set(lineCode, {
      net: addDecimals(group.net, line.amount),
      included: addDecimals(group.included, line.includedTax ?? zero),
    })
  }
  return [...groups].flatMap(([lineCode, group]) => linesOfCode(input, lineCode, group))
}

function linesOfCode(input: TaxInput, code: string, group: { net: Decimal; included: Decimal }): readonly TaxLine[] {
  const net = afterDiscount(input, group.net)
  const rates = ratesOf(input.books, code)
  return rates.map(({ id, percent }) => ({
    rateId: id,
    percent,
    net,
    amount: input.regime === 'inclusive' && rates.length === 1 ? group.included : percentOf(net, percent),
  }))
}

/** The part of the taxable amount that is left when the discount is spread over all lines by their amounts. */
function afterDiscount(input: TaxInput, taxable: Decimal): Decimal {
  const { discount, subtotal } = input
  if (!input.appliesAfterDiscount || discount.units === 0n || compareDecimals(subtotal, zero) <= 0) return taxable
  const product = multiplyDecimals(discount, taxable)
  const share = roundFraction(
    { numerator: product.units * powerOfTen(subtotal.scale), denominator: powerOfTen(product.scale) * subtotal.units },
    2,
    'half-up',
  )
  return subtractDecimals(taxable, share)
}

function taxLineJson(line: TaxLine, amount: Decimal): JsonObject {
  return {
    Amount: amountToken(amount),
    DetailType: 'TaxLineDetail',
    TaxLineDetail: {
      TaxRateRef: { value: line.rateId },
      PercentBased: true,
      TaxPercent: numberToken(line.percent),
      NetAmountTaxable: amountToken(line.net),
    },
  }
}
