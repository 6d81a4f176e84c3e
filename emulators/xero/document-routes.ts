import { decimal } from '../../src/money/decimal.ts'
import { InvalidJson, parseJson } from '../../src/support/json.ts'
import type { Answer, Call } from '../service/call.ts'
import { badRequest, jsonAnswer, listAnswer, notFound, validationException } from './answer.ts'
import type { Document, DocumentList, Json } from './document.ts'
import { documentJson } from './document-json.ts'
import { rule } from './document-rules.ts'
import { isJson, listAt, WrongType } from './json-fields.ts'
import type { XeroOrganisation } from './organisation.ts'

const mostInOneRequest = 50

/** `GET`, `PUT` and `POST` on `/Invoices` and `/CreditNotes`, and on one of them by its id. */
export function documentRoute(
  organisation: XeroOrganisation,
  { list, id, call, now }: { list: DocumentList; id: string | undefined; call: Call; now: Date },
): Answer {
  if (call.method === 'GET')
    return id === undefined ? search(organisation, list, call, now) : readOne(organisation, list, id, now)
  const body = bodyOf(call)
  if (body === undefined) return badRequest('PostDataInvalidException', 'The body is not JSON.')
  try {
    return id === undefined
      ? write(organisation, list, { call, body, now })
      : updateOne(organisation, list, id, { call, body, now })
  } catch (error) {
    if (error instanceof WrongType) return badRequest('PostDataInvalidException', error.message)
    throw error
  }
}

interface Written {
  readonly call: Call
  readonly body: Json
  readonly now: Date
}

/** PUT makes documents. POST, on a number that is used, changes the document that has it. */
function write(organisation: XeroOrganisation, list: DocumentList, { call, body, now }: Written): Answer {
  const elements = listAt(body, list) ?? [body]
  if (elements.length === 0 || elements.length > mostInOneRequest) {
    return badRequest('PostDataInvalidException', 'No data was processed. Please check that your payload is correct.')
  }
  const results = elements.map((element) => writeOne(organisation, list, element, call))
  const failed = results.filter(({ problems }) => problems.length > 0)
  const rows = results.map(({ row, problems }) => withErrors(row, problems))
  const summarizes = call.query.get('summarizeErrors') !== 'false'
  return summarizes && failed.length > 0 ? validationException(rows) : listAnswer(list, rows, now)
}

function writeOne(organisation: XeroOrganisation, list: DocumentList, element: Json, call: Call): Result {
  const { documents } = organisation
  const numberName = list === 'Invoices' ? 'InvoiceNumber' : 'CreditNoteNumber'
  const number = element[numberName]
  const existing = documents.all(list).find((document) => document.number === number)
  if (call.method === 'POST' && existing !== undefined) {
    const problems = documents.update(list, existing.id, element, rule(organisation), unitPlaces(call))
    return { row: rowOf(documents.get(list, existing.id), element), problems }
  }
  const made = documents.create(list, element, rule(organisation), unitPlaces(call))
  return 'id' in made ? { row: rowOf(made, element), problems: [] } : { row: element, problems: made }
}

interface Result {
  readonly row: Json
  readonly problems: readonly string[]
}

function updateOne(
  organisation: XeroOrganisation,
  list: DocumentList,
  id: string,
  { call, body, now }: Written,
): Answer {
  const [element = body] = listAt(body, list) ?? []
  const before = organisation.documents.get(list, id)
  if (before === undefined) return notFound()
  const problems = organisation.documents.update(list, id, element, rule(organisation), unitPlaces(call))
  if (problems.length > 0) return validationException([withErrors(documentJson(before, true), problems)])
  return listAnswer(list, [rowOf(organisation.documents.get(list, id), element)], now)
}

function withErrors(row: Json, problems: readonly string[]): Json {
  if (problems.length === 0) return { ...row, StatusAttributeString: 'OK' }
  const errors = problems.map((message) => ({ Message: message }))
  return { ...row, HasErrors: true, StatusAttributeString: 'ERROR', ValidationErrors: errors }
}

function rowOf(document: Document | undefined, element: Json): Json {
  return document === undefined ? element : documentJson(document, true)
}

function readOne(organisation: XeroOrganisation, list: DocumentList, id: string, now: Date): Answer {
  const document = organisation.documents.get(list, id)
  return document === undefined ? notFound() : listAnswer(list, [documentJson(document, true)], now)
}

function search(organisation: XeroOrganisation, list: DocumentList, call: Call, now: Date): Answer {
  const { query } = call
  const page = query.get('page')
  const size = Math.min(Number(query.get('pageSize') ?? '100'), 1000)
  const filters = [byNumbers(list, query), byIds(query), byWhere(list, query), bySince(call)]
  const found = organisation.documents.all(list).filter((document) => filters.every((passes) => passes(document)))
  const start = page === null ? 0 : (Number(page) - 1) * size
  const rows = page === null ? found : found.slice(start, start + size)
  return listAnswer(
    list,
    rows.map((document) => documentJson(document, page !== null)),
    now,
  )
}

type Filter = (document: Document) => boolean

function byNumbers(list: DocumentList, query: URLSearchParams): Filter {
  const numbers = list === 'Invoices' ? query.get('InvoiceNumbers')?.split(',') : undefined
  return ({ number }) => numbers?.includes(number) ?? true
}

function byIds(query: URLSearchParams): Filter {
  const ids = query.get('IDs')?.toLowerCase().split(',')
  return ({ id }) => ids?.includes(id) ?? true
}

/** Of the filter language only `Name=="value"`, which is what a look-up by number needs. */
function byWhere(list: DocumentList, query: URLSearchParams): Filter {
  const where = query.get('where')
  if (where === null) return () => true
  const value = /^(?:CreditNoteNumber|InvoiceNumber)=="([^"]*)"$/.exec(where)?.[1]
  return (document) => document.list === list && document.number === value
}

/** UTC, though no zone is written. */
function bySince(call: Call): Filter {
  const header = call.header('if-modified-since')
  if (header === undefined) return () => true
  const since = Date.parse(/Z$|GMT$/.test(header) ? header : `${header}Z`)
  return ({ updated }) => Math.floor(updated.getTime() / 1000) * 1000 >= since
}

function unitPlaces(call: Call): number {
  return call.query.get('unitdp') === '4' ? 4 : 2
}

function bodyOf(call: Call): Json | undefined {
  try {
    const parsed = parseJson(call.body)
    return isJson(parsed) ? parsed : undefined
  } catch (error) {
    if (error instanceof InvalidJson) return undefined
    throw error
  }
}

/** `PUT /CreditNotes/{id}/Allocations`: sets a part of a credit note off against an invoice. */
export function allocate(organisation: XeroOrganisation, id: string, call: Call): Answer {
  const body = bodyOf(call) ?? {}
  const [allocation = body] = listAt(body, 'Allocations') ?? []
  const credit = organisation.documents.get('CreditNotes', id)
  const invoiceId = isJson(allocation['Invoice']) ? String(allocation['Invoice']['InvoiceID']) : ''
  const invoice = organisation.documents.get('Invoices', invoiceId)
  if (credit === undefined) return notFound()
  if (invoice?.contactId !== credit.contactId) {
    const errors = [{ Message: 'The invoice of an allocation could not be found, or is another contact\u2019s' }]
    return validationException([{ ...allocation, ValidationErrors: errors }])
  }
  const amount = decimal(String(allocation['Amount']))
  organisation.documents.settle(credit.id, amount)
  organisation.documents.settle(invoiceId, amount)
  return jsonAnswer(200, { Allocations: [allocation] })
}
