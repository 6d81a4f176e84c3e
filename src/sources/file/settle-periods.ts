import type { FileProblem } from '../mapped-file.ts'
import { provenConvention, readServicePeriod } from '../service-period.ts'
import type { ReadRow } from './control-totals.ts'
import type { ChargesMapping } from './mapping-schema.ts'

/**
 * Where the mapping leaves it to the file what the end of a service period is, turns the ends as they are stated into
 * half-open days: what a period proves by its own length counts, and for the others what the rest of the file proves.
 */
export function settlePeriods(
  rows: readonly ReadRow[],
  { periodEnd }: Pick<ChargesMapping, 'periodEnd'>,
): { readonly rows: readonly ReadRow[]; readonly problems: readonly FileProblem[] } {
  if (periodEnd !== 'as-proven') return { rows, problems: [] }
  const proofs = new Set(rows.flatMap(({ read }) => conventionOf(read) ?? []))
  const [only] = proofs
  const open = rows.find(({ read }) => isOpen(read))
  if (open !== undefined && (only === undefined || proofs.size > 1)) return { rows, problems: [unclear(open)] }
  const settled = rows.map(({ row, read }) => {
    const { servicePeriod: stated } = read.charge
    if (stated === undefined) return { row, read }
    const servicePeriod = readServicePeriod(stated, only ?? 'inclusive')?.period
    return { row, read: { ...read, charge: { ...read.charge, servicePeriod } } }
  })
  return { rows: settled, problems: [] }
}

function conventionOf({ charge: { servicePeriod } }: ReadRow['read']): ReturnType<typeof provenConvention> {
  return servicePeriod === undefined ? undefined : provenConvention(servicePeriod)
}

/** A single day is that day however it is written. */
function isOpen(read: ReadRow['read']): boolean {
  const { servicePeriod } = read.charge
  return servicePeriod !== undefined && servicePeriod.end > servicePeriod.start && conventionOf(read) === undefined
}

function unclear({ read: { line, charge } }: ReadRow): FileProblem {
  const { start = '', end = '' } = charge.servicePeriod ?? {}
  const message =
    `The service from ${start} to ${end} on line ${String(line)} may end on that day or before it, and nothing else in ` +
    'the file settles it. Copy the mapping, say "periodEnd": "inclusive" or "exclusive" in it, and name the copy.'
  return { code: 'period-end-unclear', severity: 'blocking', line, column: undefined, message }
}
