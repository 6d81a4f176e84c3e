import type { Charge } from '../domain/distributor-invoice.ts'
import type { Known } from '../domain/known.ts'
import { minorUnitsOf } from '../money/currency.ts'
import {
  absoluteDecimal,
  addDecimals,
  decimal,
  roundDecimal,
  subtractDecimals,
  sumDecimals,
  zero,
  type Decimal,
} from '../money/decimal.ts'
import { compareTexts, type PlacedInvoice } from './distributor-side.ts'
import { amountText } from './amount-text.ts'
import { PlainTie } from './plain-tie.ts'
import type { ClassAmount, Control, Finding } from './tie-out.ts'
import { totalIdentity, type HeaderSums } from './total-identity.ts'
import { varianceClasses, type VarianceClass } from './variance-class.ts'

/**
 * The control totals of one invoice: the findings' classes and the header's own rows, for each currency on it. The sum
 * of the classes is the total by construction of each part, and is added up here again from what is shown.
 */
export function controlsOf(placed: PlacedInvoice, findings: readonly Finding[]): Control[] {
  const { invoice } = placed.read
  const currencies = new Set(placed.ownCharges.map(({ currency }) => currency))
  currencies.delete(invoice.currency)
  return [invoice.currency, ...[...currencies].sort(compareTexts)].map((currency) =>
    controlOf(
      placed,
      currency,
      findings.every((finding) => finding.currency === currency)
        ? findings
        : findings.filter((finding) => finding.currency === currency),
    ),
  )
}

/** What falls into each class, from findings and other rows. */
export class ClassSums {
  readonly #sums = new Map<VarianceClass, { cost: Decimal; findings: number }>()

  add(name: VarianceClass, cost: Decimal, findings: number): void {
    const present = this.#sums.get(name)
    if (present === undefined) {
      this.#sums.set(name, { cost, findings })
      return
    }
    present.cost = addDecimals(present.cost, cost)
    present.findings += findings
  }

  rows(currency: string): ClassAmount[] {
    return varianceClasses.map((name) => {
      const { cost, findings } = this.#sums.get(name) ?? { cost: zero, findings: 0 }
      return { class: name, cost: amountText(cost, currency), findings }
    })
  }

  total(): Decimal {
    return sumDecimals([...this.#sums.values()].map(({ cost }) => cost))
  }
}

function controlOf(placed: PlacedInvoice, currency: string, findings: readonly Finding[]): Control {
  const charges = placed.ownCharges.filter((charge) => charge.currency === currency)
  const sums = headerSums(placed, currency, charges)
  const { identity, rows: ownRows } = totalIdentity(sums)
  // Of a credited invoice everything goes back, whatever it was.
  const rows =
    placed.treatment === 'credited'
      ? ownRows.map(({ cost }) => ({ class: 'credit-or-reissue' as const, cost }))
      : ownRows
  const classes = new ClassSums()
  let unexplained = zero
  for (const finding of findings) {
    const cost = finding instanceof PlainTie ? finding.amount : decimal(finding.cost)
    classes.add(finding.class, cost, 1)
    if (finding.class === 'unexplained') unexplained = addDecimals(unexplained, absoluteDecimal(cost))
  }
  for (const row of rows) {
    classes.add(row.class, row.cost, 0)
    if (row.class === 'unexplained') unexplained = addDecimals(unexplained, absoluteDecimal(row.cost))
  }
  const text = (value: Known<Decimal>): string => (value === 'unknown' ? value : amountText(value, currency))
  return {
    currency,
    total: text(sums.total),
    identity,
    sumOfCost: text(sums.cost),
    sumOfTax: text(sums.tax),
    sumOfListAmount: text(sums.listAmount),
    headerGap: text(sums.total === 'unknown' ? zero : subtractDecimals(sums.total, sums.cost)),
    classes: classes.rows(currency),
    sumOfClasses: text(classes.total()),
    unexplained: text(unexplained),
    chargesWithoutCost: charges.filter(({ cost }) => cost === 'unknown').map(({ chargeId }) => chargeId),
  }
}

/** What a header's total could be the sum of, for one currency. */
export function headerSums(placed: PlacedInvoice, currency: string, charges: readonly Charge[]): HeaderSums {
  const { invoice } = placed.read
  const isHeaderCurrency = currency === invoice.currency
  const costs = charges.flatMap(({ cost }) => (cost === 'unknown' ? [] : [cost]))
  const places = minorUnitsOf(currency)
  return {
    currency,
    total: isHeaderCurrency ? inCurrency(invoice.total, currency) : 'unknown',
    cost: sumDecimals(costs),
    roundedCost: sumDecimals(costs.map((cost) => roundDecimal(cost, places, 'half-up'))),
    tax: sumIfAllKnown(charges.map(({ tax }) => tax)),
    listAmount: sumIfAllKnown(charges.map(({ listAmount }) => listAmount)),
    carriedBalance: isHeaderCurrency ? inCurrency(invoice.carriedBalance, currency) : 'unknown',
    everyCostKnown: costs.length === charges.length,
  }
}

/** A header amount in another currency than the header's own says nothing that could be added. */
function inCurrency(amount: Known<Decimal & { readonly currency: string }>, currency: string): Known<Decimal> {
  return amount === 'unknown' || amount.currency !== currency ? 'unknown' : amount
}

function sumIfAllKnown(amounts: readonly Known<Decimal>[]): Known<Decimal> {
  let sum = zero
  for (const amount of amounts) {
    if (amount === 'unknown') return 'unknown'
    sum = addDecimals(sum, amount)
  }
  return sum
}
