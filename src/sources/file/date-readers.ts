import type { PlainDate } from '../../domain/plain-date.ts'
import type { DateOrder, FileProblem } from '../mapped-file.ts'
import { dateOrderOf, parseDate } from './date-format.ts'

export type DateReader = (text: string) => PlainDate | undefined

/** A field that is a date, with the name of its column and each text that stands in it once. */
export interface DateColumn {
  readonly key: string
  readonly name: string
  readonly texts: ReadonlySet<string>
}

/**
 * Chooses how each column of dates is read. A format that reads the whole column is right; where two do, and disagree
 * on a day, another column of the file or the operator must decide: 05/04 is never guessed.
 */
export function chooseDateReaders(
  columns: readonly DateColumn[],
  formats: readonly string[],
  dateOrder: DateOrder | undefined,
): { readonly readers: ReadonlyMap<string, DateReader>; readonly problems: readonly FileProblem[] } {
  const allowed = formats.filter((format) => {
    const order = dateOrderOf(format)
    return dateOrder === undefined || order === undefined || order === dateOrder
  })
  const candidates = columns.map((column) => ({ column, formats: candidatesFor(column, allowed) }))
  const proven = new Set(candidates.flatMap((each) => (each.formats.length === 1 ? each.formats : [])))
  const problems: FileProblem[] = []
  const readers = new Map<string, DateReader>()
  for (const { column, formats: possible } of candidates) {
    const byOthers = possible.filter((format) => proven.has(format))
    const left = byOthers.length === 1 ? byOthers : possible
    if (left.length > 1) problems.push(ambiguous(column, left))
    const format = left[0]
    readers.set(column.key, (text) => (format === undefined ? undefined : parseDate(text, format)))
  }
  return { readers, problems }
}

/** The formats that fit a column best; of several that read every text as the same day, the first. */
function candidatesFor({ texts }: DateColumn, formats: readonly string[]): string[] {
  const readings = formats.map((format) => {
    const days = [...texts].map((text) => parseDate(text, format))
    return { format, days, count: days.filter((day) => day !== undefined).length }
  })
  const most = Math.max(0, ...readings.map(({ count }) => count))
  const best = readings.filter(({ count }) => count === most)
  const seen = new Set<string>()
  return best.flatMap(({ format, days }) => {
    const reading = days.join()
    if (seen.has(reading)) return []
    seen.add(reading)
    return [format]
  })
}

function ambiguous({ name, texts }: DateColumn, formats: readonly string[]): FileProblem {
  const unclear = [...texts].find((text) => new Set(formats.map((format) => parseDate(text, format))).size > 1) ?? ''
  const days = formats.map((format) => `${String(parseDate(unclear, format))} as ${format}`)
  return {
    code: 'date-ambiguous',
    severity: 'blocking',
    line: undefined,
    column: name,
    message: `"${unclear}" in ${name} could be ${days.join(' or ')}, and no date of the file decides it; choose day-first or month-first.`,
  }
}
