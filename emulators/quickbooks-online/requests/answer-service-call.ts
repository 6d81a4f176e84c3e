import { InvalidJson, parseJson } from '../../../src/support/json.ts'
import { envelope, type Answer } from '../answer.ts'
import type { Call } from '../call.ts'
import { sendInvoice } from '../documents/send-invoice.ts'
import { runQuery } from '../query/run-query.ts'
import type { Books } from '../state/books.ts'
import { isJsonObject, type JsonObject } from '../state/json-object.ts'
import { fault, VendorFault } from '../vendor-fault.ts'
import { runBatch } from './batch.ts'
import { changesSince } from './change-data-capture.ts'
import { readableKind, readEntity } from './read-entity.ts'
import { writableKinds, writeEntity } from './write-entity.ts'

/** The books that a call works on, and how an item of a batch gets books of its own. */
export interface Workplace {
  readonly books: Books
  readonly carryOut: (work: (books: Books) => JsonObject) => JsonObject
}

/** Answers a call below `/v3/company/{realmId}/`, `path` being what follows. Throws the vendor's faults. */
export function answerServiceCall(workplace: Workplace, call: Call, path: string): Answer {
  const { books } = workplace
  const [resource = '', id, action, ...rest] = path.split('/')
  const isGet = call.method === 'GET'
  if (rest.length > 0) throw noResource(call)
  switch (resource.toLowerCase()) {
    case 'query':
      return envelope({ QueryResponse: runQuery(books, queryText(call)) }, books.now)
    case 'cdc':
      return envelope({ CDCResponse: [{ QueryResponse: changesSince(books, call.query) }] }, books.now)
    case 'batch':
      return envelope(
        { BatchItemResponse: runBatch(jsonBody(call), call.query.get('requestid') ?? undefined, workplace.carryOut) },
        books.now,
      )
    default:
      if (isGet && action === undefined) return answerRead(books, call, { resource, id })
      if (call.method !== 'POST') throw noResource(call)
      if (id === undefined) return answerWrite(books, call, resource)
      if (resource === 'invoice' && action === 'send') return answerSend(books, call, id)
      throw noResource(call)
  }
}

function answerRead(books: Books, call: Call, wanted: { resource: string; id: string | undefined }): Answer {
  const kind = readableKind(wanted.resource)
  if (kind === undefined || (wanted.id === undefined && kind !== 'Preferences')) throw noResource(call)
  return envelope({ [kind]: readEntity(books, kind, wanted.id ?? '') }, books.now)
}

function answerWrite(books: Books, call: Call, resource: string): Answer {
  const kind = writableKinds.find((one) => one.toLowerCase() === resource)
  if (kind === undefined) throw noResource(call)
  const entity = writeEntity(books, {
    kind,
    operation: call.query.get('operation') ?? undefined,
    body: jsonBody(call),
    allowsDuplicateNumber: call.query.get('include') === 'allowduplicatedocnum',
  })
  return envelope({ [kind]: entity }, books.now)
}

function answerSend(books: Books, call: Call, id: string): Answer {
  const invoice = sendInvoice(books, readEntity(books, 'Invoice', id), call.query.get('sendTo') ?? undefined)
  return envelope({ Invoice: invoice }, books.now)
}

/** In the address, or as the body of a POST, whose content type the vendor is not strict about. */
function queryText(call: Call): string {
  const inAddress = call.query.get('query')
  if (inAddress !== null) return inAddress
  if (call.method !== 'POST') throw new VendorFault([fault.queryParser('Encountered "<EOF>" at line 1, column 1.')])
  return call.body
}

function jsonBody(call: Call): JsonObject {
  if (!call.isUtf8) throw new VendorFault([fault.unsupported('with a body that is not UTF-8')])
  if (!call.contentType.includes('json'))
    throw new VendorFault([fault.unsupported(`with content type ${call.contentType}`)])
  const body = parsed(call.body)
  if (!isJsonObject(body)) throw new VendorFault([fault.malformed('The body is not a JSON object')])
  return body
}

function parsed(body: string): unknown {
  try {
    return parseJson(body)
  } catch (error) {
    if (error instanceof InvalidJson) throw new VendorFault([fault.malformed(`Unexpected character: ${error.message}`)])
    throw error
  }
}

function noResource(call: Call): VendorFault {
  return new VendorFault([
    fault.unsupported(`Could not find resource for relative : ${call.path} of full path: ${call.path}`),
  ])
}
