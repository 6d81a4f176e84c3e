import { preparedReader } from '../document/prepared-reader.ts'
import type { LedgerGateway, LedgerTools } from '../gateway.ts'
import { changesSince } from './changes.ts'
import { checkConnection } from './check.ts'
import { createXeroClient } from './client.ts'
import { readFacts } from './facts.ts'
import { findDocuments, readDocument, readDocuments } from './find.ts'
import { post } from './post.ts'
import { preparedDocument } from './posted-document.ts'
import type { XeroSettings } from './settings.ts'
import { voidDocument } from './void.ts'

/** The verbs of the port on one Xero organisation. */
export function createXeroGateway(settings: XeroSettings, tools: LedgerTools): LedgerGateway {
  const ledger = createXeroClient(settings, tools)
  return {
    readPrepared: preparedReader(preparedDocument),
    check: (signal) => checkConnection(ledger, settings, tools, signal),
    readFacts: (signal) => readFacts(ledger, { settings, clock: tools.clock }, signal),
    post: (request, signal) => post(ledger, request, signal),
    find: (query, signal) => findDocuments(ledger, query, signal),
    read: (documentId, signal) => readDocument(ledger, documentId, signal),
    changesSince: (since, signal) => changesSince(ledger, since, signal),
    readMany: (documentKind, documentIds, signal) => readDocuments(ledger, documentKind, documentIds, signal),
    voidDocument: (request, signal) => voidDocument(ledger, request, signal),
  }
}
