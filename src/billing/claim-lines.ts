import type { BillingLine, ClientBillingConfig } from '../domain/billing-config.ts'
import type { SubscriptionTimeline } from '../domain/timeline.ts'
import { isInArrears, runInArrears } from './arrears.ts'
import { claimHoldings, type Claim, type Claims } from './claims.ts'
import { holdingsOf, type Holding } from './holdings.ts'
import { withEndedSubscriptions } from './quantity/ended-subscriptions.ts'
import type { RunContext } from './run-context.ts'

/** What the client holds and which line bills it, each line on the days that it bills. */
export interface ClaimedLines {
  /** In the billing period itself. */
  readonly holdings: readonly Holding[]
  readonly claims: Claims
  /** The run as the line sees it. */
  readonly runOf: (line: BillingLine) => RunContext
}

/** Lines in advance claim the days of the billing period, lines in arrears those that they bill with it. */
export function claimLines(
  run: RunContext,
  client: ClientBillingConfig,
  timelines: readonly SubscriptionTimeline[],
): ClaimedLines {
  const held = (on: RunContext): readonly Holding[] =>
    withEndedSubscriptions(on, client, holdingsOf(on, client, timelines), timelines)
  const holdings = held(run)
  const claims = claimHoldings(run, client, holdings)
  const late = client.lines.filter((line) => isInArrears(run, client, line))
  if (late.length === 0) return { holdings, claims, runOf: () => run }
  const runs = new Map<BillingLine, RunContext>(late.map((line) => [line, runInArrears(run, client, line)]))
  const lateClaims: Claim[] = []
  for (const [line, on] of runs) {
    const own = claimHoldings(on, client, held(on))
    lateClaims.push(...own.byLine.filter((claim) => claim.line === line))
  }
  const byLine = [...claims.byLine.filter(({ line }) => !runs.has(line)), ...lateClaims]
  return { holdings, claims: { ...claims, byLine }, runOf: (line) => runs.get(line) ?? run }
}
