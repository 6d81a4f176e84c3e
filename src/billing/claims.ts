import type { BillingLine, ClientBillingConfig, FixedLine, SyncedLine } from '../domain/billing-config.ts'
import { overlap, type Period } from '../domain/period.ts'
import type { Holding } from './holdings.ts'
import type { RunContext } from './run-context.ts'

/** A line whose quantity or cost follows subscriptions. */
export type FollowingLine = SyncedLine | FixedLine

/** What one billing line bills of what the client holds. */
export interface Claim {
  readonly line: FollowingLine
  /** The days of the billing period on which the line is billed. */
  readonly window: Period
  /** Cut to the window; by subscription and day. */
  readonly holdings: readonly Holding[]
}

/** Holdings that more than one line would bill on the same days: none of the lines does. */
export interface Dispute {
  readonly holding: Holding
  readonly lineIds: readonly string[]
}

/** Holdings that no line bills. */
export interface Unclaimed {
  readonly holding: Holding
  /** The items that stand for it; none: no mapping covers the product. */
  readonly itemIds: readonly string[]
  readonly ignoredBecause: string | undefined
}

export interface Claims {
  readonly byLine: readonly Claim[]
  readonly disputes: readonly Dispute[]
  readonly unclaimed: readonly Unclaimed[]
}

/** Hands each holding to the one line that bills it, and says which had none or several. */
export function claimHoldings(run: RunContext, client: ClientBillingConfig, holdings: readonly Holding[]): Claims {
  const windows = windowsOf(client.lines, run.input.billingPeriod)
  const taken = new Map<FollowingLine, Holding[]>(windows.map(({ line }) => [line, []]))
  const disputes: Dispute[] = []
  const unclaimed: Unclaimed[] = []
  for (const holding of holdings) {
    const product = productOf(holding)
    const itemIds = run.products.itemsFor(client, product)
    const takers = itemIds.length === 0 ? [] : windows.filter(({ line }) => covers(line, itemIds))
    const rivals = takers.length > 1 ? rivalsFor(holding, takers) : []
    if (rivals.length > 0) disputes.push({ holding, lineIds: rivals })
    else if (!hand(holding, takers, taken)) {
      unclaimed.push({ holding, itemIds, ignoredBecause: run.products.ignoredBecause(product) })
    }
  }
  const byLine = windows.map(({ line, window }) => ({ line, window, holdings: taken.get(line) ?? [] }))
  return { byLine, disputes, unclaimed }
}

interface Taker {
  readonly line: FollowingLine
  readonly window: Period
}

function windowsOf(lines: readonly BillingLine[], period: Period): Taker[] {
  const windows: Taker[] = []
  for (const line of lines) {
    if (!line.syncsQuantity || line.model === 'pass-through') continue
    const window = windowOf(line, period)
    if (window !== undefined) windows.push({ line, window })
  }
  return windows
}

/** The days of the period on which a line is billed. */
export function windowOf(line: BillingLine, period: Period): Period | undefined {
  if (line.from === undefined && line.until === undefined) return period
  const start = line.from ?? period.start
  const end = line.until ?? period.end
  return start < end ? overlap({ start, end }, period) : undefined
}

function covers(line: FollowingLine, itemIds: readonly string[]): boolean {
  return line.model === 'fixed'
    ? line.componentItemIds.some((itemId) => itemIds.includes(itemId))
    : itemIds.includes(line.itemId)
}

/** The lines that would bill the same day of one holding; lines that follow each other in time are no rivals. */
function rivalsFor(holding: Holding, takers: readonly Taker[]): string[] {
  const rivals = takers.filter((taker) =>
    takers.some((other) => other !== taker && sharedDay(holding.days, taker.window, other.window)),
  )
  return rivals.map(({ line }) => line.lineId).sort()
}

function sharedDay(days: Period, a: Period, b: Period): boolean {
  const both = overlap(a, b)
  return both !== undefined && overlap(both, days) !== undefined
}

function hand(holding: Holding, takers: readonly Taker[], taken: ReadonlyMap<FollowingLine, Holding[]>): boolean {
  let handed = false
  for (const { line, window } of takers) {
    const days = overlap(holding.days, window)
    if (days === undefined) continue
    const whole = days.start === holding.days.start && days.end === holding.days.end
    taken.get(line)?.push(whole ? holding : { ...holding, days })
    handed = true
  }
  return handed
}

/** What a mapping sees of a holding. */
export function productOf({ timeline, step }: Holding): {
  connectionId: string
  productId: string
  commitmentTerm: string | undefined
  billingTerm: string
} {
  return {
    connectionId: timeline.connectionId,
    productId: step.productId,
    commitmentTerm: step.commitmentTerm,
    billingTerm: step.billingTerm,
  }
}
