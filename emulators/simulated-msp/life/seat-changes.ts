import { dayIn } from '../calendar.ts'
import { hourOn, note, pickCalm, type Scene, type SubscriptionInPlay } from './world.ts'

/** People join and leave. A seat under a yearly commitment can be added but not given back. */
export function changeSeats(scene: Scene): void {
  const { random } = scene
  const isHire = random.chance(0.6)
  const held = pickCalm(scene, ({ quantity, first }) => isHire || (quantity > 2 && first.commitmentTerm !== '1-Year'))
  if (held === undefined) return
  const delta = isHire ? random.between(1, 3) : -random.between(1, 2)
  const day = dayIn(scene.month.month, random.between(2, 27))
  changeQuantity(scene, held, delta, day)
  const seats = Math.abs(delta) === 1 ? '1 seat' : `${Math.abs(delta)} seats`
  const verb = isHire ? 'added to' : 'removed from'
  note(scene, isHire ? 'hire' : 'leaver', day, held, `${seats} ${verb} ${held.product.name}, now ${held.quantity}`)
}

/** A quantity that grows so much at once that it may be a typing mistake. */
export function jumpQuantity(scene: Scene): void {
  const held = pickCalm(scene, () => true)
  if (held === undefined) return
  const before = held.quantity
  const day = dayIn(scene.month.month, scene.random.between(2, 27))
  changeQuantity(scene, held, Math.max(15, before * 2), day)
  note(scene, 'quantity-jump', day, held, `${held.product.name} jumps from ${before} to ${held.quantity} seats`)
}

/** Carla joins on the 12th, and Sandra leaves when the month is two weeks old: 17 seats at both ends, 18 between. */
export function playBearCreek(scene: Scene): void {
  const held = scene.client.holdings.find(({ product }) => product === scene.world.products.businessStandard)
  if (held === undefined) return
  const { month } = scene.month
  changeQuantity(scene, held, 1, dayIn(month, 12))
  note(scene, 'hire', dayIn(month, 12), held, 'Carla joins, 18 seats')
  // The yearly commitment allows it: within a week of an addition the distributor takes it back.
  changeQuantity(scene, held, -1, dayIn(month, 15))
  note(scene, 'leaver', dayIn(month, 15), held, 'Sandra leaves, 17 seats again')
}

function changeQuantity(scene: Scene, held: SubscriptionInPlay, delta: number, day: string): void {
  held.quantity += delta
  held.calmFrom = held.calmFrom > scene.month.end.slice(0, 7) ? held.calmFrom : scene.month.end.slice(0, 7)
  held.events.push({ kind: 'quantity', at: hourOn(day, scene.random), quantity: held.quantity })
}
