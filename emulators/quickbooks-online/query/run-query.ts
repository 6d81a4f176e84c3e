import { propertiesOf } from '../check-properties.ts'
import { compareDecimals, parseDecimal } from '../../../src/money/decimal.ts'
import { listEntities, readableKind, type ReadableKind } from '../requests/read-entity.ts'
import type { Books } from '../state/books.ts'
import { flagAt, integerToken, objectAt, referenceAt, textAt, type JsonObject } from '../state/json-object.ts'
import { fault, VendorFault } from '../vendor-fault.ts'
import { parseQuery, type Condition, type Query } from './parse-query.ts'
import { queryableProperty, type Comparison } from './queryable-properties.ts'

/**
 * What stands under `QueryResponse`: a page of entities, or their count. An empty page is an empty object.
 * @throws {VendorFault} 4000 or 4001 when the query is none that the vendor answers.
 */
export function runQuery(books: Books, text: string): JsonObject {
  const query = parseQuery(text)
  const kind = readableKind(query.entity)
  if (kind === undefined) throw invalid(`Entity ${query.entity} is not supported`)
  const tests = query.conditions.map((condition) => testOf(kind, condition))
  const found = [...listEntities(books, kind)].filter((entity) => tests.every((test) => test(entity)))
  const visible = asksForActive(query) ? found : found.filter((entity) => flagAt(entity, 'Active') !== false)
  if (query.select === 'count') return { totalCount: integerToken(visible.length) }
  const page = sorted(kind, query, visible).slice(query.startPosition - 1, query.startPosition - 1 + query.maxResults)
  if (page.length === 0) return {}
  return {
    [kind]: query.select === 'all' ? page : page.map(projection(kind, query.select)),
    startPosition: integerToken(query.startPosition),
    maxResults: integerToken(page.length),
  }
}

/** Inactive names are hidden unless the query says what it wants of `Active`. */
function asksForActive(query: Query): boolean {
  return query.conditions.some((condition) => condition.property.toLowerCase() === 'active')
}

function testOf(kind: ReadableKind, condition: Condition): (entity: JsonObject) => boolean {
  const property = requireProperty(kind, condition.property)
  const compare = (entity: JsonObject, wanted: string): number | undefined =>
    compareValues(property.comparison, valueOf(entity, property), wanted)
  const [first = ''] = condition.values
  switch (condition.operator) {
    case '=':
      return (entity) => compare(entity, first) === 0
    case '<':
      return (entity) => (compare(entity, first) ?? 0) < 0
    case '>':
      return (entity) => (compare(entity, first) ?? 0) > 0
    case '<=':
      return (entity) => (compare(entity, first) ?? 1) <= 0
    case '>=':
      return (entity) => (compare(entity, first) ?? -1) >= 0
    case 'in':
      return (entity) => condition.values.some((wanted) => compare(entity, wanted) === 0)
    case 'like': {
      const likeness = likePattern(first)
      return (entity) => likeness.test(valueOf(entity, property) ?? '')
    }
  }
}

interface Property {
  readonly name: string
  readonly comparison: Comparison
}

function requireProperty(kind: ReadableKind, name: string): Property {
  const property = queryableProperty(kind, name)
  if (property !== undefined) return property
  if (propertiesOf(kind).has(name)) throw invalid(`property '${name}' is not queryable`)
  throw invalid(`Property ${name} not found for Entity ${kind}`)
}

function valueOf(entity: JsonObject, property: Property): string | undefined {
  if (property.comparison === 'reference') return referenceAt(entity, property.name)
  const [outer = '', inner] = property.name.split('.')
  if (inner !== undefined) return textAt(objectAt(entity, outer), inner)
  if (property.comparison === 'flag') return flagAt(entity, outer)?.toString()
  return textAt(entity, outer)
}

/** Below, at or above zero; `undefined` when the two cannot be compared. Text ignores case. */
function compareValues(comparison: Comparison, value: string | undefined, wanted: string): number | undefined {
  if (value === undefined) return undefined
  if (comparison === 'number') {
    const [left, right] = [parseDecimal(value), parseDecimal(wanted)]
    return left === undefined || right === undefined ? undefined : compareDecimals(left, right)
  }
  if (comparison === 'time') {
    const difference = Date.parse(value) - Date.parse(wanted)
    return Number.isNaN(difference) ? undefined : difference
  }
  const [left, right] = [value.toLowerCase(), wanted.toLowerCase()]
  return left === right ? 0 : left < right ? -1 : 1
}

function likePattern(text: string): RegExp {
  const parts = text.split('%').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`, 'is')
}

/** Names come alphabetically and transactions newest first when no order is asked for, as recorded pages show. */
function sorted(kind: ReadableKind, query: Query, entities: JsonObject[]): JsonObject[] {
  const orders = query.orderBy.map((order) => ({ ...order, property: requireProperty(kind, order.property) }))
  if (orders.length === 0) orders.push(defaultOrder(kind))
  return entities.sort((a, b) => {
    for (const { property, isDescending } of orders) {
      const [left, right] = [valueOf(a, property), valueOf(b, property)]
      const order =
        right === undefined ? (left === undefined ? 0 : 1) : (compareValues(property.comparison, left, right) ?? -1)
      if (order !== 0) return isDescending ? -order : order
    }
    return 0
  })
}

function defaultOrder(kind: ReadableKind): { property: Property; isDescending: boolean } {
  const isNamed = kind === 'Customer' || kind === 'Item'
  return isNamed
    ? { property: { name: 'FullyQualifiedName', comparison: 'text' }, isDescending: false }
    : {
        property: { name: 'Id', comparison: 'number' },
        isDescending: kind === 'Invoice' || kind === 'CreditMemo' || kind === 'Payment',
      }
}

/** A column list gives those columns, and the envelope's own. */
function projection(kind: ReadableKind, columns: readonly string[]): (entity: JsonObject) => JsonObject {
  const known = [...propertiesOf(kind).keys()]
  const wanted = columns.map((column) => {
    const [outer = ''] = column.split('.')
    const name = known.length === 0 ? outer : known.find((one) => one.toLowerCase() === outer.toLowerCase())
    if (name === undefined) throw invalid(`Property ${column} not found for Entity ${kind}`)
    return name
  })
  const kept = new Set(['domain', 'sparse', ...wanted])
  return (entity) => Object.fromEntries(Object.entries(entity).filter(([name]) => kept.has(name)))
}

function invalid(detail: string): VendorFault {
  return new VendorFault([fault.queryInvalid(detail)])
}
