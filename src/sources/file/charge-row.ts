import type { Charge, ChargeKind } from '../../domain/distributor-invoice.ts'
import type { Known } from '../../domain/known.ts'
import { addDays, type PlainDate } from '../../domain/plain-date.ts'
import type { Period } from '../../domain/period.ts'
import type { Currency } from '../../money/currency.ts'
import { equalDecimals, roundDecimal, type Decimal } from '../../money/decimal.ts'
import { formatMoney, money, multiplyMoney, subtractMoney, type Money } from '../../money/money.ts'
import { isChargeKind } from './mapping-contradictions.ts'
import type { ChargesMapping } from './mapping-schema.ts'
import type { RowReader } from './row-reader.ts'

/** A row as a charge that has no id yet, with what it says of its invoice and its product. */
export interface ChargeRow {
  readonly line: number
  readonly charge: Omit<Charge, 'chargeId'>
  /** The invoice's own number for the line, leading zeros kept; undefined: the file has none. */
  readonly lineNumber: string | undefined
  readonly invoiceTotal: Known<Money>
  readonly dueDate: PlainDate | undefined
  readonly vendorName: string | undefined
}

/** `undefined` when the row lacks what a charge cannot be without; the reader's problems say what. */
export function readChargeRow(row: RowReader, mapping: ChargesMapping, connectionId: string): ChargeRow | undefined {
  const invoiceId = row.require('invoice.number', row.id('invoice.number'))
  const invoiceDate = row.require('invoice.date', row.date('invoice.date'))
  const currency = row.require('currency', row.currency())
  if (invoiceId === undefined || invoiceDate === undefined || currency === undefined) return undefined
  const rawKind = row.text('charge.kind') ?? ''
  const productName = row.text('product.name')
  const { cost, tax } = costOf(row, mapping, currency)
  const charge: Omit<Charge, 'chargeId'> = {
    connectionId,
    invoiceId,
    invoiceDate,
    kind: kindOf(row, rawKind),
    rawKind,
    companyId: row.id('company.id'),
    companyName: row.text('company.name'),
    subscriptionId: row.id('subscription.id'),
    productId: row.id('product.id'),
    productName,
    sku: row.id('product.sku'),
    description: row.text('description') ?? productName ?? '',
    details: row.text('details'),
    servicePeriod: servicePeriodOf(row, mapping),
    billingTerm: row.text('billingTerm'),
    quantity: row.number('quantity') ?? 'unknown',
    unitOfMeasure: row.text('unitOfMeasure'),
    unitCost: unitCostOf(row, currency),
    cost,
    listUnitPrice: row.money('listUnitPrice', currency) ?? 'unknown',
    listAmount: row.money('listAmount', currency) ?? 'unknown',
    tax,
    currency,
    billedByDistributor: false,
  }
  checkArithmetic(row, charge, mapping.rounding)
  return {
    line: row.line,
    charge,
    lineNumber: row.id('charge.line'),
    invoiceTotal: row.money('invoice.total', currency) ?? 'unknown',
    dueDate: row.date('invoice.dueDate'),
    vendorName: row.text('product.vendor'),
  }
}

/** One that is stated in the currency of a price list comes with the rate that the distributor used. */
function unitCostOf(row: RowReader, currency: Currency): Known<Money> {
  const unitCost = row.money('unitCost', currency)
  if (unitCost === undefined) return 'unknown'
  const rate = row.number('unitCostRate')
  return rate === undefined ? unitCost : multiplyMoney(unitCost, rate)
}

/** What we pay before tax. A row without an amount is refused: a zero would hide the charge. */
function costOf(
  row: RowReader,
  mapping: ChargesMapping,
  currency: Currency,
): { cost: Known<Money>; tax: Known<Money> } {
  const tax = row.money('tax', currency)
  const { columns, constants, asks } = mapping
  const isWithTax = 'costWithTax' in columns || 'costWithTax' in constants || asks.includes('costWithTax')
  if (!isWithTax) {
    return { cost: row.require('cost', row.money('cost', currency)) ?? 'unknown', tax: tax ?? 'unknown' }
  }
  const withTax = row.require('costWithTax', row.money('costWithTax', currency))
  row.require('tax', tax)
  if (withTax === undefined || tax === undefined) return { cost: 'unknown', tax: tax ?? 'unknown' }
  return { cost: subtractMoney(withTax, tax), tax }
}

/** A kind that the mapping does not know is kept in its own words and told: it is billed and compared as `unknown`. */
function kindOf(row: RowReader, rawKind: string): ChargeKind {
  const kind = row.word('charge.kind', rawKind)
  if (isChargeKind(kind)) return kind
  const sentence = `"${rawKind.slice(0, 60)}" is a kind of charge that the mapping does not know; it is kept as unknown.`
  row.tell('unknown-charge-kind', 'warning', 'charge.kind', sentence)
  return 'unknown'
}

function servicePeriodOf(row: RowReader, { periodEnd }: ChargesMapping): Period | undefined {
  const start = row.date('period.start')
  const stated = row.date('period.end')
  if (start === undefined || stated === undefined) {
    if (start !== stated && (row.text('period.start') === undefined || row.text('period.end') === undefined)) {
      const sentence = `only one end of the service period is stated (${String(start ?? stated)}); the days are unknown.`
      row.tell('period-half-stated', 'warning', start === undefined ? 'period.start' : 'period.end', sentence)
    }
    return undefined
  }
  const end = periodEnd === 'inclusive' ? addDays(stated, 1) : stated
  // As it is stated, where only the whole file shows what an end is.
  if (end > start || (periodEnd === 'as-proven' && end === start)) return { start, end }
  row.tell(
    'value-unreadable',
    'blocking',
    'period.end',
    `the service period ends on ${stated}, before it starts on ${start}.`,
  )
  return undefined
}

/** The amount is the distributor's word; quantity times unit cost only checks it, and a difference is told. */
function checkArithmetic(
  row: RowReader,
  { quantity, unitCost, cost }: Omit<Charge, 'chargeId'>,
  rounding: ChargesMapping['rounding'],
): void {
  if (quantity === 'unknown' || unitCost === 'unknown' || cost === 'unknown') return
  const product = roundedProduct(unitCost, quantity, rounding)
  if (equalDecimals(product, cost)) return
  const sentence = `quantity times unit cost is ${formatMoney(product)}, the charge ${formatMoney(cost)}; the charge counts.`
  row.tell('line-arithmetic', 'warning', 'unitCost', sentence)
}

/** As the distributor says that it rounds: each unit before it is multiplied, or the line. */
function roundedProduct(unitCost: Money, quantity: Decimal, rounding: ChargesMapping['rounding']): Money {
  if (rounding === undefined) return multiplyMoney(unitCost, quantity)
  const { per, places, rounding: way } = rounding
  const round = (value: Money): Money => money(roundDecimal(value, places, way), value.currency)
  return per === 'unit' ? multiplyMoney(round(unitCost), quantity) : round(multiplyMoney(unitCost, quantity))
}
