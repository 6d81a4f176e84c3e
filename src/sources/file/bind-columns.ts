import type { FileProblem } from '../charges-file.ts'
import type { ChargeField, ColumnRef, FileMapping } from './mapping-schema.ts'
import { chargeFields } from './mapping-schema.ts'

/** Where in a row each field stands. */
export interface Binding {
  readonly placesOf: ReadonlyMap<ChargeField, { readonly places: readonly number[]; readonly joinedBy: string }>
  /** The place of any other column that the mapping names. */
  readonly placeOf: (column: ColumnRef) => number
  readonly unknownColumns: readonly string[]
  readonly problems: readonly FileProblem[]
}

/** Finds the mapping's columns in a header, by name and occurrence; everything that does not fit is told at once. */
export function bindColumns(columns: readonly string[], mapping: FileMapping): Binding {
  const problems: FileProblem[] = []
  const places = new Map<string, number>()
  for (const column of columnsNamedBy(mapping)) {
    const found = placeIn(columns, column)
    if (typeof found === 'number') places.set(keyOf(column), found)
    else if (!places.has(keyOf(column))) problems.push(found)
  }
  const placeOf = (column: ColumnRef): number => places.get(keyOf(column)) ?? -1
  const fields = chargeFields.flatMap((field) => {
    const refs = mapping.columns[field]
    return refs === undefined ? [] : [[field, { places: refs.columns.map(placeOf), joinedBy: refs.joinedBy }] as const]
  })
  const known = new Set(mapping.otherColumns)
  const used = new Set(places.values())
  const unknownColumns = columns.filter((name, place) => !used.has(place) && !known.has(name))
  return { placesOf: new Map(fields), placeOf, unknownColumns, problems }
}

/** Every column that the mapping reads. */
export function columnsNamedBy(mapping: FileMapping): ColumnRef[] {
  return [
    ...chargeFields.flatMap((field) => mapping.columns[field]?.columns ?? []),
    ...mapping.controlTotals.flatMap(({ column, by }) => [column, ...by]),
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
