import { larger, shareOfFine, smaller, type Fine } from './fine.ts'
import { repricedShare, type RepricedShare } from './re-pricing.ts'
import type { Spread } from './spread.ts'

const figures = ['quantity', 'value', 'unitTerms', 'cost'] as const

/**
 * Shares what the client lines bill among the distributor invoices that charge for the same days. An invoice gets what
 * it charges; where the two sides differ, the difference falls on the latest charge that could make it (a seat added
 * later and not billed, a reduction not passed on), and what is left over on the earliest, which charged the base.
 * Together the invoices get exactly what was billed.
 */
export function assignBilled(
  charged: readonly Spread[],
  billed: Spread,
  measure: 'quantity' | 'value',
): readonly Spread[] {
  const shares = charged.map(() => ({
    lines: billed.lines,
    quantity: [] as bigint[],
    value: [] as bigint[],
    unitTerms: [] as bigint[],
    cost: [] as bigint[],
  }))
  for (let segment = 0; segment < billed.lines.length; segment += 1) {
    const active = charged.flatMap((spread, index) => ((spread.lines[segment] ?? 0) > 0 ? [index] : []))
    const repriced = measure === 'quantity' ? repricedShare(charged, billed, active, segment) : undefined
    const rest = restOf(billed, segment, repriced)
    const sharing = active.filter((index) => index !== repriced?.index)
    const wanted = sharing.map((index) => charged[index]?.[measure][segment] ?? 0n)
    const given = shareOut(wanted, rest[measure])
    shares.forEach((share, index) => {
      if (index === repriced?.index) {
        for (const figure of figures) share[figure].push(repriced[figure])
        return
      }
      const place = sharing.indexOf(index)
      const isLast = place >= 0 && place === sharing.length - 1
      const part = place < 0 ? 0n : (given[place] ?? 0n)
      for (const figure of figures) {
        const whole = rest[figure]
        // With nothing net to share by, what there is goes to the latest invoice as a whole.
        share[figure].push(rest[measure] === 0n ? (isLast ? whole : 0n) : shareOfFine(whole, part, rest[measure]))
      }
    })
  }
  return shares
}

function restOf(
  billed: Spread,
  segment: number,
  repriced: RepricedShare | undefined,
): Readonly<Record<(typeof figures)[number], Fine>> {
  return {
    quantity: billed.quantity[segment] ?? 0n,
    unitTerms: billed.unitTerms[segment] ?? 0n,
    value: (billed.value[segment] ?? 0n) - (repriced?.value ?? 0n),
    cost: (billed.cost[segment] ?? 0n) - (repriced?.cost ?? 0n),
  }
}

/** What each gets of `total`, the earliest first in `wanted`; the results add up to `total`. */
function shareOut(wanted: readonly Fine[], total: Fine): readonly Fine[] {
  const given = [...wanted]
  let rest = wanted.reduce((sum, each) => sum + each, 0n) - total
  for (let index = given.length - 1; index >= 0 && rest !== 0n; index -= 1) {
    const want = given[index] ?? 0n
    const taken = rest > 0n ? smaller(rest, larger(want, 0n)) : larger(rest, smaller(want, 0n))
    given[index] = want - taken
    rest -= taken
  }
  if (given.length > 0) given[0] = (given[0] ?? 0n) - rest
  return given
}
