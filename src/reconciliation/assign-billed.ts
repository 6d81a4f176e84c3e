import { larger, shareOfFine, smaller, type Fine } from './fine.ts'
import type { Spread } from './spread.ts'

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
    const total = billed[measure][segment] ?? 0n
    const wanted = active.map((index) => charged[index]?.[measure][segment] ?? 0n)
    const given = shareOut(wanted, total)
    shares.forEach((share, index) => {
      const place = active.indexOf(index)
      const isLast = place === active.length - 1
      const part = place < 0 ? 0n : (given[place] ?? 0n)
      for (const figure of ['quantity', 'value', 'unitTerms', 'cost'] as const) {
        const whole = billed[figure][segment] ?? 0n
        // With nothing net to share by, what there is goes to the latest invoice as a whole.
        share[figure].push(total === 0n ? (place >= 0 && isLast ? whole : 0n) : shareOfFine(whole, part, total))
      }
    })
  }
  return shares
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
