import type { BundleComponent, ClientBillingConfig, FixedLine } from '../../domain/billing-config.ts'
import type { BundleShare, InvoiceLine } from '../../domain/invoice.ts'
import { minorUnitsOf } from '../../money/currency.ts'
import { allocate } from '../../money/allocate.ts'
import { zero, type Decimal } from '../../money/decimal.ts'
import {
  addFractions,
  fractionOfDecimal,
  multiplyFractions,
  roundFraction,
  type Fraction,
} from '../../money/fraction.ts'
import { productOf, type Claim } from '../claims.ts'
import type { Holding } from '../holdings.ts'
import { amountText, plainNumber } from '../numbers-as-text.ts'
import type { Portion } from '../portions/portion.ts'
import { mostUnitPricePlaces } from '../prices/exact-price.ts'
import type { RunContext } from '../run-context.ts'
import { costIn, costText, portionCost } from './cost.ts'
import { identityOf } from './line-identity.ts'
import type { ClientScope } from './line-work.ts'

/** The places to which a component's seat-days are shown in whole periods. */
const shownQuantityPlaces = 5

/** One component of a bundle with what it holds and costs. */
export interface CountedComponent {
  readonly component: BundleComponent
  readonly name: string
  /** In whole periods: half a month of one seat is 0.5. */
  readonly quantity: Decimal
  readonly cost: Fraction | 'unknown'
}

/** A bundle's components as the config states them; those of an older config are bare items. */
export function componentsOf({ components, componentItemIds }: FixedLine): readonly BundleComponent[] {
  return components ?? componentItemIds.map((itemId) => ({ itemId, included: undefined, overagePrice: undefined }))
}

/** What the client holds of one component; a product that several components cover is the first one's. */
export function claimOf(
  run: RunContext,
  client: ClientBillingConfig,
  claim: Claim,
  { line, itemId }: { readonly line: FixedLine; readonly itemId: string },
): readonly Holding[] {
  const itemIds = componentsOf(line).map((component) => component.itemId)
  return claim.holdings.filter((holding) => {
    const own = run.products.itemsFor(client, productOf(holding))
    return itemIds.find((candidate) => own.includes(candidate)) === itemId
  })
}

/** Counts each component's units and cost; those of which nothing is held count as none. */
export function countComponents(
  { run, client }: ClientScope,
  line: FixedLine,
  { claim, portions }: { readonly claim: Claim; readonly portions: readonly Portion[] },
): readonly CountedComponent[] {
  return componentsOf(line).map((component) => {
    const timelines = new Set(
      claimOf(run, client, claim, { line, itemId: component.itemId }).map(({ timeline }) => timeline),
    )
    const own = portions.filter(({ holding }) => timelines.has(holding.timeline))
    return {
      component,
      name: run.items.get(component.itemId)?.name ?? component.itemId,
      quantity: quantityOf(own),
      cost: totalCost(own, client.currency),
    }
  })
}

function quantityOf(portions: readonly Portion[]): Decimal {
  const sum = portions.reduce<Fraction>(
    (total, { quantity, proration }) =>
      addFractions(total, multiplyFractions(fractionOfDecimal(quantity), shareOf(proration))),
    { numerator: 0n, denominator: 1n },
  )
  return roundFraction(sum, shownQuantityPlaces, 'half-up')
}

function shareOf(proration: Portion['proration']): Fraction {
  if (proration === undefined) return { numerator: 1n, denominator: 1n }
  return { numerator: BigInt(proration.days), denominator: BigInt(proration.of) }
}

function totalCost(portions: readonly Portion[], currency: string): Fraction | 'unknown' {
  let sum: Fraction = { numerator: 0n, denominator: 1n }
  for (const portion of portions) {
    const cost = costIn(portion, portionCost(portion), currency)
    if (cost === 'unknown') return 'unknown'
    sum = addFractions(sum, cost)
  }
  return sum
}

/**
 * The bundle's amount shared out to its components by what they cost, so that each has a margin: the shares add up to
 * the amount, the cents left over going to the largest remainders. Undefined where a cost is unknown or below zero, or
 * nothing costs anything: there is then nothing to share by.
 */
export function sharesOf(
  counted: readonly CountedComponent[],
  amount: Decimal,
  currency: string,
): readonly BundleShare[] | undefined {
  const weights: bigint[] = []
  for (const { cost } of counted) {
    if (cost === 'unknown' || cost.numerator < 0n) return undefined
    weights.push(roundFraction(cost, mostUnitPricePlaces, 'half-even').units)
  }
  if (weights.every((weight) => weight === 0n)) return undefined
  const revenues = allocate({ units: amount.units, scale: amount.scale, currency }, weights)
  return counted.map(({ component, quantity, cost }, index) => ({
    itemId: component.itemId,
    quantity: plainNumber(quantity),
    cost: costText(cost === 'unknown' ? cost : roundFraction(cost, minorUnitsOf(currency), 'half-up'), currency),
    revenue: amountText(revenues[index] ?? zero, currency),
  }))
}

/** A component as a line of its own that bills nothing: what is in the bundle is seen, and its price is the bundle's. */
export function shownComponent(
  scope: ClientScope,
  bundle: InvoiceLine,
  { line, counted }: { readonly line: FixedLine; readonly counted: CountedComponent },
): InvoiceLine {
  const { currency } = scope.client
  const nothing = amountText({ units: 0n, scale: minorUnitsOf(currency) }, currency)
  const quantity = plainNumber(counted.quantity)
  return {
    ...bundle,
    lineKey: `${bundle.lineKey}/${counted.component.itemId}`,
    billingLineId: `${line.lineId}/${counted.component.itemId}`,
    itemId: counted.component.itemId,
    ledgerItemId: identityOf(scope, line).ledgerItemId,
    description: `${counted.name}, in ${identityOf(scope, line).description}`,
    quantity,
    unitPrice: nothing,
    proration: undefined,
    amount: nothing,
    was: undefined,
    cost: nothing,
    covers: [],
    reasons: {
      quantityBasis: 'fixed',
      quantityRule: 'line',
      slice: [],
      byBasis: [],
      price: undefined,
      steps: [
        {
          what: 'amount',
          working: `${quantity} in the bundle`,
          result: nothing,
          source: 'billed with the bundle',
          rounding: undefined,
        },
      ],
      evidence: [],
    },
  }
}
