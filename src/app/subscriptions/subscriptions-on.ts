import { readStoredConfig } from '../../config/read-stored-config.ts'
import { compareDecimals, decimal, formatDecimal, subtractDecimals, trimmed, zero } from '../../money/decimal.ts'
import { formatAmount } from '../../money/money.ts'
import type { PlainDate } from '../../domain/plain-date.ts'
import type { SubscriptionTimeline, TimelineStep } from '../../domain/timeline.ts'
import { listBillingConfigVersions, readBillingConfigVersion } from '../../store/billing-configs.ts'
import { listConnections } from '../../store/connections.ts'
import { withOrganization, type Transaction } from '../../store/database.ts'
import { newestRecords } from '../../store/observations.ts'
import { readCompany } from '../../store/record-schemas.ts'
import type { AdapterRegistry } from '../adapters.ts'
import type { AppContext } from '../context.ts'
import { timelinesNow } from './timelines-now.ts'

/** What is held of a subscription on one day. */
export interface HeldOn {
  /** Trimmed, or unknown. */
  readonly quantity: string
  readonly unitCost: { readonly amount: string; readonly currency: string } | 'unknown'
  readonly status: string
  readonly productName: string | undefined
  readonly billingTerm: string
  /** Since when it was so. */
  readonly from: PlainDate
}

/** A subscription on a day, beside another day where one was asked for. */
export interface SubscriptionOn {
  readonly connectionId: string
  readonly subscriptionId: string
  readonly company: { readonly id: string; readonly name: string }
  /** The client that the newest config says the company is. */
  readonly client: { readonly id: string; readonly name: string } | undefined
  readonly productId: string
  readonly productName: string
  /** `before-evidence`: nothing is known of the day, which is not nothing held. */
  readonly now: HeldOn | 'not-held' | 'before-evidence'
  readonly then: HeldOn | 'not-held' | 'before-evidence' | undefined
  /** Undefined where no other day was asked for. */
  readonly change: 'same' | 'changed' | 'began' | 'ended' | 'not-known' | undefined
  /** How many more are held; undefined where either is unknown, or no other day was asked for. */
  readonly quantityChange: string | undefined
  readonly commitmentEnd: PlainDate | undefined
}

/**
 * What was held on a day by all that is known now, and how that differs from another day. What is held on neither is left
 * out.
 */
export async function subscriptionsOn(
  { database, organization }: AppContext,
  { sources }: Pick<AdapterRegistry, 'sources'>,
  {
    on,
    against,
    clientId,
  }: { readonly on: PlainDate; readonly against?: PlainDate | undefined; readonly clientId?: string | undefined },
): Promise<readonly SubscriptionOn[]> {
  return withOrganization(database, organization.id, async (tx) => {
    const adapters = new Map((await listConnections(tx, 'source')).map(({ id, adapter }) => [id, adapter]))
    const listsCancelled = (id: string): boolean => sources.get(adapters.get(id) ?? '')?.listsCancelled ?? false
    const names = await companyNames(tx)
    const clients = await clientsOfCompanies(tx)
    const rows = (await timelinesNow(tx, organization.id, listsCancelled)).flatMap(
      (timeline): readonly SubscriptionOn[] => {
        const shown = timeline.steps.findLast(({ from }) => from <= on) ?? timeline.steps[0]
        if (shown === undefined) return []
        const company = keyOf(timeline.connectionId, shown.companyId)
        const client = clients.get(company)
        if (clientId !== undefined && client?.id !== clientId) return []
        const now = heldOn(timeline, on)
        const then = against === undefined ? undefined : heldOn(timeline, against)
        if (!isSeen(now) && !isSeen(then)) return []
        return [
          {
            ...{ connectionId: timeline.connectionId, subscriptionId: timeline.subscriptionId, client, now, then },
            company: { id: shown.companyId, name: names.get(company) ?? shown.companyId },
            ...{ productId: shown.productId, productName: shown.productName ?? shown.productId },
            change: then === undefined ? undefined : changeOf(then, now),
            quantityChange: then === undefined ? undefined : quantityChange(then, now),
            commitmentEnd: timeline.commitmentEnd,
          },
        ]
      },
    )
    return rows.toSorted(
      (a, b) => a.company.name.localeCompare(b.company.name, 'en') || a.productName.localeCompare(b.productName, 'en'),
    )
  })
}

type Held = SubscriptionOn['now']

function isSeen(held: Held | undefined): boolean {
  return held !== undefined && held !== 'not-held' && held !== 'before-evidence'
}

export function heldOn({ steps, before, knownFrom }: SubscriptionTimeline, day: PlainDate): Held {
  if (day < knownFrom) return before === 'unknown' ? 'before-evidence' : 'not-held'
  const step = steps.find(({ from, until }) => from <= day && (until === undefined || day < until))
  return step?.inForce === true ? toHeld(step) : 'not-held'
}

function toHeld({ quantity, unitCost, status, productName, rawBillingTerm, from }: TimelineStep): HeldOn {
  return {
    quantity: quantity === 'unknown' ? 'unknown' : formatDecimal(trimmed(quantity)),
    unitCost: unitCost === 'unknown' ? 'unknown' : { amount: formatAmount(unitCost), currency: unitCost.currency },
    ...{ status, productName, billingTerm: rawBillingTerm, from },
  }
}

function changeOf(then: Held, now: Held): SubscriptionOn['change'] {
  if (then === 'before-evidence' || now === 'before-evidence') return 'not-known'
  if (then === 'not-held') return 'began'
  if (now === 'not-held') return 'ended'
  const of = ({ quantity, unitCost, status, productName, billingTerm }: HeldOn): string =>
    JSON.stringify([quantity, unitCost, status, productName, billingTerm])
  return of(then) === of(now) ? 'same' : 'changed'
}

function quantityChange(then: Held, now: Held): string | undefined {
  const [before, after] = [quantityOf(then), quantityOf(now)]
  if (before === undefined || after === undefined) return undefined
  const change = subtractDecimals(decimal(after), decimal(before))
  return compareDecimals(change, zero) > 0 ? `+${formatDecimal(change)}` : formatDecimal(change)
}

function quantityOf(held: Held): string | undefined {
  if (held === 'not-held') return '0'
  return held === 'before-evidence' || held.quantity === 'unknown' ? undefined : held.quantity
}

function keyOf(connectionId: string, companyId: string): string {
  return `${connectionId}\n${companyId}`
}

async function companyNames(tx: Transaction): Promise<ReadonlyMap<string, string>> {
  const rows = await newestRecords(tx, { noun: 'company' })
  return new Map(
    rows.flatMap(({ connectionId, state }) => {
      if (state === undefined) return []
      const { companyId, name } = readCompany(state)
      return [[keyOf(connectionId, companyId), name] as const]
    }),
  )
}

async function clientsOfCompanies(tx: Transaction): Promise<ReadonlyMap<string, { id: string; name: string }>> {
  const newest = (await listBillingConfigVersions(tx)).at(-1)?.version
  const stored = newest === undefined ? undefined : await readBillingConfigVersion(tx, newest)
  if (stored === undefined) return new Map()
  return new Map(
    readStoredConfig(stored).clients.flatMap(({ clientId: id, name, companies }) =>
      companies.map(({ connectionId, companyId }) => [keyOf(connectionId, companyId), { id, name }] as const),
    ),
  )
}
