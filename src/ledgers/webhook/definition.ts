import type { Invoice } from '../../domain/invoice.ts'
import { documentProblems } from '../document/document-problems.ts'
import { amountPlacesOf, ledgerDocument } from '../document/ledger-document.ts'
import { ledgerDocumentRules } from '../document/ledger-document-rules.ts'
import { preparedOf, readLedgerDocument, writeLedgerDocument } from '../document/ledger-document-json.ts'
import type {
  LedgerCapabilities,
  LedgerDefinition,
  LedgerGateway,
  LedgerTools,
  PreparationContext,
  PreparedPosting,
} from '../gateway.ts'
import { createWebhookClient } from './client.ts'
import { post } from './post.ts'
import { changesSince, checkEndpoint, findDocuments, readDocument, readDocuments, readFacts } from './read.ts'
import { parseSettings, type WebhookSettings } from './settings.ts'
import { voidDocument } from './void.ts'

/** A document holds what it is given; the endpoint says what it does not take. */
const capabilities: LedgerCapabilities = {
  documentNumberLength: 200,
  descriptionLength: 32_000,
  quantityPlaces: 20,
  unitPricePlaces: 20,
  negativeTotal: false,
  computesTax: false,
  drafts: 'never',
  numbers: 'ours',
  foundBy: 'reference',
  refusesUsedNumbers: false,
  // For as long as the endpoint keeps its documents: it is asked to, and that cannot be proved from here.
  requestIdSeconds: 'undocumented',
  documentsInOneRequest: 1,
  transport: 'answers',
  deletionsVisible: true,
  changesDays: undefined,
  requestsPerDay: undefined,
  requestsPerSecond: 10,
  requestsInFlight: 4,
}

const rules = ledgerDocumentRules('The endpoint', capabilities)

export const webhookLedger: LedgerDefinition<WebhookSettings> = {
  id: 'webhook',
  label: 'Signed webhook',
  settings: { parse: parseSettings },
  secrets: ['secret'],
  capabilities,
  preparePosting,
  consent: undefined,
  connect: createWebhookGateway,
}

function preparePosting(invoice: Invoice, context: PreparationContext): PreparedPosting {
  const problems = documentProblems(invoice, context, { ...rules, amountPlaces: amountPlacesOf(invoice.currency) })
  const document = ledgerDocument(invoice, context)
  const { documentKind, documentNumber } = document
  const body = problems.length === 0 ? writeLedgerDocument(document) : ''
  return { documentKind, mediaType: 'application/json', body, documentNumber, problems }
}

function createWebhookGateway(settings: WebhookSettings, tools: LedgerTools): LedgerGateway {
  const { clock } = tools
  const client = createWebhookClient(settings, tools)
  const reader = { client, clock, settings }
  return {
    readPrepared: (body) => preparedOf(readLedgerDocument(body)),
    check: (signal) => checkEndpoint(reader, signal),
    readFacts: (signal) => readFacts(reader, signal),
    post: (request, signal) => post(client, request, signal),
    find: (query, signal) => findDocuments(reader, query, signal),
    read: (documentId, signal) => readDocument(reader, documentId, signal),
    changesSince: (since, signal) => changesSince(reader, since, signal),
    readMany: (_kind, documentIds, signal) => readDocuments(reader, documentIds, signal),
    voidDocument: (request, signal) => voidDocument(reader, request, signal),
  }
}
