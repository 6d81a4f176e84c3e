import { sql } from 'kysely'
import type { PlainDate } from '../domain/plain-date.ts'
import { sha256 } from '../support/hash.ts'
import type { Transaction } from './database.ts'

/** One version of the billing config, as it was applied. */
export interface BillingConfigVersion {
  readonly version: number
  /** It applies to billing periods that start on or after this day. */
  readonly effectiveFrom: PlainDate
  readonly recordedAt: Date
  readonly recordedBy: string
  readonly source: string
  readonly sha256: string
  /** What the source says, as JSON text; null where only the source was kept, and in lists. */
  readonly configValues: string | null
}

const columns = sql`version, effective_from as "effectiveFrom", recorded_at as "recordedAt",
  recorded_by as "recordedBy", source, sha256`
/** One version is read to be used, and then its JSON saves most of the time. */
const usedColumns = sql`${columns}, config_values as "configValues"`

/** One writer at a time until the transaction ends, so that versions count up without gaps. */
export async function lockBillingConfigs(transaction: Transaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('billing-config/' || current_organization_id()::text, 0))`.execute(
    transaction,
  )
}

export async function saveBillingConfig(
  transaction: Transaction,
  config: {
    readonly effectiveFrom: PlainDate
    readonly source: string
    readonly configValues: string
    readonly recordedBy: string
    readonly now: Date
  },
): Promise<BillingConfigVersion> {
  await lockBillingConfigs(transaction)
  const { rows } = await sql<BillingConfigVersion>`
    insert into billing_config_version
      (organization_id, version, effective_from, recorded_at, recorded_by, source, sha256, config_values)
    select current_organization_id(), coalesce(max(version), 0) + 1, ${config.effectiveFrom}, ${config.now},
      ${config.recordedBy}, ${config.source}, ${sha256(config.source)}, ${config.configValues}
    from billing_config_version
    returning ${usedColumns}`.execute(transaction)
  const saved = rows[0]
  if (saved === undefined) throw new Error('The billing config was not stored.')
  return saved
}

/**
 * The version in force for billing periods that start on `day`: the newest recorded of those effective by then.
 * @param newest Versions recorded after this one are not looked at; undefined: all are.
 */
export async function billingConfigFor(
  transaction: Transaction,
  day: PlainDate,
  newest?: number,
): Promise<BillingConfigVersion | undefined> {
  const isKnown = newest === undefined ? sql`true` : sql`version <= ${newest}`
  const { rows } = await sql<BillingConfigVersion>`
    select ${usedColumns} from billing_config_version
    where effective_from <= ${day} and ${isKnown} order by version desc limit 1`.execute(transaction)
  return rows[0]
}

export async function readBillingConfigVersion(
  transaction: Transaction,
  version: number,
): Promise<BillingConfigVersion | undefined> {
  const { rows } = await sql<BillingConfigVersion>`
    select ${usedColumns} from billing_config_version where version = ${version}`.execute(transaction)
  return rows[0]
}

export async function listBillingConfigVersions(transaction: Transaction): Promise<readonly BillingConfigVersion[]> {
  const { rows } = await sql<BillingConfigVersion>`
    select ${columns}, null as "configValues" from billing_config_version order by version`.execute(transaction)
  return rows
}
