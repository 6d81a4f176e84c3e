import type { ClientBillingConfig, PassThroughLine } from '../../domain/billing-config.ts'
import type { Charge } from '../../domain/distributor-invoice.ts'
import { contains } from '../../domain/period.ts'
import type { SubscriptionTimeline, TimelineStep } from '../../domain/timeline.ts'
import { windowOf } from '../claims.ts'
import { companyKey, type RunContext } from '../run-context.ts'

/** Where a client's charges go. Each charge is in exactly one place. */
export interface SortedCharges {
  readonly byLine: ReadonlyMap<PassThroughLine, readonly Charge[]>
  /** What they are for is billed by a line that follows the subscriptions. */
  readonly billedBySeats: readonly Charge[]
  /** Payment and invoice credits and the distributor's own tax: nothing that a client is charged for. */
  readonly balance: readonly Charge[]
  /** The distributor collects these from the client itself. */
  readonly billedByDistributor: readonly Charge[]
  /** On no line at all. */
  readonly unclaimed: readonly Charge[]
}

/** Sorts the client's charges to its pass-through lines; a line for the rest takes what nothing else covers. */
export function sortCharges(
  run: RunContext,
  client: ClientBillingConfig,
  charges: readonly Charge[],
  timelines: readonly SubscriptionTimeline[],
): SortedCharges {
  const lines = client.lines.filter((line) => line.model === 'pass-through')
  const open = lines.filter((line) => windowOf(line, run.input.billingPeriod) !== undefined)
  const byLine = new Map<PassThroughLine, Charge[]>(open.map((line) => [line, []]))
  const sorted = { byLine, billedBySeats: [], balance: [], billedByDistributor: [], unclaimed: [] } as {
    byLine: Map<PassThroughLine, Charge[]>
  } & Record<'billedBySeats' | 'balance' | 'billedByDistributor' | 'unclaimed', Charge[]>
  const byId = new Map(timelines.map((timeline) => [`${timeline.connectionId}\n${timeline.subscriptionId}`, timeline]))
  for (const charge of [...charges].sort(byInvoiceAndId)) {
    if (!isChargedTo(run, client, charge)) continue
    if (charge.billedByDistributor) sorted.billedByDistributor.push(charge)
    else if (touchesBalance(charge)) sorted.balance.push(charge)
    else place(charge, itemsFor(run, client, charge, byId), { client, open, sorted })
  }
  return sorted
}

function place(
  charge: Charge,
  itemIds: readonly string[],
  {
    client,
    open,
    sorted,
  }: {
    client: ClientBillingConfig
    open: readonly PassThroughLine[]
    sorted: {
      byLine: Map<PassThroughLine, Charge[]>
      billedBySeats: Charge[]
      unclaimed: Charge[]
    }
  },
): void {
  const named = open.find((line) => !line.takesRest && itemIds.includes(line.itemId))
  if (named !== undefined) sorted.byLine.get(named)?.push(charge)
  else if (isBilledBySeats(client, itemIds)) sorted.billedBySeats.push(charge)
  else {
    const rest = open.find((line) => line.takesRest)
    if (rest === undefined) sorted.unclaimed.push(charge)
    else sorted.byLine.get(rest)?.push(charge)
  }
}

function isBilledBySeats(client: ClientBillingConfig, itemIds: readonly string[]): boolean {
  return client.lines.some((line) => {
    if (!line.syncsQuantity || line.model === 'pass-through') return false
    if (line.model === 'per-seat') return itemIds.includes(line.itemId)
    return line.componentItemIds.some((itemId) => itemIds.includes(itemId))
  })
}

/** Credits that settle an account and the distributor's tax are between the distributor and the MSP. */
export function touchesBalance({ kind }: Charge): boolean {
  return kind === 'payment-credit' || kind === 'invoice-credit' || kind === 'tax'
}

function isChargedTo(run: RunContext, client: ClientBillingConfig, { connectionId, companyId }: Charge): boolean {
  return companyId !== undefined && run.clientByCompany.get(companyKey({ connectionId, companyId })) === client
}

/** By the terms of the charge's subscription where there is one; else by the product and what the charge says of it. */
function itemsFor(
  run: RunContext,
  client: ClientBillingConfig,
  charge: Charge,
  timelines: ReadonlyMap<string, SubscriptionTimeline>,
): readonly string[] {
  const timeline =
    charge.subscriptionId === undefined ? undefined : timelines.get(`${charge.connectionId}\n${charge.subscriptionId}`)
  const step = timeline === undefined ? undefined : stepFor(timeline, charge)
  const productId = charge.productId ?? step?.productId
  if (productId === undefined) return []
  return run.products.itemsFor(client, {
    connectionId: charge.connectionId,
    productId,
    commitmentTerm: step?.commitmentTerm,
    billingTerm: step?.billingTerm ?? charge.billingTerm ?? 'unknown',
  })
}

/** The subscription as it was on the first day that the charge is for. */
function stepFor(timeline: SubscriptionTimeline, charge: Charge): TimelineStep | undefined {
  const day = charge.servicePeriod?.start ?? charge.invoiceDate
  const holds = timeline.steps.find(({ from, until }) => contains({ start: from, end: until ?? '9999-12-31' }, day))
  return holds ?? timeline.steps.at(-1)
}

function byInvoiceAndId(a: Charge, b: Charge): number {
  const [left, right] = [keyOf(a), keyOf(b)]
  return left < right ? -1 : left > right ? 1 : 0
}

function keyOf({ invoiceDate, connectionId, invoiceId, chargeId }: Charge): string {
  return `${invoiceDate}\n${connectionId}\n${invoiceId}\n${chargeId}`
}
