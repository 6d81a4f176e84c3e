import type { Anomaly } from '../../domain/anomaly.ts'
import type { Invoice } from '../../domain/invoice.ts'
import type { ClientDryRun } from '../../billing/dry-run.ts'
import { ledgerCannotHold } from '../../billing/anomalies/ledger-cannot-hold.ts'
import type { PreparedPosting } from '../../ledgers/gateway.ts'
import type { Transaction } from '../../store/database.ts'
import { documentNumbers } from '../../store/document-numbers.ts'
import type { NewRunInvoice } from '../../store/run-results.ts'
import type { Run } from '../../store/runs.ts'
import { canonicalBytes } from '../../support/canonical-bytes.ts'
import { messageOf } from '../../support/failure.ts'
import { sha256 } from '../../support/hash.ts'
import type { AdapterRegistry } from '../adapters.ts'
import type { AppContext } from '../context.ts'
import { postingReference } from '../posting/posting-reference.ts'
import type { RunEvidence } from './load-run-evidence.ts'

/**
 * Adds to each invoice what would be posted for it, to the byte: the document number (given out once per posting key),
 * the body in the ledger's own form, and the hash that names both. What the ledger cannot hold blocks the invoice here,
 * before anybody approves it.
 */
export async function prepareRunInvoices(
  tx: Transaction,
  context: AppContext,
  adapters: AdapterRegistry,
  run: Run,
  evidence: RunEvidence,
  currencyOf: (clientId: string) => string,
  results: readonly ClientDryRun[],
): Promise<{ readonly invoices: readonly NewRunInvoice[]; readonly anomalies: readonly Anomaly[] }> {
  const numbers = await numbersFor(tx, run, results)
  const invoices: NewRunInvoice[] = []
  const anomalies: Anomaly[] = []
  for (const result of results) {
    const attempt = tryPreparing(() => preparePosting(context, adapters, evidence, result.invoice, numbers))
    const refused = refusals(result, attempt)
    anomalies.push(...result.anomalies, ...refused)
    invoices.push(toRunInvoice(result, currencyOf(result.clientId), attempt.prepared, refused.length > 0))
  }
  return { invoices, anomalies }
}

async function numbersFor(
  tx: Transaction,
  run: Run,
  results: readonly ClientDryRun[],
): Promise<ReadonlyMap<string, string>> {
  const byLedger = new Map<string, string[]>()
  for (const { invoice } of results) {
    if (invoice === undefined) continue
    const clients = byLedger.get(invoice.ledgerConnectionId) ?? []
    byLedger.set(invoice.ledgerConnectionId, [...clients, invoice.clientId])
  }
  const numbers = new Map<string, string>()
  for (const [ledgerConnectionId, clientIds] of byLedger) {
    const key = { ledgerConnectionId, period: run.period, sequence: 0 }
    const given = await documentNumbers(tx, key, clientIds)
    for (const [clientId, number] of given) numbers.set(clientId, number)
  }
  return numbers
}

interface Attempt {
  readonly prepared: PreparedPosting | undefined
  readonly problems: PreparedPosting['problems']
}

/** The ledger's own form is made by a pure function: what it throws is about this invoice, and stops no other. */
function tryPreparing(prepare: () => PreparedPosting | undefined): Attempt {
  try {
    const prepared = prepare()
    return { prepared, problems: prepared?.problems ?? [] }
  } catch (error) {
    return { prepared: undefined, problems: [{ field: 'this invoice', message: messageOf(error) }] }
  }
}

function preparePosting(
  context: AppContext,
  adapters: AdapterRegistry,
  evidence: RunEvidence,
  invoice: Invoice | undefined,
  numbers: ReadonlyMap<string, string>,
): PreparedPosting | undefined {
  if (invoice === undefined) return undefined
  const adapter = adapters.ledgers.get(evidence.ledgerAdapters.get(invoice.ledgerConnectionId) ?? '')
  const facts = evidence.ledgerFacts.get(invoice.ledgerConnectionId)
  const documentNumber = numbers.get(invoice.clientId)
  if (adapter === undefined || facts === undefined || documentNumber === undefined) return undefined
  const reference = postingReference(context.organization.id, invoice)
  return adapter.preparePosting(invoice, { documentNumber, reference, facts })
}

function refusals({ invoice }: ClientDryRun, { problems }: Attempt): Anomaly[] {
  if (invoice === undefined || !isLinked(invoice)) return []
  return ledgerCannotHold(invoice, problems)
}

/** Without a customer and items it is blocked and flagged for that already; its ledger could only say so once more. */
function isLinked({ ledgerCustomerId, lines }: Invoice): boolean {
  return ledgerCustomerId !== '' && lines.every(({ ledgerItemId }) => ledgerItemId !== '')
}

function toRunInvoice(
  result: ClientDryRun,
  currency: string,
  prepared: PreparedPosting | undefined,
  refused: boolean,
): NewRunInvoice {
  const { clientId, clientName, invoice, previousTotal } = result
  const document = invoice === undefined ? undefined : canonicalBytes(invoice)
  const body = prepared?.body
  const outcome = refused && result.outcome === 'ready' ? 'blocked' : result.outcome
  return {
    clientId,
    clientName,
    outcome: outcome === 'ready' && body === undefined ? 'blocked' : outcome,
    currency,
    total: invoice?.total ?? '0',
    previousTotal,
    lineCount: invoice?.lines.length ?? 0,
    document,
    body,
    documentKind: prepared?.documentKind,
    documentNumber: prepared?.documentNumber,
    sha256: document === undefined || body === undefined ? undefined : sha256(`${sha256(document)}\n${sha256(body)}`),
  }
}
