import { monthOf } from '../../domain/period.ts'
import { plainDateIn, type PlainDate } from '../../domain/plain-date.ts'
import { readBillingConfig } from '../../config/read-billing-config.ts'
import { configValuesToStore } from '../../config/read-stored-config.ts'
import {
  listBillingConfigVersions,
  lockBillingConfigs,
  saveBillingConfig,
  type BillingConfigVersion,
} from '../../store/billing-configs.ts'
import { withOrganization, type Transaction } from '../../store/database.ts'
import { listClosings } from '../../store/month-closings.ts'
import { MonthClosed } from '../close/close-failures.ts'
import type { AppContext } from '../context.ts'
import { recordActivity } from '../record-activity.ts'
import { ConfigReplaced } from './config-failures.ts'
import { unknownConnections, type UnknownConnection } from './unknown-connections.ts'

export interface ConfigToApply {
  readonly source: string
  /** The file's name, for messages. */
  readonly file: string
  /** For billing periods that start on or after this day; the start of the current month where left out. */
  readonly effectiveFrom: PlainDate | undefined
  /** The newest version when it was written, 0 for none; a newer one is then not overwritten. Undefined: not asked. */
  readonly basedOn?: number | undefined
}

export interface AppliedConfig {
  readonly version: BillingConfigVersion
  /** False when the newest version says the same already. */
  readonly isNew: boolean
  /** What it names and is not there yet. */
  readonly unknown: readonly UnknownConnection[]
}

/**
 * Stores a new version of the billing config, whole or not at all. The same text for the same day again is the version
 * that is there.
 * @throws {InvalidConfig} with every problem at once.
 * @throws {MonthClosed} when it would apply to a month that is closed.
 * @throws {ConfigReplaced} when it was made from a version that is not the newest any more.
 */
export async function applyConfig(context: AppContext, config: ConfigToApply): Promise<AppliedConfig> {
  const unknown = await unknownConnections(context, readBillingConfig(config.source, config.file, 0))
  const { database, organization, actor } = context
  const today = plainDateIn(organization.timeZone, database.clock.now())
  const effectiveFrom = config.effectiveFrom ?? monthOf(today).start
  return withOrganization(database, organization.id, async (tx) => {
    await lockBillingConfigs(tx)
    const newest = (await listBillingConfigVersions(tx)).at(-1)
    if (newest?.source === config.source && newest.effectiveFrom === effectiveFrom)
      return { version: newest, isNew: false, unknown }
    const { basedOn } = config
    if (basedOn !== undefined && basedOn !== (newest?.version ?? 0)) throw new ConfigReplaced(newest, basedOn)
    const { source } = config
    const configValues = configValuesToStore(source, config.file)
    const version = { effectiveFrom, source, configValues, recordedBy: actor, now: database.clock.now() }
    await requireMonthsOpen(tx, effectiveFrom)
    const saved = await saveBillingConfig(tx, version)
    const details = { effectiveFrom, sha256: saved.sha256 }
    await recordActivity(tx, context, { action: 'apply-config', subject: `version ${String(saved.version)}`, details })
    return { version: saved, isNew: true, unknown }
  })
}

/** A version applies to every month from its day on, so none of them may be closed. */
async function requireMonthsOpen(tx: Transaction, effectiveFrom: PlainDate): Promise<void> {
  const closed = (await listClosings(tx)).filter(({ reopenedAt }) => reopenedAt === undefined)
  const touched = closed.findLast(({ period }) => period.start >= effectiveFrom)
  if (touched === undefined) return
  throw new MonthClosed(
    touched.period,
    `no config from ${effectiveFrom} on is taken (one from ${touched.period.end} on is: --effective ${touched.period.end})`,
  )
}
