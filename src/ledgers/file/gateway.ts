import type { LedgerGateway, LedgerTools, PreparedDocument } from '../gateway.ts'
import { writeBatch } from './batch.ts'
import { checkFolder } from './check.ts'
import { formatOfText } from './choose-format.ts'
import { readFacts } from './facts.ts'
import { changesSince, findDocuments, readDocument, readDocuments } from './find.ts'
import { failureOfRead, failureOfWrite } from './folder-failures.ts'
import { fileOperations, type FileOperations } from './folder/file-operations.ts'
import { InvoiceFolder } from './folder/invoice-folder.ts'
import { post, type FileLedger } from './post.ts'
import type { FileLedgerSettings } from './settings.ts'
import { voidDocument } from './void.ts'

/** The verbs of the port on a folder. */
export function createFileGateway(
  settings: FileLedgerSettings,
  tools: Pick<LedgerTools, 'clock' | 'takeTurn'>,
  files: FileOperations = fileOperations,
): LedgerGateway {
  const ledger: FileLedger = { settings, clock: tools.clock, folder: new InvoiceFolder(settings.directory, files) }
  const run = async <T>(signal: AbortSignal, failure: typeof failureOfRead, work: () => Promise<T>): Promise<T> => {
    await tools.takeTurn(signal)
    signal.throwIfAborted()
    try {
      return await work()
    } catch (error) {
      throw failure(error, settings.directory)
    }
  }
  return {
    readPrepared: (body) => prepared(body, settings),
    check: (signal) => run(signal, failureOfRead, () => checkFolder(ledger)),
    readFacts: (signal) => run(signal, failureOfRead, () => readFacts(ledger)),
    post: (request, signal) => run(signal, failureOfWrite, () => post(ledger, request)),
    find: (query, signal) => run(signal, failureOfRead, () => findDocuments(ledger, query)),
    read: (documentId, signal) => run(signal, failureOfRead, () => readDocument(ledger, documentId)),
    changesSince: (since, signal) => run(signal, failureOfRead, () => changesSince(ledger, since)),
    readMany: (_kind, documentIds, signal) => run(signal, failureOfRead, () => readDocuments(ledger, documentIds)),
    voidDocument: (request, signal) => run(signal, failureOfWrite, () => voidDocument(ledger, request)),
    writeBatch: (request, signal) => run(signal, failureOfWrite, () => writeBatch(ledger, request)),
  }
}

function prepared(body: string, settings: FileLedgerSettings): PreparedDocument {
  const { date, currency, netTotal, lines } = formatOfText(body, settings).read(body)
  return { date, currency, netTotal, lines }
}
