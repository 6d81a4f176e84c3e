import { sql } from 'kysely'
import type { RecordedCharge } from '../domain/charged-costs.ts'
import type { Charge } from '../domain/distributor-invoice.ts'
import type { Period } from '../domain/period.ts'
import { sha256 } from '../support/hash.ts'
import type { Transaction } from './database.ts'
import { recordJson } from './record-json.ts'
import { readCharge } from './record-schemas.ts'

/** One reading of all lines of a distributor invoice. */
export interface ChargeReading {
  readonly readingId: bigint
  readonly connectionId: string
  readonly invoiceId: string
  readonly itemsSha256: string
  readonly lineCount: number
  readonly complete: boolean
  readonly recordedAt: Date
}

/**
 * Stores the lines of one distributor invoice. The same lines again are the reading that is there already; other lines
 * make a second reading beside the first (which must not happen to an approved invoice, and is alarmed by the caller).
 */
export async function saveCharges(
  transaction: Transaction,
  reading: {
    readonly connectionId: string
    readonly invoiceId: string
    readonly charges: readonly Charge[]
    readonly complete: boolean
    readonly now: Date
  },
): Promise<{ readonly stored: boolean; readonly differsFromEarlier: boolean }> {
  const { connectionId, invoiceId, charges, complete, now } = reading
  const states = charges.map(recordJson)
  const itemsSha256 = hashOf(states)
  const earlier = await listChargeReadings(transaction, { connectionId, invoiceId })
  const isKnownWhole = earlier.some((before) => before.complete && before.itemsSha256 === itemsSha256)
  if (isKnownWhole) return { stored: false, differsFromEarlier: false }
  const { rows } = await sql<{ id: bigint }>`
    insert into charge_reading (organization_id, connection_id, invoice_id, items_sha256, line_count, complete, recorded_at)
    values (current_organization_id(), ${connectionId}, ${invoiceId}, ${itemsSha256}, ${charges.length}, ${complete}, ${now})
    on conflict do nothing returning id`.execute(transaction)
  const id = rows[0]?.id
  if (id === undefined) return { stored: false, differsFromEarlier: false }
  await sql`insert into charge
      (organization_id, reading_id, connection_id, invoice_id, charge_id, ordinal, invoice_date, company_id,
        subscription_id, state)
    select current_organization_id(), ${id}, ${connectionId}, ${invoiceId}, charge_id, ordinal, invoice_date, company_id,
      subscription_id, state
    from unnest(
      ${charges.map((charge) => charge.chargeId)}::text[], ${charges.map((charge) => charge.invoiceDate)}::date[],
      ${charges.map((charge) => charge.companyId ?? null)}::text[],
      ${charges.map((charge) => charge.subscriptionId ?? null)}::text[], ${states}::text[]
    ) with ordinality as row (charge_id, invoice_date, company_id, subscription_id, state, ordinal)`.execute(
    transaction,
  )
  return { stored: true, differsFromEarlier: earlier.some((before) => before.complete) }
}

/** The charges of the readings of a connection that were recorded at one moment, as an import records them. */
export async function listReadingCharges(
  transaction: Transaction,
  { connectionId, recordedAt }: { readonly connectionId: string; readonly recordedAt: Date },
): Promise<readonly Charge[]> {
  const { rows } = await sql<{ state: string }>`
    select state from charge join charge_reading on charge_reading.id = charge.reading_id
    where charge_reading.connection_id = ${connectionId} and charge_reading.recorded_at = ${recordedAt}
    order by charge.invoice_id, ordinal`.execute(transaction)
  return rows.map((row) => readCharge(row.state))
}

/** What tells two readings of one invoice's lines apart; the order of the lines does not. */
export function chargesSha256(charges: readonly Charge[]): string {
  return hashOf(charges.map(recordJson))
}

function hashOf(states: readonly string[]): string {
  return sha256([...states].sort().join('\n'))
}

export async function listChargeReadings(
  transaction: Transaction,
  filter: {
    readonly connectionId?: string | undefined
    readonly invoiceId?: string | undefined
    readonly recordedUntil?: Date | undefined
  } = {},
): Promise<readonly ChargeReading[]> {
  const connection = filter.connectionId === undefined ? sql`true` : sql`connection_id = ${filter.connectionId}`
  const invoice = filter.invoiceId === undefined ? sql`true` : sql`invoice_id = ${filter.invoiceId}`
  const recorded = filter.recordedUntil === undefined ? sql`true` : sql`recorded_at <= ${filter.recordedUntil}`
  const { rows } = await sql<ChargeReading>`
    select id as "readingId", connection_id as "connectionId", invoice_id as "invoiceId", items_sha256 as "itemsSha256",
      line_count as "lineCount", complete, recorded_at as "recordedAt"
    from charge_reading where ${connection} and ${invoice} and ${recorded} order by id`.execute(transaction)
  return rows
}

/** The charges of each invoice's first complete reading (or its newest, where none is complete), in their order. */
export async function listCharges(
  transaction: Transaction,
  filter: {
    readonly invoiceDates?: Period | undefined
    readonly recordedUntil?: Date | undefined
    readonly invoice?: Pick<Charge, 'connectionId' | 'invoiceId'> | undefined
  } = {},
): Promise<readonly Charge[]> {
  const recorded = filter.recordedUntil === undefined ? sql`true` : sql`recorded_at <= ${filter.recordedUntil}`
  const dates =
    filter.invoiceDates === undefined
      ? sql`true`
      : sql`invoice_date >= ${filter.invoiceDates.start} and invoice_date < ${filter.invoiceDates.end}`
  const invoice =
    filter.invoice === undefined
      ? sql`true`
      : sql`connection_id = ${filter.invoice.connectionId} and invoice_id = ${filter.invoice.invoiceId}`
  const { rows } = await sql<{ state: string }>`
    with chosen as (
      select distinct on (connection_id, invoice_id) id from charge_reading where ${recorded} and ${invoice}
      order by connection_id, invoice_id, complete desc, case when complete then id else -id end
    )
    select state from charge join chosen on chosen.id = charge.reading_id where ${dates}
    order by connection_id, invoice_id, ordinal`.execute(transaction)
  return rows.map((row) => readCharge(row.state))
}

/** The charges of some subscriptions on all invoices, chosen as by {@link listCharges}, each with when it was learnt. */
export async function listSubscriptionCharges(
  transaction: Transaction,
  filter: {
    readonly connectionId: string
    readonly subscriptionIds: readonly string[]
    readonly recordedUntil?: Date | undefined
  },
): Promise<readonly RecordedCharge[]> {
  const { connectionId, subscriptionIds, recordedUntil } = filter
  const recorded = recordedUntil === undefined ? sql`true` : sql`recorded_at <= ${recordedUntil}`
  const { rows } = await sql<{ state: string; recordedAt: Date }>`
    with chosen as (
      select distinct on (invoice_id) id, recorded_at from charge_reading
      where connection_id = ${connectionId} and ${recorded}
      order by invoice_id, complete desc, case when complete then id else -id end
    )
    select state, chosen.recorded_at as "recordedAt" from charge join chosen on chosen.id = charge.reading_id
    where subscription_id = any(${subscriptionIds}::text[]) order by invoice_id, ordinal`.execute(transaction)
  return rows.map(({ state, recordedAt }) => ({ charge: readCharge(state), recordedAt: recordedAt.toISOString() }))
}
