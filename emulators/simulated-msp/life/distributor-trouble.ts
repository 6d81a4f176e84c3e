import { addMonths, dayIn } from '../calendar.ts'
import { itemIdOf } from '../contracts/items.ts'
import { newLineId } from '../contracts/line-id.ts'
import { usualPlan } from '../products.ts'
import type { ContractLine } from '../contracts/types.ts'
import { buy } from './buy.ts'
import { never, note, pickCalm, type Scene } from './world.ts'

/** The distributor forgets a subscription on this month's invoice and charges the month a month later. */
export function missCharge(scene: Scene): void {
  const held = pickCalm(
    scene,
    ({ product, first, line }) =>
      product.billed === 'arrears' && line?.model === 'per-seat' && first.omits === undefined,
  )
  if (held === undefined) return
  const { month, random } = scene
  held.missedMonths.push(month.month)
  // It stays as it is in the month of the late charge, so that the two months on one invoice are easy to tell apart.
  held.calmFrom = addMonths(month.month, 2)
  const day = dayIn(month.month, random.between(2, 27))
  note(scene, 'missed-charge', day, held, `${held.product.name} is missing on the invoice for ${month.month}`)
}

/** A fee that is charged once. Mostly there is a line that passes it on; now and then nobody has thought of it. */
export function chargeOnce(scene: Scene): void {
  const { world, client, random, month } = scene
  if (client.contract?.currency !== 'USD') return
  const { oneTime } = world.products
  const plan = usualPlan(oneTime)
  const startDay = dayIn(month.month, random.between(2, 27))
  const quantity = random.between(1, 9)
  const held = buy(world, client, { product: oneTime, plan, quantity, startDay, calmFrom: never }, random)
  held.open = false
  const { subscriptionId, productId, companyId } = held.first
  const { unitCostCents, listPriceCents } = plan
  const prices = { quantity, unitCostCents, listPriceCents }
  world.oneTimeFees.push({ feeId: random.uuid(), companyId, subscriptionId, productId, day: startDay, ...prices })
  const isPassedOn = random.chance(0.75)
  if (isPassedOn) addPassThrough(scene, itemIdOf(oneTime, plan))
  const words = isPassedOn ? 'and a line passes it on' : 'and no line passes it on'
  note(scene, 'one-time-fee', startDay, held, `${quantity} x ${oneTime.name} is charged once, ${words}`)
}

function addPassThrough({ client, month }: Scene, itemId: string): void {
  const { contract } = client
  if (contract === undefined || contract.lines.some((line) => line.itemId === itemId)) return
  const lineId = newLineId(contract, itemId)
  const base = { lineId, itemId, rules: {}, from: month.start, until: undefined }
  const line: ContractLine = { ...base, model: 'pass-through', takesRest: false }
  contract.lines.push(line)
}
