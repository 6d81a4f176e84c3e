import type { MonthSpan } from '../calendar.ts'
import { createRandom } from '../random.ts'
import type { Frequencies } from '../settings.ts'
import { chargeOnce, missCharge } from './distributor-trouble.ts'
import { cancelSubscription, resurrectSubscription } from './ends.ts'
import { migrate, swapProduct } from './moves.ts'
import { raiseAboveHeldPrice, raisePrice, renew } from './prices.ts'
import { changeSeats, jumpQuantity, playBearCreek } from './seat-changes.ts'
import { addSecondCommitment, buyUnmapped, forgetLine, startSubscription, startTrial } from './starts.ts'
import type { Scene, World } from './world.ts'

/** One month in the life of every client. Each client has a stream of chances of its own for each month. */
export function playMonth(world: World, month: MonthSpan): void {
  for (const client of world.clients) {
    const random = createRandom(world.settings.seed, 'month', month.month, client.index)
    const scene: Scene = { world, client, month, random }
    renew(scene)
    if (client.index === 0) {
      if (month.month === world.settings.months[1]) playBearCreek(scene)
      continue
    }
    for (const [name, play] of monthlyLife) {
      if (random.chance(world.settings.frequencies.monthly[name])) play(scene)
    }
  }
}

/** Seats last: whatever else happens to a subscription in a month, its seats then stay as they are. */
const monthlyLife: readonly (readonly [keyof Frequencies['monthly'], (scene: Scene) => void])[] = [
  ['heldBelowCost', raiseAboveHeldPrice],
  ['priceRise', raisePrice],
  ['productSwap', swapProduct],
  ['migration', migrate],
  ['resurrection', resurrectSubscription],
  ['cancellation', cancelSubscription],
  ['missedCharge', missCharge],
  ['quantityJump', jumpQuantity],
  ['newSubscription', startSubscription],
  ['secondCommitment', addSecondCommitment],
  ['trial', startTrial],
  ['forgottenLine', forgetLine],
  ['unmappedProduct', buyUnmapped],
  ['oneTimeFee', chargeOnce],
  ['seatChange', changeSeats],
]
