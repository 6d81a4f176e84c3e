import type { Charge } from '../domain/distributor-invoice.ts'
import { compareTexts, type PlacedInvoice } from './distributor-side.ts'
import type { Lookups } from './lookups.ts'
import type { Supply } from './supply.ts'

/** A charge with the place of its invoice. */
export interface PlacedCharge {
  readonly charge: Charge
  readonly ordinal: number
}

/**
 * What is compared as one. `subscription`: one lineage. `product`: all subscriptions of a client and product, because a
 * charge or a line names no subscription. `charge`: one charge, with the lines that pass it through.
 */
export interface MatchGroup {
  readonly key: string
  readonly by: 'subscription' | 'product' | 'charge'
  readonly currency: string
  charges: PlacedCharge[]
  /** Posted and waiting ones alike. */
  supplies: Supply[]
  /** Lines for the same supply whose cost is in another currency: they cannot be compared without a rate. */
  foreignSupplies: readonly Supply[]
}

/**
 * Puts charges and client lines together: lines that pass a charge through by its id, exactly; everything else by
 * subscription lineage; and where one side names no subscription, by client and product over all subscriptions of the
 * pair, since taking only one of them would invent a difference.
 */
export function matchGroups(
  invoices: readonly PlacedInvoice[],
  supplies: readonly Supply[],
  lookups: Lookups,
): MatchGroup[] {
  const placed: PlacedCharge[] = []
  for (const { treatment, ownCharges, ordinal } of invoices) {
    if (treatment === 'counted') for (const charge of ownCharges) placed.push({ charge, ordinal })
  }
  const credited = invoices.filter(({ treatment }) => treatment === 'credited').flatMap(({ ownCharges }) => ownCharges)
  const byCharge = new ChargeKeys(placed, credited, supplies)
  const merged = pairsWithoutSubscription(placed, supplies, byCharge, lookups)
  const groups = new Groups()
  for (const each of placed) {
    const { key, by } = keyOfCharge(each.charge, byCharge, merged, lookups)
    const group = groups.open(key, by, each.charge.currency)
    group.charges = appended(group.charges, each)
  }
  for (const supply of supplies) groups.addSupply(supply, keyOfSupply(supply, byCharge, merged, lookups))
  return groups.all()
}

/** Seats and their adjustments recur and follow a subscription; a fee or a credit stands for itself. */
export function followsSubscription(charge: Charge): boolean {
  if (charge.servicePeriod === undefined) return false
  switch (charge.kind) {
    case 'subscription':
    case 'prorate':
    case 'usage':
      return charge.subscriptionId !== undefined || (charge.companyId !== undefined && charge.productId !== undefined)
    case 'unknown':
      return charge.subscriptionId !== undefined
    case 'one-time':
    case 'service-charge':
    case 'service-credit':
    case 'rebate':
    case 'payment-credit':
    case 'invoice-credit':
    case 'tax':
      return false
  }
}

interface GroupKey {
  readonly key: string
  readonly by: MatchGroup['by']
}

function keyOfCharge(charge: Charge, byCharge: ChargeKeys, merged: MergedPairs, lookups: Lookups): GroupKey {
  if (byCharge.passedThrough(charge) || !followsSubscription(charge)) {
    return { key: chargeKeyOf(charge.connectionId, charge.chargeId), by: 'charge' }
  }
  return keyOfPart(charge, merged, lookups)
}

function keyOfSupply(supply: Supply, byCharge: ChargeKeys, merged: MergedPairs, lookups: Lookups): GroupKey {
  if (supply.chargeId !== undefined && !byCharge.isReissued(supply)) {
    return { key: chargeKeyOf(supply.connectionId, supply.chargeId), by: 'charge' }
  }
  return keyOfPart(supply, merged, lookups)
}

/** What charges and covered supplies have in common for this purpose. */
interface Part {
  readonly connectionId: string
  readonly subscriptionId: string | undefined
  readonly companyId: string | undefined
  readonly productId: string | undefined
}

function keyOfPart(part: Part, merged: MergedPairs, lookups: Lookups): GroupKey {
  const subscription = subscriptionKeyOf(part, lookups)
  const key = merged.find(subscription ?? pairKeyOf(part, lookups))
  return { key, by: subscription !== undefined && key === subscription ? 'subscription' : 'product' }
}

function subscriptionKeyOf(part: Part, lookups: Lookups): string | undefined {
  if (part.subscriptionId === undefined) return undefined
  const original = lookups.originalSubscription(part.connectionId, part.subscriptionId)
  return keyText('subscription', part.connectionId, original)
}

/** Two companies that are one client are one pair; a company that is nobody's client stands for itself. */
function pairKeyOf(part: Part, lookups: Lookups): string {
  const client =
    part.companyId === undefined ? undefined : lookups.clientOfCompany(part.connectionId, part.companyId)?.clientId
  const owner = client === undefined ? ['company', part.companyId ?? null] : ['client', client]
  return JSON.stringify(['pair', part.connectionId, ...owner, part.productId ?? null])
}

function chargeKeyOf(connectionId: string, chargeId: string): string {
  return keyText('charge', connectionId, chargeId)
}

/** Lengths go before the ids, so that no two pairs of ids make one text. */
function keyText(what: string, connectionId: string, id: string): string {
  return `${what} ${String(connectionId.length)}:${connectionId}${id}`
}

/** Knows which charges are passed through by id. */
class ChargeKeys {
  readonly #read: ReadonlySet<string>
  readonly #credited: ReadonlySet<string>
  readonly #passed: ReadonlySet<string>

  constructor(placed: readonly PlacedCharge[], credited: readonly Charge[], supplies: readonly Supply[]) {
    this.#credited = new Set(credited.map((charge) => chargeKeyOf(charge.connectionId, charge.chargeId)))
    // Only a credited charge can be issued again under the same id; without one the others need no list.
    const again = this.#credited.size === 0 ? [] : placed
    this.#read = new Set(again.map(({ charge }) => chargeKeyOf(charge.connectionId, charge.chargeId)))
    const passed = new Set<string>()
    for (const { connectionId, chargeId } of supplies) {
      if (chargeId !== undefined) passed.add(chargeKeyOf(connectionId, chargeId))
    }
    this.#passed = passed
  }

  passedThrough(charge: Charge): boolean {
    return this.#passed.size > 0 && this.#passed.has(chargeKeyOf(charge.connectionId, charge.chargeId))
  }

  /**
   * A line may name a charge of an invoice that was credited and issued again under new ids: it then bills whatever
   * charge took its place, so it is matched by its subscription or product.
   */
  isReissued(supply: Supply): boolean {
    if (supply.chargeId === undefined || this.#credited.size === 0) return false
    const key = chargeKeyOf(supply.connectionId, supply.chargeId)
    if (this.#read.has(key) || !this.#credited.has(key)) return false
    return supply.subscriptionId !== undefined || supply.productId !== undefined
  }
}

/** Union-find over subscription and pair keys; the smallest key names the set, so that the order does not matter. */
class MergedPairs {
  readonly #parents = new Map<string, string>()

  find(key: string): string {
    let root = key
    for (let parent = this.#parents.get(root); parent !== undefined; parent = this.#parents.get(root)) root = parent
    for (let at = key; at !== root;) {
      const next = this.#parents.get(at) ?? root
      this.#parents.set(at, root)
      at = next
    }
    return root
  }

  union(a: string, b: string): void {
    const [first, second] = [this.find(a), this.find(b)]
    if (first === second) return
    if (first < second) this.#parents.set(second, first)
    else this.#parents.set(first, second)
  }
}

function pairsWithoutSubscription(
  placed: readonly PlacedCharge[],
  supplies: readonly Supply[],
  byCharge: ChargeKeys,
  lookups: Lookups,
): MergedPairs {
  const pairs = new Set<string>()
  for (const part of comparedParts(placed, supplies, byCharge)) {
    if (part.subscriptionId === undefined) pairs.add(pairKeyOf(part, lookups))
  }
  const merged = new MergedPairs()
  if (pairs.size === 0) return merged
  for (const part of comparedParts(placed, supplies, byCharge)) {
    const subscription = subscriptionKeyOf(part, lookups)
    if (subscription === undefined) continue
    const pair = pairKeyOf(part, lookups)
    if (pairs.has(pair)) merged.union(subscription, pair)
  }
  return merged
}

/** Charges and supplies that are not matched by a charge's id. */
function* comparedParts(
  placed: readonly PlacedCharge[],
  supplies: readonly Supply[],
  byCharge: ChargeKeys,
): Iterable<Part> {
  for (const { charge } of placed) if (followsSubscription(charge) && !byCharge.passedThrough(charge)) yield charge
  for (const supply of supplies) if (supply.chargeId === undefined || byCharge.isReissued(supply)) yield supply
}

/** Groups by key and currency, since amounts of two currencies are never added. */
class Groups {
  readonly #byKey = new Map<string, MatchGroup>()
  /** Groups of a key in further currencies: hardly any key has one. */
  readonly #further = new Map<string, MatchGroup[]>()

  open(key: string, by: MatchGroup['by'], currency: string): MatchGroup {
    const first = this.#byKey.get(key)
    const own = first?.currency === currency ? first : this.#furtherOf(key).find((group) => group.currency === currency)
    if (own !== undefined) return own
    const group: MatchGroup = { key, by, currency, charges: [], supplies: [], foreignSupplies: none }
    if (first === undefined) this.#byKey.set(key, group)
    else this.#further.set(key, [...this.#furtherOf(key), group])
    return group
  }

  addSupply(supply: Supply, { key, by }: GroupKey): void {
    const first = this.#byKey.get(key)
    if (first === undefined || (first.currency === supply.costCurrency && first.charges.length > 0)) {
      this.#add(supply, key, by)
      return
    }
    const charged = [first, ...this.#furtherOf(key)].filter(({ charges }) => charges.length > 0)
    const isForeign = charged.length > 0 && charged.every(({ currency }) => currency !== supply.costCurrency)
    if (isForeign) for (const group of charged) group.foreignSupplies = [...group.foreignSupplies, supply]
    else this.#add(supply, key, by)
  }

  all(): MatchGroup[] {
    const groups = [...this.#byKey.values(), ...[...this.#further.values()].flat()]
    return groups.sort((a, b) => compareTexts(a.key, b.key) || compareTexts(a.currency, b.currency))
  }

  #add(supply: Supply, key: string, by: MatchGroup['by']): void {
    const group = this.open(key, by, supply.costCurrency)
    group.supplies = appended(group.supplies, supply)
  }

  #furtherOf(key: string): readonly MatchGroup[] {
    return this.#further.size === 0 ? none : (this.#further.get(key) ?? none)
  }
}

const none: readonly never[] = []

/** An array that is made with its first element takes no room for more, and most groups have one of each. */
function appended<T>(list: T[], each: T): T[] {
  if (list.length === 0) return [each]
  list.push(each)
  return list
}
