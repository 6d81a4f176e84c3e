import { isPlainDate } from '../../domain/plain-date.ts'
import { isCurrency } from '../../money/currency.ts'
import type { FileProblem } from '../mapped-file.ts'
import type { Binding } from './bind-columns.ts'
import type { MappedField } from './mapping-fields.ts'
import type { TableMapping } from './mapping-schema.ts'

const dateFields: ReadonlySet<string> = new Set<MappedField>(['asOf', 'invoice.date', 'invoice.dueDate'])

/** What the operator has to state for this file and did not, stated without being asked, or stated in no usable form. */
export function statedProblems(
  { asks, accepts, columns }: TableMapping,
  binding: Binding,
  stated: Readonly<Record<string, string>>,
): FileProblem[] {
  const problems: FileProblem[] = []
  const asked = new Set<string>([...asks, ...accepts])
  for (const field of asks) {
    if (binding.placesOf.has(field) || stated[field] !== undefined) continue
    const column = columns[field]?.columns[0]?.column
    const why = column === undefined ? 'does not say it' : `has no column "${column}"`
    const example = dateFields.has(field) ? 'YYYY-MM-DD' : field === 'currency' ? 'USD' : '...'
    problems.push(problem(`"${field}" is needed, and the file ${why}: state it with --set ${field}=${example}.`))
  }
  for (const [field, value] of Object.entries(stated)) {
    if (!asked.has(field)) {
      const list = asked.size === 0 ? 'nothing' : [...asked].join(', ')
      problems.push(problem(`"${field}" was stated, and the mapping asks for ${list}.`))
    } else if (dateFields.has(field) && !isPlainDate(value)) {
      problems.push(problem(`"${field}" was stated as "${value.slice(0, 40)}", which is no date as YYYY-MM-DD.`))
    } else if (field === 'currency' && !isCurrency(value)) {
      problems.push(problem(`"${field}" was stated as "${value.slice(0, 40)}", which is no ISO 4217 currency.`))
    } else if (value.trim() === '') problems.push(problem(`"${field}" was stated as nothing.`))
  }
  return problems
}

/** The mapping with what was stated among its constants. A column that the file has goes before both. */
export function withStated<Mapping extends TableMapping>(
  mapping: Mapping,
  stated: Readonly<Record<string, string>>,
): Mapping {
  return { ...mapping, constants: { ...mapping.constants, ...stated } }
}

function problem(message: string): FileProblem {
  return { code: 'not-stated', severity: 'blocking', line: undefined, column: undefined, message }
}
