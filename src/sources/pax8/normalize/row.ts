import type { ZodType } from 'zod'
import type { SourceProblem } from '../../source.ts'
import { FieldReader, shownValue } from '../field-reader.ts'

/** A row that is an object with the ids that it must have, ready to be read field by field. */
export interface OpenRow<W> {
  readonly row: W
  readonly fields: FieldReader
}

/**
 * Opens a row of an answer. A row that cannot exist as a record (no object, or without its ids) is told as a problem
 * and stays in the raw payload.
 */
export function openRow<W extends Record<string, unknown>>(
  wire: ZodType<W>,
  value: unknown,
  { noun, problems }: { readonly noun: string; readonly problems: SourceProblem[] },
): OpenRow<W> | undefined {
  const parsed = wire.safeParse(value)
  const id = idOf(value)
  if (parsed.success) return { row: parsed.data, fields: new FieldReader(parsed.data, { noun, id }, problems) }
  const fields = parsed.error.issues.map((issue) => issue.path.join('.')).filter((path) => path !== '')
  const lacking = fields.length === 0 ? 'is no object' : `has no usable ${fields.join(' and ')}`
  const message = `${noun} ${id ?? ''} ${lacking}, so it was kept raw only: ${shownValue(value)}`.replace('  ', ' ')
  problems.push({ code: 'record-unreadable', recordId: id, field: fields[0], message })
  return undefined
}

/** The row's own id where it is a text. */
export function idOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('id' in value)) return undefined
  return typeof value.id === 'string' && value.id !== '' ? value.id : undefined
}
