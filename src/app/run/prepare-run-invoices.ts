import type { Anomaly } from '../../domain/anomaly.ts'
import type { Invoice } from '../../domain/invoice.ts'
import type { ClientDryRun } from '../../billing/dry-run.ts'
import { ledgerCannotHold } from '../../billing/anomalies/ledger-cannot-hold.ts'
import type { PreparedPosting } from '../../ledgers/gateway.ts'
import type { NewRunInvoice } from '../../store/run-results.ts'
import { canonicalBytes } from '../../support/canonical-bytes.ts'
import { messageOf } from '../../support/failure.ts'
import { sha256 } from '../../support/hash.ts'
import type { AdapterRegistry } from '../adapters.ts'
import type { AppContext } from '../context.ts'
import { postingReference } from '../posting/posting-reference.ts'
import type { DocumentNumbers } from './give-document-numbers.ts'
import type { RunEvidence } from './load-run-evidence.ts'
import type { OpenedRun } from './open-stored-run.ts'

/**
 * Adds to each invoice what would be posted for it, to the byte: the document number (given out once per posting key),
 * the body in the ledger's own form, and the hash that names both. What the ledger cannot hold blocks the invoice here,
 * before anybody approves it.
 */
export function prepareRunInvoices(
  context: AppContext,
  { adapters, evidence, runContext }: OpenedRun,
  results: readonly ClientDryRun[],
  numbers: DocumentNumbers,
): { readonly invoices: readonly NewRunInvoice[]; readonly anomalies: readonly Anomaly[] } {
  const { clients, input } = runContext
  const invoices: NewRunInvoice[] = []
  const anomalies: Anomaly[] = []
  for (const result of results) {
    const attempt = tryPreparing(() => preparePosting(context, adapters, evidence, result.invoice, numbers))
    const refused = refusals(result, attempt)
    anomalies.push(...result.anomalies, ...refused)
    const currency = clients.get(result.clientId)?.currency ?? input.config.house.currency
    invoices.push(toRunInvoice(result, currency, attempt.prepared, refused.length > 0))
  }
  return { invoices, anomalies }
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
  numbers: DocumentNumbers,
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
