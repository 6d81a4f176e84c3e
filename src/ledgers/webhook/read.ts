import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { Clock } from '../../support/clock.ts'
import { LedgerNotFound, LedgerUnavailable } from '../errors.ts'
import type { DocumentChange, DocumentQuery, LedgerCheck, LedgerFacts, PostedDocument } from '../gateway.ts'
import { failureOfRead } from '../http/answer-failures.ts'
import { NoAnswer } from '../http/ledger-client.ts'
import { judged, label, type WebhookAnswer, type WebhookClient, type WebhookRequest } from './client.ts'
import { heldDocument } from './documents.ts'
import type { WebhookSettings } from './settings.ts'
import { changesSchema, companySchema, heldSchema, listSchema } from './wire.ts'

export interface WebhookReader {
  readonly client: WebhookClient
  readonly clock: Clock
  readonly settings: WebhookSettings
}

/** The documents of our reference, those of another number left out: they are not the one asked for. */
export async function findDocuments(
  reader: WebhookReader,
  query: DocumentQuery,
  signal: AbortSignal,
): Promise<readonly PostedDocument[]> {
  const parameters = { reference: query.reference }
  const { documents } = await ask(reader, { path: '', parameters }, listSchema, 'the look-up', signal)
  return documents
    .map(heldDocument)
    .filter(
      ({ reference, documentNumber, documentKind }) =>
        reference === query.reference && documentNumber === query.documentNumber && documentKind === query.documentKind,
    )
}

export async function readDocument(
  reader: WebhookReader,
  documentId: string,
  signal: AbortSignal,
): Promise<PostedDocument> {
  const path = `/${encodeURIComponent(documentId)}`
  return heldDocument(await ask(reader, { path }, heldSchema, `document ${documentId}`, signal))
}

/** One that the endpoint does not have is not among them. */
export async function readDocuments(
  reader: WebhookReader,
  documentIds: readonly string[],
  signal: AbortSignal,
): Promise<readonly PostedDocument[]> {
  const documents: PostedDocument[] = []
  for (const documentId of new Set(documentIds)) {
    try {
      documents.push(await readDocument(reader, documentId, signal))
    } catch (error) {
      if (!(error instanceof LedgerNotFound)) throw error
    }
  }
  return documents
}

/** What changed; `undefined` where the endpoint does not tell (404 or 501), and each document is read instead. */
export async function changesSince(
  reader: WebhookReader,
  since: Date,
  signal: AbortSignal,
): Promise<readonly DocumentChange[] | undefined> {
  const request = { path: '', parameters: { changedSince: since.toISOString() } }
  const answer = await receive(reader, request, 'the changes', signal)
  if (answer.status === 404 || answer.status === 501) return undefined
  const { documents, deleted } = understood(answer, changesSchema, 'the changes')
  return [
    ...documents.map((held) => ({ kind: 'changed', document: heldDocument(held) }) as const),
    ...deleted.map(({ id, documentKind }) => ({ kind: 'deleted', documentKind, documentId: id }) as const),
  ]
}

/** What the endpoint tells of itself; one that tells nothing (404) takes any customer and any item. */
export async function readFacts(reader: WebhookReader, signal: AbortSignal): Promise<LedgerFacts> {
  const answer = await receive(reader, { path: '/company' }, 'its company', signal)
  const told = answer.status === 404 ? {} : understood(answer, companySchema, 'its company')
  const { settings, clock } = reader
  return {
    readAt: clock.now().toISOString(),
    companyName: told.company ?? settings.company,
    country: 'unknown',
    homeCurrency: settings.homeCurrency,
    multicurrency: true,
    closedThrough: undefined,
    acceptsOurNumbers: true,
    salesTax: 'none',
    customers: (told.customers ?? []).map(({ id, name, ...customer }) => ({
      ...{ customerId: id, name: name ?? id, active: customer.active },
      ...{ currency: customer.currency, email: customer.email },
    })),
    items: (told.items ?? []).map(({ id, name, active }) => ({
      ...{ ledgerItemId: id, name: name ?? id, active, kind: 'item' },
    })),
    takesAnyCustomer: told.customers === undefined,
    takesAnyItem: told.items === undefined,
  }
}

export async function checkEndpoint(reader: WebhookReader, signal: AbortSignal): Promise<LedgerCheck> {
  const answer = await receive(reader, { path: '/company' }, 'its company', signal)
  const told = answer.status === 404 ? undefined : understood(answer, companySchema, 'its company')
  const { settings, clock } = reader
  const skew = answer.answeredAt === undefined ? undefined : clock.now().getTime() - answer.answeredAt.getTime()
  return {
    company: told?.company ?? settings.company,
    clockSkewSeconds: skew === undefined ? undefined : Math.round(skew / 1000),
    notes:
      told === undefined
        ? ['The endpoint tells nothing of itself (GET /company is not there), so any customer and item is taken.']
        : [],
  }
}

async function ask<T>(
  reader: WebhookReader,
  request: Pick<WebhookRequest, 'path' | 'parameters'>,
  schema: z.ZodType<T>,
  what: string,
  signal: AbortSignal,
): Promise<T> {
  return understood(await receive(reader, request, what, signal), schema, what)
}

async function receive(
  { client }: WebhookReader,
  request: Pick<WebhookRequest, 'path' | 'parameters'>,
  what: string,
  signal: AbortSignal,
): Promise<WebhookAnswer> {
  try {
    return await client.exchange({ ...request, method: 'GET', id: randomUUID() }, signal)
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error
    throw new LedgerUnavailable(`${label} did not give ${what}: ${error.message}.`, { cause: error })
  }
}

function understood<T>(answer: WebhookAnswer, schema: z.ZodType<T>, what: string): T {
  if (answer.status !== 200) throw failureOfRead(label, judged(answer), what)
  const parsed = schema.safeParse(answer.value)
  if (parsed.success) return parsed.data
  const places = parsed.error.issues.slice(0, 3).map(({ path, message }) => `${path.join('.')} ${message}`)
  throw new LedgerUnavailable(`${label} gave ${what} in a form that is not read: ${places.join('; ')}.`)
}
