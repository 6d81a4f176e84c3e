import type { Charge } from '../domain/distributor-invoice.ts'
import { addDecimals, roundDecimal, subtractDecimals, type Decimal } from '../money/decimal.ts'
import { assignBilled } from './assign-billed.ts'
import { chargeCaveats } from './charge-caveats.ts'
import type { Component } from './components.ts'
import { sumOfKnown } from './components.ts'
import { decimalOfFine, type Fine } from './fine.ts'
import type { Lookups } from './lookups.ts'
import { layOut, type LaidOut } from './lay-out.ts'
import { splitDifference, type DifferenceParts } from './split-difference.ts'
import type { Spread } from './spread.ts'
import type { Supply } from './supply.ts'
import type { Caveat } from './tie-out.ts'
import { isWithin, toleranceFor } from './tolerance.ts'
import { classesOfUnbilledCharge } from './unbilled-charge.ts'
import type { VarianceClass } from './variance-class.ts'

/** What one distributor invoice charges in a component, set against what was billed, and where its cost ends. */
export interface Compared {
  readonly component: Component
  readonly ordinal: number
  readonly charges: readonly Charge[]
  readonly cost: Decimal
  readonly billedCost: Decimal | 'unknown'
  /** Adds up to `cost` exactly. */
  readonly classes: ReadonlyMap<VarianceClass, Decimal>
  readonly laidOut: LaidOut | undefined
  readonly charged: Spread | undefined
  readonly billed: Spread | undefined
  /** Lines that were compared, posted ones only. */
  readonly supplies: readonly Supply[]
  readonly caveats: ReadonlySet<Caveat>
}

/** Compares a component, one result for each distributor invoice in it. */
export function analyseComponent(component: Component, lookups: Lookups): Compared[] {
  const byInvoice = chargesByInvoice(component)
  if (component.posted.length === 0 && component.foreign.length === 0) {
    return byInvoice.map(([ordinal, charges]) => unbilled(component, ordinal, charges, lookups))
  }
  const blocked = whyNotComparable(component)
  if (blocked !== undefined) {
    return byInvoice.map(([ordinal, charges]) => notComparable(component, ordinal, charges, blocked))
  }
  return compare(component, byInvoice, lookups)
}

function chargesByInvoice(component: Component): [number, Charge[]][] {
  const byOrdinal = new Map<number, Charge[]>()
  for (const { charge, ordinal } of component.charges) {
    const charges = byOrdinal.get(ordinal)
    if (charges === undefined) byOrdinal.set(ordinal, [charge])
    else charges.push(charge)
  }
  return [...byOrdinal].sort(([a], [b]) => a - b)
}

function unbilled(component: Component, ordinal: number, charges: readonly Charge[], lookups: Lookups): Compared {
  const classes = new Map<VarianceClass, Decimal>()
  for (const charge of charges) {
    if (charge.cost === 'unknown') continue
    const waiting = component.days === undefined ? undefined : component.waiting.map(({ days }) => days)
    const noted = waiting ?? (component.waiting.length > 0 ? 'all' : [])
    for (const part of classesOfUnbilledCharge(charge, charge.cost, noted, lookups)) add(classes, part.class, part.cost)
  }
  return {
    ...emptyComparison(component, ordinal, charges),
    billedCost: zeroAt(component),
    classes,
  }
}

interface Blocked {
  readonly class: VarianceClass
  readonly caveat: Caveat | undefined
}

/** Sums can only be compared when each cost on these days is known, and in one currency. */
function whyNotComparable(component: Component): Blocked | undefined {
  if (component.posted.length === 0) return { class: 'exchange', caveat: undefined }
  if (component.posted.some(({ supply }) => supply.cost === 'unknown')) {
    return { class: 'unexplained', caveat: 'client-cost-unknown' }
  }
  if (component.charges.some(({ charge }) => charge.cost === 'unknown')) {
    return { class: 'unexplained', caveat: 'quantity-or-unit-cost-unknown' }
  }
  return undefined
}

function notComparable(component: Component, ordinal: number, charges: readonly Charge[], blocked: Blocked): Compared {
  const base = emptyComparison(component, ordinal, charges)
  const caveats = new Set(base.caveats)
  if (blocked.caveat !== undefined) caveats.add(blocked.caveat)
  return { ...base, billedCost: 'unknown', classes: new Map([[blocked.class, base.cost]]), caveats }
}

function emptyComparison(component: Component, ordinal: number, charges: readonly Charge[]): Compared {
  return {
    component,
    ordinal,
    charges,
    cost: sumOfKnown(charges.map(({ cost }) => cost)),
    billedCost: 'unknown',
    classes: new Map(),
    laidOut: undefined,
    charged: undefined,
    billed: undefined,
    supplies: [...component.posted.map(({ supply }) => supply), ...component.foreign],
    caveats: chargeCaveats(charges),
  }
}

function compare(component: Component, byInvoice: readonly [number, Charge[]][], lookups: Lookups): Compared[] {
  const laidOut = layOut(component, byInvoice, lookups)
  const assigned = assignBilled(laidOut.charged, laidOut.billed, laidOut.explainable ? 'quantity' : 'value')
  const billedCosts = roundedInOrder(assigned, component.places)
  return byInvoice.map(([ordinal, charges], index) => {
    const charged = laidOut.charged[index] ?? laidOut.billed
    const billed = assigned[index] ?? laidOut.billed
    const base = emptyComparison(component, ordinal, charges)
    const billedCost = billedCosts[index] ?? zeroAt(component)
    const parts = splitDifference({ ...laidOut, charged, billed })
    const caveats = new Set(base.caveats)
    if (laidOut.adjustmentsOnly) caveats.add('adjusted-charge-not-read')
    if (!laidOut.explainable && !charges.some(({ kind }) => kind === 'usage')) {
      caveats.add('quantity-or-unit-cost-unknown')
    }
    const classes = classesOfComparison({ component, charges, cost: base.cost, billedCost, parts, lookups })
    return { ...base, billedCost, classes, laidOut, charged, billed, caveats }
  })
}

/** What each invoice gets of our cost, rounded so that the invoices together have the rounded whole. */
function roundedInOrder(assigned: readonly Spread[], places: number): Decimal[] {
  let running: Fine = 0n
  let before: Decimal = { units: 0n, scale: places }
  return assigned.map(({ cost }) => {
    for (const amount of cost) running += amount
    // Twelve places first: the shares of days leave noise far below them that must not tip a half.
    const after = roundDecimal(decimalOfFine(running, 12), places, 'half-up')
    const own = subtractDecimals(after, before)
    before = after
    return own
  })
}

interface ComparisonAmounts {
  readonly component: Component
  readonly charges: readonly Charge[]
  readonly cost: Decimal
  readonly billedCost: Decimal
  readonly parts: DifferenceParts
  readonly lookups: Lookups
}

function classesOfComparison(amounts: ComparisonAmounts): Map<VarianceClass, Decimal> {
  const { component, charges, cost, billedCost, lookups } = amounts
  const classes = new Map<VarianceClass, Decimal>([['ties-out', billedCost]])
  const difference = subtractDecimals(cost, billedCost)
  const first = charges[0]
  if (first === undefined) return classes
  const tolerance = toleranceFor(charges, lookups.rounding(first.connectionId))
  const stated = statedParts(amounts, difference.units === 0n ? tolerance : undefined)
  let remainder = difference
  for (const [name, part] of stated) {
    add(classes, name, part)
    remainder = subtractDecimals(remainder, part)
  }
  if (remainder.units !== 0n) add(classes, classOfRemainder(component, charges, remainder, tolerance), remainder)
  return classes
}

/** What nothing accounts for. Only rounding has a tolerance; a metered or foreign supply says so by its name. */
function classOfRemainder(
  component: Component,
  charges: readonly Charge[],
  remainder: Decimal,
  tolerance: Decimal,
): VarianceClass {
  if (isWithin(remainder, tolerance)) return 'rounding'
  if (component.foreign.length > 0) return 'exchange'
  return charges.every(({ kind }) => kind === 'usage') ? 'usage' : 'unexplained'
}

/**
 * The parts in the invoice's places. Where the two costs are equal, parts that cancel out within the tolerance are days
 * counted in two ways, and are left unsaid.
 */
function statedParts(amounts: ComparisonAmounts, silentWithin: Decimal | undefined): [VarianceClass, Decimal][] {
  const { parts, component } = amounts
  const stated = (
    [
      ['timing', parts.timing],
      ['proration', parts.proration],
      ['price-moved', parts.price],
      [parts.quantity > 0n ? 'under-billed' : 'over-billed', parts.quantity],
      ['bought-not-billed', parts.boughtNotBilled],
      ['committed-unused', parts.committedUnused],
    ] as const
  ).map(([name, part]): [VarianceClass, Decimal] => [name, decimalOfFine(part, component.places)])
  if (silentWithin !== undefined && stated.every(([, part]) => isWithin(part, silentWithin))) return []
  return stated
}

function add(classes: Map<VarianceClass, Decimal>, name: VarianceClass, amount: Decimal): void {
  if (amount.units === 0n) return
  const present = classes.get(name)
  classes.set(name, present === undefined ? amount : addDecimals(present, amount))
}

function zeroAt(component: Component): Decimal {
  return { units: 0n, scale: component.places }
}
