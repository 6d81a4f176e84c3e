import type { BillingConfig } from '../../domain/billing-config.ts'
import type { DecimalText, InvoiceLine } from '../../domain/invoice.ts'
import { addDecimals, compareDecimals, decimal, formatDecimal, subtractDecimals, zero } from '../../money/decimal.ts'
import type { ClientDryRun, ClientOutcome } from '../../billing/dry-run.ts'

/** What one client would be billed for one catalog item in a month. Amounts are decimal strings in its currency. */
export interface ProductEffect {
  readonly itemId: string
  readonly itemName: string
  readonly now: DecimalText
  readonly then: DecimalText
  readonly change: DecimalText
  readonly costNow: DecimalText | 'unknown'
  readonly costThen: DecimalText | 'unknown'
}

export interface ClientMonthEffect {
  readonly clientId: string
  readonly clientName: string
  readonly currency: string
  readonly outcomeNow: ClientOutcome | 'none'
  readonly outcomeThen: ClientOutcome | 'none'
  readonly now: DecimalText
  readonly then: DecimalText
  readonly change: DecimalText
  /** The items on which something changes. */
  readonly products: readonly ProductEffect[]
}

export interface MonthEffect {
  readonly month: string
  /** Clients for whom nothing changes are left out. */
  readonly clients: readonly ClientMonthEffect[]
  /** What all clients together are billed more, per currency; those that stay as they are count too. */
  readonly totals: readonly {
    readonly currency: string
    readonly now: DecimalText
    readonly then: DecimalText
    readonly change: DecimalText
  }[]
}

type Results = ReadonlyMap<string, ClientDryRun>

export function compareMonth(
  month: string,
  configs: readonly BillingConfig[],
  before: Results,
  after: Results,
): MonthEffect {
  const currencies = new Map(configs.flatMap(({ clients }) => clients.map((one) => [one.clientId, one.currency])))
  const names = new Map(configs.flatMap(({ items }) => items.map(({ itemId, name }) => [itemId, name])))
  const clientIds = [...new Set([...before.keys(), ...after.keys()])].sort()
  const all = clientIds.map((clientId) =>
    clientEffect(clientId, currencies.get(clientId) ?? '', names, [before.get(clientId), after.get(clientId)]),
  )
  return { month, clients: all.filter(isChanged), totals: totalsOf(all) }
}

function clientEffect(
  clientId: string,
  currency: string,
  names: ReadonlyMap<string, string>,
  [before, after]: readonly [ClientDryRun | undefined, ClientDryRun | undefined],
): ClientMonthEffect {
  const [now, then] = [before?.invoice?.total ?? '0.00', after?.invoice?.total ?? '0.00']
  const lines = [before?.invoice?.lines ?? [], after?.invoice?.lines ?? []] as const
  const itemIds = [...new Set(lines.flat().map(({ itemId }) => itemId))].sort()
  const products = itemIds.map((itemId) =>
    productEffect(itemId, names.get(itemId) ?? itemId, [ofItem(lines[0], itemId), ofItem(lines[1], itemId)]),
  )
  return {
    clientId,
    clientName: after?.clientName ?? before?.clientName ?? clientId,
    currency,
    outcomeNow: before?.outcome ?? 'none',
    outcomeThen: after?.outcome ?? 'none',
    now,
    then,
    change: difference(now, then),
    products: products.filter((effect) => !isNothing(effect.change) || effect.costNow !== effect.costThen),
  }
}

function ofItem(lines: readonly InvoiceLine[], itemId: string): readonly InvoiceLine[] {
  return lines.filter((line) => line.itemId === itemId)
}

function productEffect(
  itemId: string,
  itemName: string,
  [before, after]: readonly [readonly InvoiceLine[], readonly InvoiceLine[]],
): ProductEffect {
  const [now, then] = [sum(before.map(({ amount }) => amount)), sum(after.map(({ amount }) => amount))]
  return {
    itemId,
    itemName,
    now,
    then,
    change: difference(now, then),
    costNow: costOf(before),
    costThen: costOf(after),
  }
}

/** Unknown as soon as one line's cost is: a part would pass for the whole. */
function costOf(lines: readonly InvoiceLine[]): DecimalText | 'unknown' {
  return lines.some(({ cost }) => cost === 'unknown') ? 'unknown' : sum(lines.map(({ cost }) => cost))
}

function totalsOf(all: readonly ClientMonthEffect[]): MonthEffect['totals'] {
  const currencies = [...new Set(all.map(({ currency }) => currency))].sort()
  return currencies.map((currency) => {
    const own = all.filter((effect) => effect.currency === currency)
    const [now, then] = [sum(own.map((effect) => effect.now)), sum(own.map((effect) => effect.then))]
    return { currency, now, then, change: difference(now, then) }
  })
}

function isChanged({ change, products, outcomeNow, outcomeThen }: ClientMonthEffect): boolean {
  return !isNothing(change) || products.length > 0 || outcomeNow !== outcomeThen
}

function sum(amounts: readonly DecimalText[]): DecimalText {
  return formatDecimal(amounts.map((amount) => decimal(amount)).reduce(addDecimals, { units: 0n, scale: 2 }))
}

function difference(now: DecimalText, then: DecimalText): DecimalText {
  return formatDecimal(subtractDecimals(decimal(then), decimal(now)))
}

function isNothing(change: DecimalText): boolean {
  return compareDecimals(decimal(change), zero) === 0
}
