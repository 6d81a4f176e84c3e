import { addMonths, dayIn, monthInWords } from '../calendar.ts'
import { bundleItem, firewallItem, projectItem, restItem } from '../contracts/items.ts'
import { newLineId } from '../contracts/line-id.ts'
import type { ContractLine, ContractRules } from '../contracts/types.ts'
import { usualPlan } from '../products.ts'
import { createRandom, type Random } from '../random.ts'
import type { PricePlan, SimulatedProduct } from '../types.ts'
import { buy, foreignRules, itemFor, type Purchase } from './buy.ts'
import { addOddities } from './oddities.ts'
import { never, type ClientInPlay, type SubscriptionInPlay, type World } from './world.ts'

/** What a client holds, and is billed for, when the first month begins. */
export function startClient(world: World, client: ClientInPlay): void {
  const { seed, frequencies, linesPerClient } = world.settings
  const random = createRandom(seed, 'start', client.index)
  const isBearCreek = client.index === 0
  const hasManualLine = isBearCreek || random.chance(frequencies.initial.manualLine)
  // A charge in dollars cannot be passed on to a client that pays in another currency.
  const inDollars = client.contract?.currency === 'USD'
  const hasUsage = !isBearCreek && inDollars && random.chance(frequencies.initial.usage)
  const seatLines = Math.max(1, linesPerClient - Number(hasManualLine) - Number(hasUsage))
  buySeats(world, client, seatLines, random)
  if (hasUsage) startUsage(world, client, random)
  if (hasManualLine) addLine(client, manualFirewall)
  addProjectWork(world, client, random)
  if (!isBearCreek) {
    addSpecialLines(world, client, random)
    addOddities(world, client, random)
  }
}

/** Subscriptions of a company that nobody has a contract with: the MSP's own, and a forgotten client's. */
export function startWithoutContract(world: World, client: ClientInPlay, count: number): void {
  const random = createRandom(world.settings.seed, 'start-without-contract', client.company.companyId)
  for (const product of shuffled(world.products.seats, random).slice(0, count)) {
    buy(world, client, purchaseOf(world, client, product, random), random)
  }
}

function buySeats(world: World, client: ClientInPlay, count: number, random: Random): void {
  const isBearCreek = client.index === 0
  const others = world.products.seats.filter((product) => product !== world.products.businessStandard)
  const own = client.contract?.overrides.map(({ productId }) => productId) ?? []
  const preferred = others.filter(({ productId }) => own.includes(productId))
  const rest = shuffled(isBearCreek ? others : world.products.seats, random).filter(
    ({ productId }) => !own.includes(productId),
  )
  const chosen = isBearCreek ? [world.products.businessStandard, ...rest] : [...preferred, ...rest]
  for (const product of chosen.slice(0, count)) startSeats(world, client, product, random)
}

function startSeats(world: World, client: ClientInPlay, product: SimulatedProduct, random: Random): void {
  const isBearCreek = client.index === 0
  const purchase = purchaseOf(world, client, product, random)
  const isBusinessStandard = product === world.products.businessStandard
  const quantity = isBearCreek && isBusinessStandard ? 17 : purchase.quantity
  const calmFrom = isBearCreek ? never : purchase.calmFrom
  const held = buy(world, client, { ...purchase, quantity, calmFrom }, random)
  const isHeld = !isBearCreek && random.chance(world.settings.frequencies.initial.heldPrice)
  const rules: ContractRules = isHeld ? { price: { policy: 'hold', unitPriceCents: held.listPriceCents } } : {}
  addSeatLine(client, held, rules)
}

/** A purchase of the past: some time in the two years before the first month. */
function purchaseOf(world: World, client: ClientInPlay, product: SimulatedProduct, random: Random): Purchase {
  const yearly = product.plans.find(({ billingTerm }) => billingTerm === 'Annual')
  const byTheYear = random.chance(world.settings.frequencies.initial.annualBilling) && client.index !== 0
  const plan: PricePlan = byTheYear && yearly !== undefined ? yearly : usualPlan(product)
  const isAnnual = plan.billingTerm === 'Annual'
  const firstMonth = world.settings.months[0] ?? ''
  const month = addMonths(firstMonth, -random.between(2, 24))
  // A yearly term starts with a month, and so does every term of a client billed by the day: a price that changes with
  // the renewal then changes on the first, and no rule is needed for a day that has two prices.
  const startsOnFirst = isAnnual || client.contract?.rules.quantityBasis === 'daily'
  const day = dayIn(month, startsOnFirst ? 1 : random.between(1, 28))
  const quantity = seats(client, random)
  return { product, plan, quantity, startDay: day, calmFrom: isAnnual ? never : firstMonth }
}

function seats(client: ClientInPlay, random: Random): number {
  // Spread from 3 to 40 by the client's number; Bear Creek Winery has about as many people as seats.
  const size = client.index === 0 ? 17 : 3 + ((client.index * 7919) % 38)
  return random.between(Math.max(1, Math.floor(size / 2)), size)
}

function addSeatLine(client: ClientInPlay, held: SubscriptionInPlay, rules: ContractRules): void {
  const { first, product } = held
  const billingTerm = first.billingTerm === 'Annual' ? 'Annual' : 'Monthly'
  const itemId = itemFor(client, product, { commitmentTerm: first.commitmentTerm, billingTerm })
  const foreign = foreignRules(client, first.listPriceCents)
  const base = { itemId, from: undefined, until: undefined, rules: { ...rules, ...foreign } }
  held.line = addLine(client, { ...base, model: 'per-seat' })
}

function startUsage(world: World, client: ClientInPlay, random: Random): void {
  const { usage } = world.products
  const firstMonth = world.settings.months[0] ?? ''
  const startDay = dayIn(addMonths(firstMonth, -random.between(3, 20)), 1)
  const purchase = { product: usage, plan: usualPlan(usage), quantity: 1, startDay, calmFrom: never }
  const held = buy(world, client, purchase, random)
  const itemId = itemFor(client, usage, usualPlan(usage))
  const base = { itemId, from: undefined, until: undefined, rules: {} }
  held.line = addLine(client, { ...base, model: 'pass-through', takesRest: false })
}

function addProjectWork(world: World, client: ClientInPlay, random: Random): void {
  const { months, frequencies } = world.settings
  const month = addMonths(months[0] ?? '', client.index === 0 ? 1 : random.below(3))
  if (client.index !== 0 && !random.chance(frequencies.initial.projectWork)) return
  const description = `Project work, ${monthInWords(month)}`
  const base = { itemId: projectItem, from: undefined, until: undefined, rules: {} }
  const unitPriceCents = 14_500
  addLine(client, { ...base, model: 'manual', description, quantity: random.between(2, 12), unitPriceCents, month })
}

function addSpecialLines(world: World, client: ClientInPlay, random: Random): void {
  const { initial } = world.settings.frequencies
  if (client.contract?.currency !== 'USD') return
  if (random.chance(initial.fixedBundle)) bundleSeats(client)
  const base = { from: undefined, until: undefined, rules: {} }
  if (random.chance(initial.takesRest)) {
    addLine(client, { ...base, itemId: restItem, model: 'pass-through', takesRest: true })
  }
}

/** Two or three per-seat lines become one monthly amount; what they counted is counted behind it. */
function bundleSeats(client: ClientInPlay): void {
  const lines = client.contract?.lines ?? []
  const components = client.holdings.filter(({ line, calmFrom }) => line?.model === 'per-seat' && calmFrom !== never)
  const bundled = components.slice(0, 3)
  if (bundled.length < 2) return
  const worth = bundled.reduce((sum, { quantity, listPriceCents }) => sum + quantity * listPriceCents, 0)
  const componentItemIds = bundled.flatMap(({ line }) => (line === undefined ? [] : [line.itemId]))
  const kept = lines.filter(({ itemId }) => !componentItemIds.includes(itemId))
  lines.splice(0, lines.length, ...kept)
  const amountCents = Math.ceil(worth / 500) * 500
  const base = { itemId: bundleItem, from: undefined, until: undefined, rules: {} }
  const line = addLine(client, { ...base, model: 'fixed', amountCents, componentItemIds })
  for (const held of bundled) held.line = line
}

type NewLine = ContractLine extends infer Line ? (Line extends ContractLine ? Omit<Line, 'lineId'> : never) : never

function addLine(client: ClientInPlay, line: NewLine): ContractLine | undefined {
  const { contract } = client
  if (contract === undefined) return undefined
  const added: ContractLine = { ...line, lineId: newLineId(contract, line.itemId) }
  contract.lines.push(added)
  return added
}

const manualFirewall: NewLine = {
  ...{ itemId: firewallItem, from: undefined, until: undefined, rules: {} },
  ...{ model: 'manual', description: 'Firewall rental', quantity: 1, unitPriceCents: 4500, month: undefined },
}

function shuffled<T>(values: readonly T[], random: Random): T[] {
  const result = [...values]
  for (let last = result.length - 1; last > 0; last -= 1) {
    const other = random.below(last + 1)
    const [a, b] = [result[last], result[other]]
    if (a === undefined || b === undefined) continue
    result[last] = b
    result[other] = a
  }
  return result
}
