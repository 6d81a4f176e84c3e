import { sql } from 'kysely'
import type { Period } from '../domain/period.ts'
import type { Transaction } from './database.ts'

/**
 * Gives each client of a billing period its document number in a ledger, the same one however often it is asked for.
 * The form is `S2610-00042`: eleven characters, which the shortest ledger holds; year and month of the billing period,
 * then a counter in it.
 */
export async function documentNumbers(
  transaction: Transaction,
  key: { readonly ledgerConnectionId: string; readonly period: Period; readonly sequence: number },
  clientIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { ledgerConnectionId, period, sequence } = key
  const prefix = `S${period.start.slice(2, 4)}${period.start.slice(5, 7)}-`
  await sql`select pg_advisory_xact_lock(hashtextextended(${`document-number/${ledgerConnectionId}`}, 0))`.execute(
    transaction,
  )
  await sql`with missing as (
      select client_id, row_number() over (order by client_id) as position
      from unnest(${clientIds}::text[]) as asked (client_id)
      where not exists (select 1 from document_number as given
        where given.ledger_connection_id = ${ledgerConnectionId} and given.client_id = asked.client_id
          and given.period_start = ${period.start} and given.sequence = ${sequence})
    ), last as (
      select coalesce(max(substr(document_number, 7)::bigint), 0) as counter from document_number
      where ledger_connection_id = ${ledgerConnectionId} and period_start = ${period.start}
    )
    insert into document_number
      (organization_id, ledger_connection_id, client_id, period_start, sequence, document_number)
    select current_organization_id(), ${ledgerConnectionId}, client_id, ${period.start}, ${sequence},
      ${prefix} || lpad((counter + position)::text, greatest(5, length((counter + position)::text)), '0')
    from missing, last`.execute(transaction)
  const { rows } = await sql<{ clientId: string; documentNumber: string }>`
    select client_id as "clientId", document_number as "documentNumber" from document_number
    where ledger_connection_id = ${ledgerConnectionId} and period_start = ${period.start} and sequence = ${sequence}
      and client_id = any(${clientIds}::text[])`.execute(transaction)
  return new Map(rows.map((row) => [row.clientId, row.documentNumber]))
}
