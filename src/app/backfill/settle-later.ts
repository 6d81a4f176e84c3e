import { absoluteDecimal, equalDecimals, formatDecimal } from '../../money/decimal.ts'
import { formatMonth } from '../../domain/period.ts'
import { groupBy } from '../../support/group-by.ts'
import type { DraftFinding } from './audit-client-month.ts'
import type { SettledPair } from './report.ts'

/**
 * Takes out what a later month put right by itself: the very same amount the other way round, on the same item of the
 * same client. A seat that was forgotten and billed a month late is no leak.
 */
export function settleLater(drafts: readonly DraftFinding[]): {
  readonly open: readonly DraftFinding[]
  readonly settled: readonly SettledPair[]
} {
  const gone = new Set<DraftFinding>()
  const settled: SettledPair[] = []
  const groups = groupBy(drafts, ({ client, ledgerItemId, currency }) =>
    JSON.stringify([client.clientId, ledgerItemId, currency]),
  )
  for (const own of groups.values()) {
    const inOrder = [...own].sort((a, b) => (a.month.start < b.month.start ? -1 : 1))
    for (const [index, first] of inOrder.entries()) {
      if (gone.has(first)) continue
      const later = inOrder.slice(index + 1).find((other) => !gone.has(other) && takesBack(first, other))
      if (later === undefined) continue
      gone.add(first)
      gone.add(later)
      settled.push({
        clientId: first.client.clientId,
        product: first.product,
        month: formatMonth(first.month),
        settledIn: formatMonth(later.month),
        amount: formatDecimal(absoluteDecimal(first.amount)),
        currency: first.currency,
      })
    }
  }
  return { open: drafts.filter((draft) => !gone.has(draft)), settled }
}

function takesBack(first: DraftFinding, later: DraftFinding): boolean {
  if (later.month.start <= first.month.start || first.amount.units > 0n === later.amount.units > 0n) return false
  return equalDecimals(absoluteDecimal(first.amount), absoluteDecimal(later.amount))
}
