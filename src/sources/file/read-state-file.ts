import { groupBy } from '../../support/group-by.ts'
import type { FileProblem, MappedFile } from '../mapped-file.ts'
import type { StateFileReading } from '../state-file.ts'
import { gatherNames } from './gather-names.ts'
import type { StateMapping } from './mapping-schema.ts'
import { readRows } from './read-rows.ts'
import { readStateRow, type StateRow } from './state-row.ts'

const dates = ['asOf', 'subscription.start', 'subscription.end', 'commitmentEnd'] as const

/** Reads a file of states by a mapping. Whatever the bytes are, it answers with records or with problems. */
export function readStateFile(file: MappedFile, mapping: StateMapping): StateFileReading {
  const { base, opened } = readRows(file, mapping, { dates, read: readStateRow })
  if (opened === undefined) return { ...base, asOf: undefined, subscriptions: [], companies: [], products: [] }
  const rows = opened.rows.map(({ read }) => read)
  const problems: FileProblem[] = [...severalDays(rows), ...sameTwice(rows)]
  const named = rows.map(({ line, state, companyName, sku, vendorName }) => ({
    ...{ line, companyId: state.companyId, companyName, productId: state.productId },
    ...{ productName: state.productName, sku, vendorName },
  }))
  const names = gatherNames(named, problems)
  return {
    ...base,
    ...names,
    asOf: rows[0]?.asOf,
    subscriptions: rows.map(({ state }) => state),
    problems: [...base.problems, ...problems],
  }
}

function severalDays(rows: readonly StateRow[]): FileProblem[] {
  const days = [...groupBy(rows, ({ asOf }) => asOf)]
  if (days.length < 2) return []
  const said = days.slice(0, 2).map(([day, [first]]) => `${day} on line ${String(first.line)}`)
  const message = `The file is not for one day: ${said.join(', and ')}. Import each day as a file of its own.`
  return [{ code: 'invoice-inconsistent', severity: 'blocking', line: undefined, column: undefined, message }]
}

/** One id on two rows would be one subscription in two states, and one of the two would be lost. */
function sameTwice(rows: readonly StateRow[]): FileProblem[] {
  const problems: FileProblem[] = []
  for (const [id, [first, second]] of groupBy(rows, ({ state }) => state.subscriptionId)) {
    if (second === undefined) continue
    const message =
      `Line ${String(second.line)}: subscription ${id} stands on line ${String(first.line)} already. Where the file has no ` +
      'id of its own, let the mapping put several columns together that tell the rows apart.'
    problems.push({ code: 'subscription-twice', severity: 'blocking', line: second.line, column: undefined, message })
  }
  return problems
}
