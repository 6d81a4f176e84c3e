import { larger, nearerZero, ratioOfFine, shareOfFine, smaller, timesFine, type Fine } from './fine.ts'
import { onlyReprices } from './re-pricing.ts'
import type { Spread } from './spread.ts'

/** What is known of each segment besides the two sides. */
export interface SegmentFacts {
  /** Client lines that were posted cover it. */
  readonly covered: boolean
  /** The billing period that it lies in was billed to the client; undefined: it was not yet. */
  readonly billedPeriod: { readonly hasLines: boolean } | undefined
  /** Units on client invoices that wait to be posted. */
  readonly waiting: { readonly lines: number; readonly quantity: Fine }
  /** Units that the timeline says are held; undefined: not known. */
  readonly held: Fine | undefined
}

/** The parts of charged minus billed that the lines' own figures account for. They need not add up to all of it. */
export interface DifferenceParts {
  timing: Fine
  boughtNotBilled: Fine
  price: Fine
  quantity: Fine
  proration: Fine
  committedUnused: Fine
}

export interface SplitInput {
  readonly facts: readonly SegmentFacts[]
  readonly charged: Spread
  readonly billed: Spread
  /** Both sides of all invoices together: what is committed and unused, or short on every day, shows only there. */
  readonly joint: { readonly charged: Spread; readonly billed: Spread }
  /** False where a quantity or unit cost is unknown: then only what has no client line at all is accounted for. */
  readonly explainable: boolean
  /** True where only adjustments were read, without the charge that they adjust. */
  readonly adjustmentsOnly: boolean
}

/**
 * Splits charged minus billed, segment by segment. Price: the difference of the unit costs on the units that both have.
 * Quantity: the units that one side has more on every day. Proration: units that differ on some days only, and days
 * counted in another way.
 */
export function splitDifference(input: SplitInput): DifferenceParts {
  const parts = { timing: 0n, boughtNotBilled: 0n, price: 0n, quantity: 0n, proration: 0n, committedUnused: 0n }
  const everyDay = input.adjustmentsOnly ? 0n : differenceOnEveryDay(input)
  input.facts.forEach((facts, segment) => {
    const difference = (input.charged.value[segment] ?? 0n) - (input.billed.value[segment] ?? 0n)
    const uncovered = classOfUncovered(facts)
    if (uncovered !== undefined) parts[uncovered] += difference
    else if (input.explainable) splitSegment(parts, input, segment, facts, everyDay)
  })
  return parts
}

/** Days without any client line: not billed yet, or left out of a period that was billed without it. */
export function classOfUncovered(facts: SegmentFacts): 'timing' | 'boughtNotBilled' | undefined {
  if (facts.covered) return undefined
  if (facts.billedPeriod === undefined || facts.waiting.lines > 0) return 'timing'
  return facts.billedPeriod.hasLines ? undefined : 'boughtNotBilled'
}

function splitSegment(
  parts: DifferenceParts,
  input: SplitInput,
  segment: number,
  facts: SegmentFacts,
  everyDay: Fine,
): void {
  const difference = (input.charged.value[segment] ?? 0n) - (input.billed.value[segment] ?? 0n)
  const price = pricePart(input.charged, input.billed, segment)
  const volume = difference - price
  parts.price += price
  const units = (input.charged.quantity[segment] ?? 0n) - (input.billed.quantity[segment] ?? 0n)
  if (units === 0n) {
    if (onlyReprices(input.charged, segment)) parts.price += volume
    else parts.proration += volume
    return
  }
  const { waiting, unused } = expectedUnits(units, input, segment, facts)
  const rest = units - waiting - unused
  const onEveryDay = rest > 0n === everyDay > 0n ? nearerZero(rest, everyDay) : 0n
  const timing = shareOfFine(volume, waiting, units)
  const committedUnused = shareOfFine(volume, unused, units)
  const quantity = shareOfFine(volume, onEveryDay, units)
  parts.timing += timing
  parts.committedUnused += committedUnused
  parts.quantity += quantity
  parts.proration += volume - timing - committedUnused - quantity
}

/** The difference of the two unit costs, on as many unit-terms as both sides have. */
function pricePart(charged: Spread, billed: Spread, segment: number): Fine {
  const chargedTerms = charged.unitTerms[segment] ?? 0n
  const billedTerms = billed.unitTerms[segment] ?? 0n
  if (chargedTerms === 0n || billedTerms === 0n || chargedTerms > 0n !== billedTerms > 0n) return 0n
  const common = nearerZero(chargedTerms, billedTerms)
  const chargedCost = ratioOfFine(charged.value[segment] ?? 0n, chargedTerms)
  const billedCost = ratioOfFine(billed.value[segment] ?? 0n, billedTerms)
  return timesFine(chargedCost - billedCost, common)
}

/** Of units charged and not billed: those on invoices that wait, and those that the client does not hold. */
function expectedUnits(
  units: Fine,
  input: SplitInput,
  segment: number,
  facts: SegmentFacts,
): { waiting: Fine; unused: Fine } {
  if (units < 0n) return { waiting: 0n, unused: 0n }
  const waiting = smaller(units, larger(facts.waiting.quantity, 0n))
  if (facts.held === undefined) return { waiting, unused: 0n }
  const used = larger(facts.held, input.joint.billed.quantity[segment] ?? 0n)
  const unused = larger((input.joint.charged.quantity[segment] ?? 0n) - used, 0n)
  return { waiting, unused: smaller(units - waiting, unused) }
}

/** The units by which the two sides differ on each covered day alike; zero where the sign changes or a day agrees. */
function differenceOnEveryDay(input: SplitInput): Fine {
  let least: Fine | undefined
  const { charged, billed } = input.joint
  for (const [segment, facts] of input.facts.entries()) {
    if (classOfUncovered(facts) !== undefined) continue
    const units = (charged.quantity[segment] ?? 0n) - (billed.quantity[segment] ?? 0n)
    const { waiting, unused } = expectedUnits(units, input, segment, facts)
    const rest = units - waiting - unused
    if (rest === 0n || (least !== undefined && rest > 0n !== least > 0n)) return 0n
    least = least === undefined ? rest : nearerZero(least, rest)
  }
  return least ?? 0n
}
