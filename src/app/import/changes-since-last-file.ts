import type { Charge } from '../../domain/distributor-invoice.ts'
import type { Known } from '../../domain/known.ts'
import { addMoney, compareMoney, type Money } from '../../money/money.ts'
import { groupBy } from '../../support/group-by.ts'

/** What a client's charges for one product come to otherwise than in the file before. */
export interface ChargeChange {
  readonly companyId: string | undefined
  readonly companyName: string | undefined
  readonly productId: string | undefined
  readonly productName: string | undefined
  readonly what: 'new' | 'gone' | 'more' | 'less' | 'not-known'
  /** Undefined where there was, or is, none. */
  readonly before: Known<Money> | undefined
  readonly now: Known<Money> | undefined
}

/** By client, product and currency, since invoices and their lines are other ones each month. */
export function changesSinceLastFile(before: readonly Charge[], now: readonly Charge[]): ChargeChange[] {
  const [earlier, later] = [groupBy(before, keyOf), groupBy(now, keyOf)]
  const keys = [...new Set([...earlier.keys(), ...later.keys()])].sort()
  return keys.flatMap((key) => {
    const [was, is] = [earlier.get(key), later.get(key)]
    const [sumBefore, sumNow] = [was && sumOf(was), is && sumOf(is)]
    const what = changeOf(sumBefore, sumNow)
    const named = is?.[0] ?? was?.[0]
    if (what === undefined || named === undefined) return []
    const { companyId, companyName, productId, productName } = named
    return [{ companyId, companyName, productId, productName, what, before: sumBefore, now: sumNow }]
  })
}

function keyOf({ companyId, productId, currency }: Charge): string {
  return JSON.stringify([companyId ?? null, productId ?? null, currency])
}

function sumOf(charges: readonly [Charge, ...Charge[]]): Known<Money> {
  const [first, ...others] = charges
  return others.reduce<Known<Money>>(
    (sum, { cost }) => (sum === 'unknown' || cost === 'unknown' ? 'unknown' : addMoney(sum, cost)),
    first.cost,
  )
}

function changeOf(before: Known<Money> | undefined, now: Known<Money> | undefined): ChargeChange['what'] | undefined {
  if (before === undefined) return 'new'
  if (now === undefined) return 'gone'
  if (before === 'unknown' || now === 'unknown') return before === now ? undefined : 'not-known'
  const order = compareMoney(now, before)
  return order === 0 ? undefined : order > 0 ? 'more' : 'less'
}
