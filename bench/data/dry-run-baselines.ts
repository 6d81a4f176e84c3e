import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { openRun, type RunContext } from '../../src/billing/run-context.ts'
import { prepareClientInvoice } from '../../src/billing/prepare-client-invoice.ts'
import type { AppContext } from '../../src/app/context.ts'
import { keptLedgerFacts } from '../../src/app/ledger-facts.ts'
import { loadTimelines } from '../../src/app/run/load-timelines.ts'
import { readBillingConfig } from '../../src/config/read-billing-config.ts'
import { billingMonth } from '../../src/domain/period.ts'
import { preparePosting } from '../../src/ledgers/quickbooks-online/serialize.ts'
import { withOrganization, type Transaction } from '../../src/store/database.ts'
import { documentNumbers } from '../../src/store/document-numbers.ts'
import { listBilledDocuments } from '../../src/store/postings.ts'
import { readInvoiceDocument, saveRunInvoices, type NewRunInvoice } from '../../src/store/run-results.ts'
import { createRun } from '../../src/store/runs.ts'
import { canonicalJson } from '../../src/support/canonical-json.ts'
import { sha256 } from '../../src/support/hash.ts'
import { measure } from '../harness/measure.ts'
import type { Row } from '../harness/report.ts'
import { watchServer } from '../harness/server-resources.ts'
import { configText } from './config-text.ts'
import { clientAt, ledgerConnection, type GeneratedClient } from './msp.ts'

/** Enough to tell a rate; the baselines are slow. */
export const invoicesPerBaseline = 300
const period = billingMonth('2026-10')

/** As billing add-ons for helpdesks do it: last month's invoice and lines, read and inserted again row by row. */
export async function copyRowByRow(context: AppContext, linesPerClient: number): Promise<Row> {
  const { database } = context
  await createCopyTables(context)
  const server = await watchServer(database)
  const { sample } = await measure(async () => {
    for (let index = 0; index < invoicesPerBaseline; index += 1) await copyInvoice(context, index)
  }, server)
  server.stop()
  const what = `copying stored invoices of ${String(linesPerClient)} lines row by row`
  return { what, amount: invoicesPerBaseline, unit: 'invoices', samples: [sample] }
}

async function createCopyTables({ database, organization }: AppContext): Promise<void> {
  await withOrganization(database, organization.id, async (tx) => {
    await sql`create table bench_invoice (id bigint generated always as identity primary key, client_id text not null,
      month text not null, total numeric not null, unique (client_id, month))`.execute(tx)
    await sql`create table bench_line (id bigint generated always as identity primary key,
      invoice_id bigint not null references bench_invoice (id), position integer not null, description text not null,
      quantity numeric not null, unit_price numeric not null, amount numeric not null)`.execute(tx)
    await sql`create index bench_line_by_invoice on bench_line (invoice_id)`.execute(tx)
    await sql`insert into bench_invoice (client_id, month, total)
      select 'client-' || number, '2026-09', 100 from generate_series(0, ${invoicesPerBaseline} - 1) as number`.execute(
      tx,
    )
    await sql`insert into bench_line (invoice_id, position, description, quantity, unit_price, amount)
      select id, line, 'Cloud product ' || line, 10, 12.5, 125 from bench_invoice, generate_series(1, 8) as line`.execute(
      tx,
    )
  })
}

async function copyInvoice({ database, organization }: AppContext, index: number): Promise<void> {
  const clientId = `client-${String(index)}`
  await withOrganization(database, organization.id, async (tx) => {
    const { rows: before } = await sql<{ id: bigint; total: string }>`
      select id, total from bench_invoice where client_id = ${clientId} and month = '2026-09'`.execute(tx)
    const { rows: lines } = await sql<CopiedLine>`
      select position, description, quantity, unit_price as "unitPrice", amount from bench_line
      where invoice_id = ${before[0]?.id ?? 0n} order by position`.execute(tx)
    const { rows: made } = await sql<{ id: bigint }>`insert into bench_invoice (client_id, month, total)
      values (${clientId}, '2026-10', ${before[0]?.total ?? '0'}) returning id`.execute(tx)
    for (const line of lines) {
      await sql`insert into bench_line (invoice_id, position, description, quantity, unit_price, amount) values
        (${made[0]?.id ?? 0n}, ${line.position}, ${line.description}, ${line.quantity}, ${line.unitPrice}, ${line.amount})`.execute(
        tx,
      )
    }
  })
}

interface CopiedLine {
  readonly position: number
  readonly description: string
  readonly quantity: string
  readonly unitPrice: string
  readonly amount: string
}

/** The same engine and the same results, with the evidence of each invoice loaded by single queries. */
export async function oneInvoiceAtATime(
  context: AppContext,
  size: { readonly clients: number; readonly linesPerClient: number },
): Promise<Row> {
  const { database, organization } = context
  const facts = await keptLedgerFacts(context, ledgerConnection)
  if (facts === undefined) throw new Error('The ledger was not read.')
  const config = readBillingConfig(configText(size.clients, size.linesPerClient), 'bench.yaml', 1)
  const customers = facts.customers.map(({ customerId }) => [customerId, { active: true, currency: 'USD' }] as const)
  const items = facts.items.map(({ ledgerItemId }) => [ledgerItemId, { active: true }] as const)
  const ledgers = [{ connectionId: ledgerConnection, customers: new Map(customers), items: new Map(items) }]
  const run = openRun({
    billingPeriod: period,
    asOf: period.end,
    invoiceDate: '2026-10-31',
    config,
    sources: [],
    ledgers,
  })
  const runId = await newRun(context)
  const server = await watchServer(database)
  const { sample } = await measure(async () => {
    for (let index = 0; index < invoicesPerBaseline; index += 1) {
      const client = clientAt(index, size.linesPerClient)
      await withOrganization(database, organization.id, async (tx) => {
        const result = await computeOne(tx, run, client)
        if (result.invoice === undefined) throw new Error(`Nothing to bill for ${client.clientId}.`)
        const key = { ledgerConnectionId: ledgerConnection, period, sequence: 0 }
        const documentNumber = (await documentNumbers(tx, key, [client.clientId])).get(client.clientId) ?? ''
        const posting = preparePosting(result.invoice, { documentNumber, reference: client.clientId, facts })
        await saveRunInvoices(tx, runId, [toRow(result, result.invoice, posting)])
      })
    }
  }, server)
  server.stop()
  const what = 'computing one invoice at a time, its evidence by single queries'
  return { what, amount: invoicesPerBaseline, unit: 'invoices', samples: [sample] }
}

async function newRun({ database, organization }: AppContext): Promise<string> {
  const now = database.clock.now()
  const about = { period, evidenceUntil: now, asOf: period.end, configVersion: 1, engineVersion: 'bench' }
  const run = { id: randomUUID(), ...about, clients: undefined, requestedBy: 'bench', createdAt: now }
  return (await withOrganization(database, organization.id, (tx) => createRun(tx, run))).id
}

type Result = ReturnType<typeof prepareClientInvoice>

async function computeOne(tx: Transaction, run: RunContext, client: GeneratedClient): Promise<Result> {
  const timelines = []
  for (const { subscriptionId } of client.subscriptions) {
    timelines.push(...(await loadTimelines(tx, () => true, { subscriptionIds: [subscriptionId] })))
  }
  const filter = { withReasons: false, periodStarts: ['2026-09-01', period.start], clientIds: [client.clientId] }
  const billed = (await listBilledDocuments(tx, filter)).map(({ invoice }) => ({
    invoice: readInvoiceDocument(invoice),
  }))
  return prepareClientInvoice(run, { clientId: client.clientId, timelines, charges: [], billed })
}

function toRow(
  result: Result,
  invoice: NonNullable<Result['invoice']>,
  posting: ReturnType<typeof preparePosting>,
): NewRunInvoice {
  const document = canonicalJson(invoice)
  const { body, documentKind, documentNumber } = posting
  const { clientId, clientName, previousTotal } = result
  const about = { clientId, clientName, outcome: 'ready', currency: 'USD', previousTotal } as const
  const hash = sha256(`${sha256(document)}\n${sha256(body)}`)
  const amounts = { total: invoice.total, lineCount: invoice.lines.length }
  return { ...about, ...amounts, document: Buffer.from(document), body, documentKind, documentNumber, sha256: hash }
}
