import { itemIdOf } from '../contracts/items.ts'
import { divideHalfUp } from '../cents.ts'
import { addMonths } from '../calendar.ts'
import { newLineId } from '../contracts/line-id.ts'
import type { ContractLine, ContractRules } from '../contracts/types.ts'
import type { Random } from '../random.ts'
import type { PricePlan, SimulatedProduct, SimulatedSubscription } from '../types.ts'
import { hourOn, type ClientInPlay, type SubscriptionInPlay, type World } from './world.ts'

export interface Purchase {
  readonly product: SimulatedProduct
  readonly plan: PricePlan
  readonly quantity: number
  readonly startDay: string
  /** The first month in which something may happen to it. */
  readonly calmFrom: string
  /** What makes it other than an ordinary active subscription. */
  readonly special?: Partial<
    Pick<SimulatedSubscription, 'status' | 'omits' | 'endDay' | 'billingTerm' | 'unitCostCents' | 'listPriceCents'>
  >
}

/** Adds a subscription to what a company holds at the distributor. */
export function buy(world: World, client: ClientInPlay, purchase: Purchase, random: Random): SubscriptionInPlay {
  const { product, plan, quantity, startDay, special = {} } = purchase
  const commitmentEnd = plan.commitmentTerm === '1-Year' ? nextAnniversary(startDay, world) : undefined
  const first: SubscriptionInPlay['first'] = {
    subscriptionId: random.uuid(),
    vendorSubscriptionId: random.uuid(),
    companyId: client.company.companyId,
    productId: product.productId,
    quantity,
    unitCostCents: plan.unitCostCents,
    listPriceCents: plan.listPriceCents,
    billingTerm: plan.billingTerm,
    commitmentTerm: plan.commitmentTerm,
    commitmentId: plan.commitmentTerm === undefined ? undefined : random.uuid(),
    commitmentEnd,
    startDay,
    createdAt: hourOn(startDay, random),
    endDay: undefined,
    status: 'Active',
    omits: undefined,
    ...special,
  }
  const { unitCostCents, listPriceCents } = first
  const held: SubscriptionInPlay = {
    first,
    events: [],
    missedMonths: [],
    product,
    quantity,
    unitCostCents,
    listPriceCents,
    commitmentEnd,
    open: true,
    calmFrom: purchase.calmFrom,
    line: undefined,
  }
  client.holdings.push(held)
  world.subscriptions.push(held)
  return held
}

/** The item that a client's contract files a product under. */
export function itemFor(
  client: ClientInPlay,
  product: SimulatedProduct,
  plan: Pick<PricePlan, 'commitmentTerm' | 'billingTerm'>,
): string {
  const override = client.contract?.overrides.find(({ productId }) => productId === product.productId)
  return override?.itemId ?? itemIdOf(product, plan)
}

/** Adds a per-seat line, or finds the one that is already there for the item. */
export function lineFor(
  client: ClientInPlay,
  itemId: string,
  listPriceCents: number,
  from: string | undefined,
): ContractLine | undefined {
  const { contract } = client
  if (contract === undefined) return undefined
  const existing = contract.lines.find((line) => line.itemId === itemId && line.until === undefined)
  if (existing !== undefined) return existing
  const lineId = newLineId(contract, itemId)
  const rules = foreignRules(client, listPriceCents)
  const line: ContractLine = { lineId, itemId, model: 'per-seat', rules, from, until: undefined }
  contract.lines.push(line)
  return line
}

/** Ends a line with the month, as an operator does who tidies up after a change. */
export function endLine(client: ClientInPlay, line: ContractLine | undefined, until: string): void {
  const lines = client.contract?.lines ?? []
  const index = lines.findIndex(({ lineId }) => lineId === line?.lineId)
  const found = lines[index]
  if (found !== undefined) lines[index] = { ...found, until }
}

/** A client that pays in another currency pays a held price, because the distributor's costs are in dollars. */
export function foreignRules(client: ClientInPlay, listPriceCents: number): ContractRules {
  switch (client.contract?.currency) {
    case 'CAD':
      return { price: { policy: 'hold', unitPriceCents: divideHalfUp(listPriceCents * 137, 100) } }
    case 'EUR':
      return { price: { policy: 'hold', unitPriceCents: divideHalfUp(listPriceCents * 92, 100) } }
    case 'USD':
    case undefined:
      return {}
  }
}

/** The first anniversary after the first month has begun, so that every commitment is still running then. */
function nextAnniversary(startDay: string, world: World): string {
  const begin = `${world.settings.months[0] ?? startDay.slice(0, 7)}-01`
  let end = addYear(startDay)
  while (end <= begin) end = addYear(end)
  return end
}

export function addYear(day: string): string {
  return `${addMonths(day.slice(0, 7), 12)}${day.slice(7)}`
}
