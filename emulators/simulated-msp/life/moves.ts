import { dayIn } from '../calendar.ts'
import { usualPlan } from '../products.ts'
import { endLine, itemFor, lineFor } from './buy.ts'
import { hourOn, note, pickCalm, type ClientInPlay, type Scene, type SubscriptionInPlay } from './world.ts'

/** A subscription becomes another product under the same id; the operator makes the new line and ends the old one. */
export function swapProduct(scene: Scene): void {
  const { random, month, client } = scene
  const held = pickCalm(scene, isPlain)
  if (held === undefined) return
  const taken = new Set(client.holdings.map(({ product }) => product.productId))
  const free = scene.world.products.seats.filter(
    (product) => product.plans.length === 1 && !taken.has(product.productId) && product.billed === held.product.billed,
  )
  if (free.length === 0) return
  const product = random.pick(free)
  const { unitCostCents, listPriceCents } = usualPlan(product)
  const day = dayIn(month.month, random.between(2, 27))
  const { productId } = product
  held.events.push({ kind: 'swap', at: hourOn(day, random), productId, unitCostCents, listPriceCents })
  const before = held.product.name
  Object.assign(held, { product, unitCostCents, listPriceCents, calmFrom: month.end.slice(0, 7) })
  endLine(client, held.line, month.end)
  held.line = lineFor(client, itemFor(client, product, usualPlan(product)), listPriceCents, month.start)
  note(scene, 'product-swap', day, held, `${before} becomes ${product.name}`)
}

/** A subscription goes over to another client, as when one company buys a part of another. */
export function migrate(scene: Scene): void {
  const { random, month, client } = scene
  const held = pickCalm(scene, isPlain)
  if (held === undefined) return
  const receiver = receiverOf(scene, held)
  if (receiver === undefined) return
  const day = dayIn(month.month, random.between(2, 27))
  held.events.push({ kind: 'move', at: hourOn(day, random), companyId: receiver.company.companyId })
  endLine(client, held.line, month.end)
  client.holdings.splice(client.holdings.indexOf(held), 1)
  receiver.holdings.push(held)
  held.calmFrom = month.end.slice(0, 7)
  const itemId = itemFor(receiver, held.product, usualPlan(held.product))
  held.line = lineFor(receiver, itemId, held.listPriceCents, month.start)
  note(scene, 'migration', day, held, `${held.product.name} goes over to ${receiver.company.name}`)
}

/** One of the next few clients of the same partner that pays in dollars and does not hold the product. */
function receiverOf({ world, client }: Scene, held: SubscriptionInPlay): ClientInPlay | undefined {
  for (let step = 1; step <= 5; step += 1) {
    const other = world.clients[(client.index + step) % world.clients.length]
    if (other === undefined || other === client || other.index === 0) continue
    const samePartner = other.company.partnerId === client.company.partnerId
    const holdsIt = other.holdings.some(
      ({ product, first }) => product === held.product || first.productId === held.product.productId,
    )
    if (samePartner && !holdsIt && other.contract?.currency === 'USD') return other
  }
  return undefined
}

/** Bought one way only, billed by the seat, and not promised at a price of its own. */
function isPlain({ product, line }: SubscriptionInPlay): boolean {
  return product.plans.length === 1 && line?.model === 'per-seat' && line.rules.price === undefined
}
