import { addDecimals, decimal, zero, type Decimal } from '../../money/decimal.ts'
import { formatAmount, money } from '../../money/money.ts'
import type { BackfillFinding, BackfillSum, BackfillTotal } from './report.ts'

/** The totals of each currency; none of them is ever added to another. */
export function totalsOf(findings: readonly BackfillFinding[]): BackfillTotal[] {
  const sums = new Map<string, { leakage: Decimal; recoverable: Decimal; overBilling: Decimal }>()
  for (const { revenue, direction, recovery } of findings) {
    if (revenue === 'unknown') continue
    const sum = sums.get(revenue.currency) ?? { leakage: zero, recoverable: zero, overBilling: zero }
    sums.set(revenue.currency, sum)
    const amount = decimal(revenue.amount)
    if (direction === 'over-billing') sum.overBilling = addDecimals(sum.overBilling, amount)
    else sum.leakage = addDecimals(sum.leakage, amount)
    if (recovery.state === 'recoverable') sum.recoverable = addDecimals(sum.recoverable, amount)
  }
  return [...sums].sort(byKey).map(([currency, { leakage, recoverable, overBilling }]) => ({
    currency,
    leakage: formatAmount(money(leakage, currency)),
    recoverable: formatAmount(money(recoverable, currency)),
    overBilling: formatAmount(money(overBilling, currency)),
  }))
}

/** The findings added up by one of their traits. */
export function sumsBy(
  findings: readonly BackfillFinding[],
  nameOf: (finding: BackfillFinding) => string,
): BackfillSum[] {
  const sums = new Map<
    string,
    { name: string; currency: string; leakage: Decimal; overBilling: Decimal; unpriced: Decimal; findings: number }
  >()
  for (const finding of findings) {
    const { revenue, cost, direction } = finding
    const priced = revenue === 'unknown' ? undefined : revenue
    const unpriced = priced === undefined && cost !== 'unknown' ? cost : undefined
    const currency = priced?.currency ?? unpriced?.currency ?? ''
    const name = nameOf(finding)
    const key = `${name}\n${currency}`
    const sum = sums.get(key) ?? { name, currency, leakage: zero, overBilling: zero, unpriced: zero, findings: 0 }
    sums.set(key, sum)
    const amount = decimal(priced?.amount ?? '0')
    if (direction === 'over-billing') sum.overBilling = addDecimals(sum.overBilling, amount)
    else sum.leakage = addDecimals(sum.leakage, amount)
    sum.unpriced = addDecimals(sum.unpriced, decimal(unpriced?.amount ?? '0'))
    sum.findings += 1
  }
  return [...sums].sort(byKey).map(([, { name, currency, leakage, overBilling, unpriced, findings: count }]) => {
    const text = (value: Decimal): string => formatAmount(money(value, currency === '' ? 'USD' : currency))
    return {
      ...{ name, currency, leakage: text(leakage), overBilling: text(overBilling), unpricedCost: text(unpriced) },
      findings: count,
    }
  })
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0
}
