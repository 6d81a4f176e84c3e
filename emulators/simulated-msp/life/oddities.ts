import { addMonths, dayIn } from '../calendar.ts'
import { usualPlan } from '../products.ts'
import type { Random } from '../random.ts'
import type { HappeningKind, SimulatedSubscription } from '../types.ts'
import { buy, itemFor, lineFor } from './buy.ts'
import { everyday, hourOn, never, type ClientInPlay, type SubscriptionInPlay, type World } from './world.ts'

/** What is odd about a client's records at the distributor, or in the ledger, from the first day on. */
export function addOddities(world: World, client: ClientInPlay, random: Random): void {
  const { initial } = world.settings.frequencies
  if (random.chance(initial.zeroCost)) holdAtNoCost(world, client, random)
  if (random.chance(initial.pending)) leavePending(world, client, random)
  if (random.chance(initial.omittedQuantity)) omit(world, client, 'quantity', random)
  if (random.chance(initial.omittedCost)) omit(world, client, 'cost', random)
  noteContract(world, client)
}

function holdAtNoCost(world: World, client: ClientInPlay, random: Random): void {
  const { zeroCost } = world.products
  const plan = usualPlan(zeroCost)
  const startDay = dayIn(addMonths(firstMonthOf(world), -2), 1)
  const held = buy(world, client, { product: zeroCost, plan, quantity: 5, startDay, calmFrom: never }, random)
  held.line = lineFor(client, itemFor(client, zeroCost, plan), 0, undefined)
  noteFirstDay(world, client, 'zero-cost-line', held, `5 seats of ${zeroCost.name} cost nothing`)
}

/** Stuck while it is provisioned, although it runs and is charged; it becomes active in the second month. */
function leavePending(world: World, client: ClientInPlay, random: Random): void {
  const held = plainHolding(client, random)
  if (held === undefined) return
  held.first = { ...held.first, status: 'PendingManual' }
  const day = dayIn(addMonths(firstMonthOf(world), 1), random.between(2, 27))
  held.events.push({ kind: 'status', at: hourOn(day, random), status: 'Active' })
  held.calmFrom = addMonths(firstMonthOf(world), 2)
  noteFirstDay(world, client, 'pending-but-running', held, `${held.product.name} runs but is shown as pending`)
}

/** The distributor's records leave a value out until the second month begins. */
function omit(
  world: World,
  client: ClientInPlay,
  what: NonNullable<SimulatedSubscription['omits']>,
  random: Random,
): void {
  const held = plainHolding(client, random)
  if (held === undefined) return
  held.first = { ...held.first, omits: what }
  const second = addMonths(firstMonthOf(world), 1)
  held.events.push({ kind: 'reveal', at: hourOn(dayIn(second, 1), random) })
  held.calmFrom = addMonths(second, 1)
  const words = `the ${what} of ${held.product.name} is not sent before ${second}`
  noteFirstDay(world, client, `omitted-${what}`, held, words)
}

function noteContract(world: World, client: ClientInPlay): void {
  const { contract, company } = client
  if (contract === undefined) return
  const inLedger = contract.ledgerCustomer?.currency
  if (contract.currency !== 'USD') {
    noteFirstDay(world, client, 'foreign-currency', undefined, `pays held prices in ${contract.currency}`)
  }
  if (inLedger === undefined) {
    noteFirstDay(world, client, 'ledger-customer-missing', undefined, 'has no customer in the ledger')
  } else if (inLedger !== contract.currency) {
    const words = `is contracted in ${contract.currency}, but its ledger customer pays in ${inLedger}`
    noteFirstDay(world, client, 'currency-mismatch', undefined, words)
  }
  if (company.partnerId !== world.clients[0]?.company.partnerId) {
    noteFirstDay(world, client, 'child-partner', undefined, 'is charged on the invoice of the branch')
  }
  for (const held of client.holdings) noteHolding(world, client, held)
}

function noteHolding(world: World, client: ClientInPlay, held: SubscriptionInPlay): void {
  const { product, first } = held
  if (product.kind === 'usage') noteFirstDay(world, client, 'usage', held, `${product.name} is charged by use`)
  if (first.billingTerm !== 'Annual') return
  noteFirstDay(world, client, 'annual-billing', held, `${product.name} is charged once a year, on ${first.startDay}`)
}

/** So that a missing cost or quantity leaves no price or amount to bill. */
function isPricedByCost(line: SubscriptionInPlay['line']): boolean {
  return line?.model === 'per-seat' && line.rules.price === undefined
}

/** A subscription with no story of its own, no commitment that would renew, and a price made from its cost. */
function plainHolding(client: ClientInPlay, random: Random): SubscriptionInPlay | undefined {
  if (client.contract?.currency !== 'USD' || client.contract.rules.price?.policy === 'list') return undefined
  const plain = client.holdings.filter(
    ({ product, calmFrom, events, line }) =>
      product.plans.length === 1 && calmFrom !== never && events.length === 0 && isPricedByCost(line),
  )
  return plain.length === 0 ? undefined : random.pick(plain)
}

export function noteFirstDay(
  world: World,
  client: ClientInPlay,
  kind: HappeningKind,
  held: SubscriptionInPlay | undefined,
  effect: string,
): void {
  world.happenings.push({
    kind,
    day: dayIn(firstMonthOf(world), 1),
    exception: !everyday.has(kind),
    companyId: client.company.companyId,
    subscriptionId: held?.first.subscriptionId,
    productId: held?.product.productId,
    effect: `${client.company.name}: ${effect}`,
  })
}

function firstMonthOf(world: World): string {
  return world.settings.months[0] ?? ''
}
