import type { BillingConfig } from '../../domain/billing-config.ts'
import { formatMonth, type Period } from '../../domain/period.ts'
import { readBillingConfig } from '../../config/read-billing-config.ts'
import { withOrganization } from '../../store/database.ts'
import type { AdapterRegistry } from '../adapters.ts'
import { workMonth } from '../config/work-month.ts'
import type { AppContext } from '../context.ts'
import { requireBillingConfig } from '../run/require-billing-config.ts'
import { compareMonth, type MonthEffect } from './compare-month.ts'
import { supposeConfig } from './suppose-config.ts'
import { supposeSupply } from './suppose-supply.ts'
import type { Supposition } from './supposition.ts'

/** What is supposed to be otherwise. */
export interface WhatIfRequest {
  readonly periods: readonly Period[]
  /** Another config in place of the one in force; undefined: that one. */
  readonly config: { readonly source: string; readonly file: string } | undefined
  readonly suppositions: readonly Supposition[]
}

/**
 * Works months from what is known of them, as they are and as they would be, and compares per client and product. A
 * month keeps the config that was in force for it, changed by the suppositions. Nothing is stored.
 * @throws {InvalidConfig | InvalidInput | NoBillingConfig}
 */
export async function whatIf(
  context: AppContext,
  adapters: AdapterRegistry,
  request: WhatIfRequest,
): Promise<readonly MonthEffect[]> {
  const changeTimeline = supposeSupply(request.suppositions.filter(({ about }) => about === 'product'))
  const effects: MonthEffect[] = []
  for (const period of request.periods) {
    const { now, then } = await configsFor(context, period, request)
    const before = await workMonth(context, adapters, now, period)
    const after = await workMonth(context, adapters, then, period, changeTimeline)
    effects.push(compareMonth(formatMonth(period), [now, then], before, after))
  }
  return effects
}

async function configsFor(
  { database, organization }: AppContext,
  period: Period,
  { config, suppositions }: WhatIfRequest,
): Promise<{ readonly now: BillingConfig; readonly then: BillingConfig }> {
  const stored = await withOrganization(database, organization.id, (tx) => requireBillingConfig(tx, period))
  const inForce = `billing config version ${String(stored.version)}`
  const supposed = config ?? { source: stored.source, file: inForce }
  const changes = suppositions.filter(({ about }) => about !== 'product')
  const file = changes.length === 0 ? supposed.file : `${supposed.file} with --set`
  return {
    now: readBillingConfig(stored.source, inForce, stored.version),
    then: readBillingConfig(supposeConfig(supposed.source, changes), file, stored.version),
  }
}
