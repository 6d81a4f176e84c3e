import { faultBody } from '../answer.ts'
import { runQuery } from '../query/run-query.ts'
import type { Books } from '../state/books.ts'
import { isJsonObject, listAt, objectAt, textAt, type JsonObject } from '../state/json-object.ts'
import { fault, VendorFault } from '../vendor-fault.ts'
import { writableKinds, writeEntity } from './write-entity.ts'

const mostItems = 30

/**
 * Carries out the items one after another, each for itself: a fault of one stands in its place and leaves the others.
 * `carryOut` runs one item on books of its own and keeps what it did.
 * @throws {VendorFault} 2020 without items, 1040 with more than 30, 2130 for ids too long to be repeated.
 */
export function runBatch(
  body: JsonObject,
  requestId: string | undefined,
  carryOut: (work: (books: Books) => JsonObject) => JsonObject,
): readonly JsonObject[] {
  const items = listAt(body, 'BatchItemRequest')
  if (items.length === 0) throw new VendorFault([fault.missing('BatchItemRequest')])
  if (items.length > mostItems) throw new VendorFault([tooManyItems(items.length)])
  checkIds(items, requestId)
  return items.map((item) => {
    const bId = textAt(item, 'bId')
    return { ...itemAnswer(item, carryOut), ...(bId === undefined ? {} : { bId }) }
  })
}

function itemAnswer(item: JsonObject, carryOut: (work: (books: Books) => JsonObject) => JsonObject): JsonObject {
  try {
    return carryOut((books) => runItem(books, item))
  } catch (error) {
    if (error instanceof VendorFault) return { Fault: faultBody(error) }
    throw error
  }
}

function runItem(books: Books, item: JsonObject): JsonObject {
  const query = textAt(item, 'Query')
  if (query !== undefined) return { QueryResponse: runQuery(books, query) }
  const kind = writableKinds.find((one) => isJsonObject(item[one]))
  if (kind === undefined) throw new VendorFault([fault.unsupported('of this batch item')])
  const written = writeEntity(books, {
    kind,
    operation: textAt(item, 'operation') ?? 'create',
    body: objectAt(item, kind) ?? {},
    allowsDuplicateNumber: (textAt(item, 'optionsData') ?? '').includes('allowduplicatedocnum'),
  })
  return { [kind]: written }
}

function checkIds(items: readonly JsonObject[], requestId: string | undefined): void {
  if (requestId === undefined) return
  const isTooLong = requestId.length > 36 || items.some((item) => (textAt(item, 'bId') ?? '').length > 10)
  if (!isTooLong) return
  throw new VendorFault([
    {
      code: '2130',
      message: 'Invalid Request Id Format',
      detail: 'In a batch the request id may have 36 characters and each bId 10.',
      element: 'requestid',
    },
  ])
}

function tooManyItems(count: number): { code: string; message: string; detail: string } {
  return {
    code: '1040',
    message: 'Batch size exceeded',
    detail: `The batch has ${count} items; the maximum is ${mostItems}.`,
  }
}
