import { dayIn } from '../calendar.ts'
import { centsText, divideHalfUp } from '../cents.ts'
import type { SubscriptionEvent } from '../types.ts'
import { addYear } from './buy.ts'
import { hourOn, midnightOf, never, note, pickCalm, type Scene, type SubscriptionInPlay } from './world.ts'

/**
 * A day on which a price may change for this client. Where the contract prorates by the day it is the first: an
 * amount per day under two prices is then never asked for, and no rule has to be invented for it.
 */
export function priceDay(scene: Scene, month: string): string {
  const isDaily = scene.client.contract?.rules.quantityBasis === 'daily'
  return dayIn(month, isDaily ? 1 : scene.random.between(2, 27))
}

/** The distributor raises what a subscription costs, from a day on. */
export function raisePrice(scene: Scene): void {
  const held = pickCalm(scene, followsPrices)
  if (held === undefined) return
  const rise = scene.random.between(3, 12)
  const unitCostCents = divideHalfUp(held.unitCostCents * (100 + rise), 100)
  const listPriceCents = divideHalfUp(held.listPriceCents * (100 + rise), 100)
  changePrice(scene, held, { unitCostCents, listPriceCents }, 'price-rise')
}

/** Billed, and not at a price of its own. */
function followsPrices({ line }: SubscriptionInPlay): boolean {
  if (line === undefined) return false
  return line.rules.price === undefined
}

/** The distributor's cost climbs above the price that the client was promised. */
export function raiseAboveHeldPrice(scene: Scene): void {
  if (scene.client.contract?.currency !== 'USD') return
  const held = pickCalm(scene, ({ line }) => line?.rules.price?.policy === 'hold' && line.model === 'per-seat')
  const price = held?.line?.rules.price
  if (held === undefined || price?.policy !== 'hold') return
  const unitCostCents = price.unitPriceCents + scene.random.between(5, 95)
  if (unitCostCents <= held.unitCostCents) return
  const listPriceCents = divideHalfUp(unitCostCents * 120, 100)
  changePrice(scene, held, { unitCostCents, listPriceCents }, 'price-held-below-cost')
}

/** Yearly commitments that end in this month go on for another year; sometimes at a new price. */
export function renew(scene: Scene): void {
  for (const held of scene.client.holdings) {
    const end = held.commitmentEnd
    if (!held.open || end?.slice(0, 7) !== scene.month.month) continue
    const rises = renewalRises(scene, held)
    if (rises) {
      held.unitCostCents = divideHalfUp(held.unitCostCents * 105, 100)
      held.listPriceCents = divideHalfUp(held.listPriceCents * 105, 100)
      held.calmFrom = scene.month.end.slice(0, 7)
      note(scene, 'price-rise-at-renewal', end, held, `${held.product.name} renews at ${costs(held)}`)
    }
    held.commitmentEnd = addYear(end)
    held.events.push(renewal(held, end))
  }
}

function renewalRises(scene: Scene, held: SubscriptionInPlay): boolean {
  const { quiet, frequencies } = scene.world.settings
  const isCalm = held.calmFrom <= scene.month.month && held.first.billingTerm === 'Monthly'
  const mayRise = isCalm && !quiet && frequencies.monthly.priceRise > 0
  // Ends of commitments are dated by their start, so a client billed by the day may have one inside a month.
  const onAllowedDay = scene.client.contract?.rules.quantityBasis !== 'daily' || held.commitmentEnd?.slice(8) === '01'
  return mayRise && onAllowedDay && held.line?.rules.price === undefined && scene.random.chance(0.3)
}

function renewal(held: SubscriptionInPlay, end: string): SubscriptionEvent {
  const { unitCostCents, listPriceCents } = held
  const commitmentEnd = held.commitmentEnd ?? never
  return { kind: 'renewal', at: midnightOf(end), commitmentEnd, unitCostCents, listPriceCents }
}

function changePrice(
  scene: Scene,
  held: SubscriptionInPlay,
  prices: { readonly unitCostCents: number; readonly listPriceCents: number },
  kind: 'price-rise' | 'price-held-below-cost',
): void {
  const day = priceDay(scene, scene.month.month)
  held.unitCostCents = prices.unitCostCents
  held.listPriceCents = prices.listPriceCents
  held.calmFrom = scene.month.end.slice(0, 7)
  held.events.push({ kind: 'price', at: hourOn(day, scene.random), ...prices })
  note(scene, kind, day, held, `${held.product.name} now costs ${costs(held)}`)
}

function costs({ unitCostCents }: SubscriptionInPlay): string {
  return `${centsText(unitCostCents)} USD a seat`
}
