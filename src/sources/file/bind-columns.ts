import type { FileProblem } from '../mapped-file.ts'
import { mappedFields, type MappedField } from './mapping-fields.ts'
import type { ColumnRef, ColumnRefs, TableMapping } from './mapping-schema.ts'

/** Where in a row each field stands. */
export interface Binding {
  readonly placesOf: ReadonlyMap<MappedField, BoundColumns>
  /** The place of any other column that the mapping names. */
  readonly placeOf: (column: ColumnRef) => number
  readonly unknownColumns: readonly string[]
  /** Optional columns that this file does without. */
  readonly absentColumns: readonly string[]
  readonly problems: readonly FileProblem[]
}

export interface BoundColumns extends Pick<ColumnRefs, 'joinedBy' | 'takes'> {
  readonly places: readonly number[]
}

/** Finds the mapping's columns in a header, by name and occurrence; everything that does not fit is told at once. */
export function bindColumns(columns: readonly string[], mapping: TableMapping): Binding {
  const problems: FileProblem[] = []
  const places = new Map<string, number>()
  const absent = new Set<string>()
  for (const column of columnsNamedBy(mapping)) {
    const found = placeIn(columns, column)
    if (typeof found === 'number') places.set(keyOf(column), found)
    else if (column.optional && found.code === 'column-missing') absent.add(column.column)
    else if (!places.has(keyOf(column))) problems.push(found)
  }
  const placeOf = (column: ColumnRef): number => places.get(keyOf(column)) ?? -1
  const known = new Set(mapping.otherColumns)
  const used = new Set(places.values())
  return {
    placesOf: boundFields(mapping, placeOf),
    placeOf,
    unknownColumns: columns.filter((name, place) => !used.has(place) && !known.has(name)),
    absentColumns: [...absent],
    problems,
  }
}

/** A field none of whose columns the file has is not bound: then a constant, or what the operator states, counts. */
function boundFields(mapping: TableMapping, placeOf: Binding['placeOf']): Map<MappedField, BoundColumns> {
  const bound = new Map<MappedField, BoundColumns>()
  for (const field of mappedFields) {
    const refs = mapping.columns[field]
    if (refs === undefined) continue
    const places = refs.columns.map(placeOf).filter((place) => place >= 0)
    if (places.length > 0) bound.set(field, { places, joinedBy: refs.joinedBy, takes: refs.takes })
  }
  return bound
}

/** Every column that the mapping reads. */
export function columnsNamedBy(mapping: TableMapping): ColumnRef[] {
  return [
    ...mappedFields.flatMap((field) => mapping.columns[field]?.columns ?? []),
    ...(mapping.controlTotals ?? []).flatMap(({ column, by }) => [column, ...by]),
    ...mapping.rowFilter.notEmpty,
    ...mapping.rowFilter.equals.map(({ column }) => column),
  ]
}

function placeIn(columns: readonly string[], { column, occurrence }: ColumnRef): number | FileProblem {
  const places = columns.flatMap((name, place) => (name === column ? [place] : []))
  if (occurrence === undefined && places.length > 1) {
    const message =
      `The header has "${column}" ${String(places.length)} times, and the mapping does not say which one it means; ` +
      `write {"column": "${column}", "occurrence": 1}.`
    return { code: 'column-ambiguous', severity: 'blocking', line: undefined, column, message }
  }
  const place = places[(occurrence ?? 1) - 1]
  if (place !== undefined) return place
  const which = places.length === 0 ? '' : `${String(occurrence)} times `
  const message = `The header does not have "${column}" ${which}as the mapping expects. It has: ${listed(columns)}.`
  return { code: 'column-missing', severity: 'blocking', line: undefined, column, message }
}

function listed(columns: readonly string[]): string {
  const shown = columns.slice(0, 12).map((name) => (name === '' ? '(no name)' : name.slice(0, 40)))
  const more = columns.length - shown.length
  return more > 0 ? `${shown.join(', ')} and ${String(more)} more` : shown.join(', ')
}

function keyOf({ column, occurrence }: ColumnRef): string {
  return `${String(occurrence ?? 0)} ${column}`
}
