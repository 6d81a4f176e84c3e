import { addDays, addMonths, dayIn } from '../calendar.ts'
import { usualPlan } from '../products.ts'
import type { SimulatedProduct } from '../types.ts'
import { buy, itemFor, lineFor } from './buy.ts'
import { priceDay } from './prices.ts'
import { hourOn, note, pickCalm, type Scene } from './world.ts'

/** A client buys one more product, and the operator puts it on the contract. */
export function startSubscription(scene: Scene): void {
  const product = productNotHeld(scene, scene.world.products.seats)
  if (product === undefined) return
  const plan = usualPlan(product)
  const startDay = dayIn(scene.month.month, scene.random.between(2, 27))
  const quantity = scene.random.between(2, 12)
  const purchase = { product, plan, quantity, startDay, calmFrom: nextMonth(scene) }
  const held = buy(scene.world, scene.client, purchase, scene.random)
  const itemId = itemFor(scene.client, product, plan)
  held.line = lineFor(scene.client, itemId, plan.listPriceCents, scene.month.start)
  note(scene, 'new-subscription', startDay, held, `${quantity} seats of ${product.name} begin`)
}

/** The same purchase, but nobody tells whoever keeps the contracts: bought, and on nobody's invoice. */
export function forgetLine(scene: Scene): void {
  const product = productNotHeld(scene, scene.world.products.seats)
  if (product === undefined || takesRest(scene)) return
  buyWithoutLine(scene, product, 'forgotten-line', 'but no billing line is made for it')
}

/** A product that the catalog has never heard of. */
export function buyUnmapped(scene: Scene): void {
  const product = productNotHeld(scene, scene.world.products.unmapped)
  if (product === undefined || takesRest(scene)) return
  buyWithoutLine(scene, product, 'unmapped-product', 'but no catalog item covers it')
}

/** More seats of a product the client has already, month to month this time: two subscriptions of one product. */
export function addSecondCommitment(scene: Scene): void {
  const held = pickCalm(scene, ({ first, product }) => {
    const isCommitted = first.commitmentTerm === '1-Year' && first.productId === product.productId
    const others = scene.client.holdings.filter((other) => other.product === product)
    return isCommitted && others.length === 1
  })
  const plan = held?.product.plans.find(({ commitmentTerm }) => commitmentTerm === 'Monthly')
  if (held === undefined || plan === undefined) return
  const startDay = dayIn(scene.month.month, scene.random.between(2, 27))
  const quantity = scene.random.between(1, 4)
  const purchase = { product: held.product, plan, quantity, startDay, calmFrom: nextMonth(scene) }
  const second = buy(scene.world, scene.client, purchase, scene.random)
  const itemId = itemFor(scene.client, held.product, plan)
  second.line = lineFor(scene.client, itemId, plan.listPriceCents, scene.month.start)
  note(scene, 'second-commitment', startDay, second, `${quantity} seats of ${held.product.name} month to month as well`)
}

/** A trial costs nothing and becomes a paid subscription, under the same id, in the next month. */
export function startTrial(scene: Scene): void {
  const simple = scene.world.products.seats.filter(({ plans }) => plans.length === 1)
  const product = productNotHeld(scene, simple)
  // A held price would be asked for the trial too, and a client that pays in another currency has only held prices.
  if (product === undefined || scene.client.contract?.currency !== 'USD') return
  const { random, month } = scene
  const plan = usualPlan(product)
  const startDay = dayIn(month.month, random.between(5, 25))
  const convertDay = priceDay(scene, nextMonth(scene))
  const special = { status: 'Trial', billingTerm: 'Trial', unitCostCents: 0, listPriceCents: 0 } as const
  const quantity = random.between(2, 8)
  const calmFrom = addMonths(month.month, 2)
  const endDay = addDays(convertDay, 14)
  const purchase = { product, plan, quantity, startDay, calmFrom, special: { ...special, endDay } }
  const held = buy(scene.world, scene.client, purchase, random)
  const { unitCostCents, listPriceCents } = plan
  held.events.push({ kind: 'convert', at: hourOn(convertDay, random), unitCostCents, listPriceCents })
  held.unitCostCents = unitCostCents
  held.listPriceCents = listPriceCents
  held.line = lineFor(scene.client, itemFor(scene.client, product, plan), listPriceCents, month.start)
  note(scene, 'trial-started', startDay, held, `a trial of ${product.name} begins`)
  note(scene, 'trial-converted', convertDay, held, `the trial of ${product.name} becomes ${quantity} paid seats`)
}

function buyWithoutLine(
  scene: Scene,
  product: SimulatedProduct,
  kind: 'forgotten-line' | 'unmapped-product',
  words: string,
): void {
  const startDay = dayIn(scene.month.month, scene.random.between(2, 27))
  const quantity = scene.random.between(2, 9)
  const purchase = { product, plan: usualPlan(product), quantity, startDay, calmFrom: nextMonth(scene) }
  const held = buy(scene.world, scene.client, purchase, scene.random)
  // Its quantity stays as it is: what leaks is then the same amount each month.
  held.open = false
  note(scene, kind, startDay, held, `${quantity} seats of ${product.name} are bought, ${words}`)
}

function productNotHeld(scene: Scene, products: readonly SimulatedProduct[]): SimulatedProduct | undefined {
  const { client, random } = scene
  const held = new Set(client.holdings.flatMap(({ product, first }) => [product.productId, first.productId]))
  const free = products.filter(({ productId }) => !held.has(productId))
  return free.length === 0 ? undefined : random.pick(free)
}

/** Where one line passes on whatever no other takes, nothing leaks. */
function takesRest({ client }: Scene): boolean {
  return client.contract?.lines.some((line) => line.model === 'pass-through' && line.takesRest) ?? false
}

function nextMonth({ month }: Scene): string {
  return month.end.slice(0, 7)
}
