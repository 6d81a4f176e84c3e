import type { MonthSpan } from '../calendar.ts'
import type { ClientContract, ContractLine } from '../contracts/types.ts'
import type { ProductList } from '../products.ts'
import type { Random } from '../random.ts'
import type { MspSettings } from '../settings.ts'
import type {
  Happening,
  HappeningKind,
  OneTimeFee,
  SimulatedCompany,
  SimulatedProduct,
  SimulatedSubscription,
  SubscriptionEvent,
} from '../types.ts'

/** The MSP while its months are being played: it grows from month to month and is then frozen into plain data. */
export interface World {
  readonly settings: MspSettings
  readonly products: ProductList
  readonly clients: readonly ClientInPlay[]
  readonly subscriptions: SubscriptionInPlay[]
  readonly oneTimeFees: OneTimeFee[]
  readonly happenings: Happening[]
}

export interface ClientInPlay {
  readonly index: number
  readonly company: SimulatedCompany
  /** Its lines are added to as the months go by; undefined for companies that nobody has a contract with. */
  readonly contract: (ClientContract & { readonly lines: ContractLine[] }) | undefined
  readonly holdings: SubscriptionInPlay[]
}

export interface SubscriptionInPlay {
  /** As it was bought; oddities of the distributor's records are added before the first month. */
  first: Omit<SimulatedSubscription, 'events' | 'missedMonths'>
  readonly events: SubscriptionEvent[]
  readonly missedMonths: string[]
  product: SimulatedProduct
  quantity: number
  unitCostCents: number
  listPriceCents: number
  commitmentEnd: string | undefined
  /** False once it is cancelled for good or has moved away. */
  open: boolean
  /** The first month in which something may happen to it, so that no two stories run into each other. */
  calmFrom: string
  /** The line that bills it. */
  line: ContractLine | undefined
}

/** One client in one month, with chances of its own. */
export interface Scene {
  readonly world: World
  readonly client: ClientInPlay
  readonly month: MonthSpan
  readonly random: Random
}

/** A month that never comes. */
export const never = '9999-12'

/** A subscription of the client that nothing has happened to this month and that meets the condition. */
export function pickCalm(scene: Scene, fits: (held: SubscriptionInPlay) => boolean): SubscriptionInPlay | undefined {
  const calm = scene.client.holdings.filter(
    (held) => held.open && held.calmFrom <= scene.month.month && held.first.startDay < scene.month.start && fits(held),
  )
  return calm.length === 0 ? undefined : scene.random.pick(calm)
}

/** An hour of the distributor's portal being open in the Americas; always the same day in UTC. */
export function hourOn(day: string, random: Random): string {
  return `${day}T${random.between(14, 21)}:${String(random.below(60)).padStart(2, '0')}:00.000Z`
}

export function midnightOf(day: string): string {
  return `${day}T00:00:00.000Z`
}

export function note(
  scene: Scene,
  kind: HappeningKind,
  day: string,
  held: SubscriptionInPlay | undefined,
  effect: string,
): void {
  const { companyId, name } = scene.client.company
  scene.world.happenings.push({
    kind,
    day,
    exception: !everyday.has(kind),
    companyId,
    subscriptionId: held?.first.subscriptionId,
    productId: held?.product.productId,
    effect: `${name}: ${effect}`,
  })
}

/** Part of any MSP's life; everything else an operator has to notice. */
export const everyday: ReadonlySet<HappeningKind> = new Set([
  ...(['hire', 'leaver', 'annual-billing', 'usage', 'internal-use', 'child-partner', 'foreign-currency'] as const),
  'zero-cost-line',
])
