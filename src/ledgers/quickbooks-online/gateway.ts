import type { LedgerGateway, LedgerTools } from '../gateway.ts'
import { changesSince } from './changes.ts'
import { checkConnection } from './check.ts'
import { createClient } from './client.ts'
import { readFacts } from './facts.ts'
import { findDocuments, listInvoices, readDocument, readDocuments } from './find.ts'
import { listSales } from './list-sales.ts'
import { post } from './post.ts'
import { readPrepared } from './read-prepared.ts'
import type { QuickBooksOnlineSettings } from './settings.ts'
import { voidDocument } from './void.ts'

/** The verbs of the port on one QuickBooks Online company. */
export function createQuickBooksOnlineGateway(settings: QuickBooksOnlineSettings, tools: LedgerTools): LedgerGateway {
  const client = createClient(settings, tools)
  return {
    readPrepared,
    check: (signal) => checkConnection(client, settings, tools, signal),
    readFacts: (signal, kept) => readFacts(client, { settings, clock: tools.clock }, kept, signal),
    post: (request, signal) => post(client, request, signal),
    find: (query, signal) => findDocuments(client, query, signal),
    read: (documentId, signal) => readDocument(client, documentId, signal),
    changesSince: (since, signal) => changesSince(client, since, tools, signal),
    readMany: (documentKind, documentIds, signal) => readDocuments(client, documentKind, documentIds, signal),
    listInvoices: (dates, signal) => listInvoices(client, dates, signal),
    listSales: (dates, signal) => listSales(client, dates, signal),
    voidDocument: (request, signal) => voidDocument(client, request, signal),
  }
}
