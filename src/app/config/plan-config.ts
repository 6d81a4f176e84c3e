import { compareDecimals, decimal, formatDecimal, subtractDecimals } from '../../money/decimal.ts'
import type { AnomalyCode } from '../../domain/anomaly.ts'
import type { Period } from '../../domain/period.ts'
import type { ClientDryRun } from '../../billing/dry-run.ts'
import { readBillingConfig } from '../../config/read-billing-config.ts'
import { readStoredConfig } from '../../config/read-stored-config.ts'
import { billingConfigFor } from '../../store/billing-configs.ts'
import { withOrganization } from '../../store/database.ts'
import type { AdapterRegistry } from '../adapters.ts'
import type { AppContext } from '../context.ts'
import { unknownConnections, type UnknownConnection } from './unknown-connections.ts'
import { workMonth } from './work-month.ts'

/** What a changed config would do to one client's invoice of a month. Amounts are decimal strings. */
export interface ClientEffect {
  readonly clientId: string
  readonly clientName: string
  readonly currency: string
  /** Undefined: the client is not in that config. */
  readonly totalNow: string | undefined
  readonly totalThen: string | undefined
  readonly change: string
  readonly blockedNow: boolean
  readonly blockedThen: boolean
  /** The codes of what would block it. */
  readonly blockedBy: readonly AnomalyCode[]
}

export interface ConfigPlan {
  readonly effects: readonly ClientEffect[]
  /** What the proposed config names and is not there. */
  readonly unknown: readonly UnknownConnection[]
}

/**
 * Works a month under the config in force and under a proposed one, from the same evidence, and compares. Nothing is
 * stored. Clients whose invoice stays as it is are left out.
 * @throws {InvalidConfig} with every problem of the proposed config.
 */
export async function planConfig(
  context: AppContext,
  adapters: AdapterRegistry,
  proposed: { readonly source: string; readonly file: string },
  period: Period,
): Promise<ConfigPlan> {
  const then = readBillingConfig(proposed.source, proposed.file, 0)
  const stored = await withOrganization(context.database, context.organization.id, (tx) =>
    billingConfigFor(tx, period.start),
  )
  const now = stored === undefined ? undefined : readStoredConfig(stored)
  const before = now === undefined ? new Map<string, ClientDryRun>() : await workMonth(context, adapters, now, period)
  const after = await workMonth(context, adapters, then, period)
  const currencies = new Map(
    [...(now?.clients ?? []), ...then.clients].map((client) => [client.clientId, client.currency]),
  )
  const clientIds = [...new Set([...before.keys(), ...after.keys()])].sort()
  const effects = clientIds.flatMap((clientId) => {
    const effect = effectOn(clientId, currencies.get(clientId) ?? '', before.get(clientId), after.get(clientId))
    return effect.totalNow === effect.totalThen && effect.blockedNow === effect.blockedThen ? [] : [effect]
  })
  return { effects, unknown: await unknownConnections(context, then) }
}

function blockingCodes(result: ClientDryRun | undefined): AnomalyCode[] {
  const blocking = (result?.anomalies ?? []).filter(({ severity }) => severity === 'blocking')
  return [...new Set(blocking.map(({ code }) => code))].sort()
}

function effectOn(
  clientId: string,
  currency: string,
  before: ClientDryRun | undefined,
  after: ClientDryRun | undefined,
): ClientEffect {
  const totalNow = before === undefined ? undefined : (before.invoice?.total ?? '0.00')
  const totalThen = after === undefined ? undefined : (after.invoice?.total ?? '0.00')
  const change = subtractDecimals(decimal(totalThen ?? '0'), decimal(totalNow ?? '0'))
  return {
    clientId,
    clientName: after?.clientName ?? before?.clientName ?? clientId,
    currency,
    totalNow,
    totalThen,
    change: `${compareDecimals(change, decimal('0')) > 0 ? '+' : ''}${formatDecimal(change)}`,
    blockedNow: before?.outcome === 'blocked',
    blockedThen: after?.outcome === 'blocked',
    blockedBy: blockingCodes(after),
  }
}
