import { storedKinds, type Books, type StoredKind } from '../state/books.ts'
import { integerToken, objectAt, textAt, type JsonObject } from '../state/json-object.ts'
import { fault, VendorFault } from '../vendor-fault.ts'

const longestLookBack = 30 * 24 * 3_600_000
const mostChanges = 1000

/**
 * What changed since a moment: whole entities, and of deleted ones the id. Names no longer active are included. Never
 * more than a thousand in all, the oldest changes first, without a word about the rest.
 * @throws {VendorFault} 2020 and 4001 for the parameters; 2190 for a moment more than 30 days back.
 */
export function changesSince(books: Books, query: URLSearchParams): readonly JsonObject[] {
  const kinds = (query.get('entities') ?? '')
    .split(',')
    .filter((name) => name.trim() !== '')
    .map(kindOf)
  if (kinds.length === 0) throw new VendorFault([fault.missing('entities')])
  const changes = kinds.flatMap((kind) => changesOf(books, kind, momentOf(books, query)))
  const kept = new Set(changes.sort((a, b) => a.at - b.at).slice(0, mostChanges))
  return kinds.map((kind) =>
    queryResponse(
      kind,
      [...kept].filter((change) => change.kind === kind),
    ),
  )
}

/** The vendor's page on change data capture leaves these out. */
const untold: readonly StoredKind[] = ['TaxCode', 'TaxRate']

interface Change {
  readonly kind: StoredKind
  readonly at: number
  readonly json: JsonObject
}

function kindOf(name: string): StoredKind {
  const kind = storedKinds.find((one) => one.toLowerCase() === name.trim().toLowerCase())
  if (kind === undefined || untold.includes(kind))
    throw new VendorFault([fault.queryInvalid(`Entity ${name} is not supported`)])
  return kind
}

/** Times of change are kept to the second, so the moment is taken down to its second. */
function momentOf(books: Books, query: URLSearchParams): number {
  const text = query.get('changedSince')
  if (text === null) throw new VendorFault([fault.missing('changedSince')])
  // A plus sign that was not encoded arrives as a blank.
  const moment = Date.parse(text.replace(' ', '+'))
  if (Number.isNaN(moment)) throw new VendorFault([fault.queryInvalid(`changedSince ${text} is not a time`)])
  if (books.now.getTime() - moment > longestLookBack) {
    throw new VendorFault([
      {
        code: '2190',
        message: 'Invalid Date Range',
        detail: 'changedSince must be within the last 30 days.',
        element: 'changedSince',
      },
    ])
  }
  return Math.floor(moment / 1_000) * 1_000
}

function changesOf(books: Books, kind: StoredKind, since: number): readonly Change[] {
  const alive = [...books.list(kind)].map((json) => ({ kind, at: changedAt(json), json }))
  const deleted = [...books.deletions()]
    .filter((row) => textAt(row, 'kind') === kind)
    .map((row) => ({ kind, at: Date.parse(textAt(row, 'at') ?? ''), json: deletion(row) }))
  return [...alive, ...deleted].filter((change) => change.at >= since)
}

function changedAt(entity: JsonObject): number {
  return Date.parse(textAt(objectAt(entity, 'MetaData'), 'LastUpdatedTime') ?? '')
}

function deletion(row: JsonObject): JsonObject {
  return { domain: 'QBO', status: 'Deleted', Id: textAt(row, 'id'), MetaData: { LastUpdatedTime: textAt(row, 'at') } }
}

function queryResponse(kind: StoredKind, changes: readonly Change[]): JsonObject {
  if (changes.length === 0) return {}
  return {
    [kind]: changes.map((change) => change.json),
    startPosition: integerToken(1),
    maxResults: integerToken(changes.length),
  }
}
