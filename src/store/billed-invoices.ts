import { sql } from 'kysely'
import type { Invoice, InvoiceLine } from '../domain/invoice.ts'
import type { Period } from '../domain/period.ts'
import type { PostingState } from '../domain/posting.ts'
import type { Transaction } from './database.ts'
import { readInvoiceDocument } from './run-results.ts'

/** A posting with as much of its invoice as tells what it bills of what the distributors charge. */
export interface BilledPosting {
  readonly clientId: string
  readonly period: Period
  readonly state: PostingState
  readonly documentId: string | undefined
  readonly documentNumber: string | undefined
  readonly invoice: Pick<
    Invoice,
    'clientId' | 'ledgerConnectionId' | 'billingPeriod' | 'sequence' | 'kind' | 'currency' | 'total'
  > & {
    readonly lines: readonly Pick<InvoiceLine, 'lineKey' | 'amount' | 'covers'>[]
    readonly matched?: true
  }
}

interface Row {
  readonly id: string
  readonly clientId: string
  readonly periodStart: string
  readonly periodEnd: string
  readonly state: PostingState
  readonly documentId: string | null
  readonly documentNumber: string | null
  readonly invoice: string
}

/** So many documents are in memory whole at a time. */
const atATime = 200

/**
 * What every posting bills, rejected and voided ones left out. A document says mostly why each line is what it is; that is dropped
 * as soon as it is read, so that years of invoices fit in memory.
 */
export async function listBilledPostings(transaction: Transaction): Promise<readonly BilledPosting[]> {
  const found: BilledPosting[] = []
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const { rows } = await sql<Row>`
      select id, client_id as "clientId", period_start as "periodStart", period_end as "periodEnd", state,
        document_id as "documentId", document_number as "documentNumber", invoice
      from posting where state <> 'rejected' and voided_at is null and id > ${after} order by id limit ${atATime}`.execute(
      transaction,
    )
    for (const row of rows) found.push(toBilled(row))
    const last = rows.at(-1)
    if (last === undefined || rows.length < atATime) return found
    after = last.id
  }
}

function toBilled({ periodStart, periodEnd, documentId, documentNumber, clientId, state, ...row }: Row): BilledPosting {
  const { ledgerConnectionId, billingPeriod, sequence, kind, currency, total, lines, ...rest } = readInvoiceDocument(
    row.invoice,
  )
  return {
    clientId,
    period: { start: periodStart, end: periodEnd },
    state,
    documentId: documentId ?? undefined,
    documentNumber: documentNumber ?? undefined,
    invoice: {
      ...{ clientId: rest.clientId, ledgerConnectionId, billingPeriod, sequence, kind, currency, total },
      lines: lines.map(({ lineKey, amount, covers }) => ({ lineKey, amount, covers })),
      ...(rest.matched === true ? { matched: true } : {}),
    },
  }
}
