import { readDifferences } from '../app/posting/read-differences.ts'
import type { PostedDifference } from '../domain/posted-difference.ts'
import type { PostingSummary } from '../store/postings.ts'
import { renderTable } from './table.ts'

const mostListed = 20

/** Where the ledger's documents are not what was approved, worst first; the tax that it computes is one sentence. */
export function renderDifferences(postings: readonly PostingSummary[]): readonly string[] {
  const all = postings
    .filter(({ voidedAt }) => voidedAt === undefined)
    .flatMap((posting) => readDifferences(posting.differences).map((difference) => ({ posting, difference })))
  const taxed = all.filter(({ difference }) => difference.kind === 'tax')
  const others = all
    .filter(({ difference }) => difference.kind !== 'tax')
    .sort((a, b) => Number(b.difference.wantsPerson) - Number(a.difference.wantsPerson))
  const columns = [
    { title: 'client' },
    { title: 'where' },
    { title: 'approved' },
    { title: 'posted' },
    { title: 'why' },
  ]
  const rows = others
    .slice(0, mostListed)
    .map(({ posting, difference }) => [
      posting.clientId,
      whereOf(difference),
      ...valuesOf(difference),
      difference.cause,
    ])
  return [
    ...(taxed.length === 0
      ? []
      : [`The ledger added tax to ${String(taxed.length)} of them; it computes the tax itself.`]),
    ...(rows.length === 0
      ? []
      : [`Not as approved in the ledger (nothing was changed there):\n\n${renderTable(columns, rows)}`]),
    ...(others.length > mostListed ? [`There are ${String(others.length - mostListed)} more.`] : []),
  ]
}

function whereOf({ line, kind }: PostedDifference): string {
  return line === undefined ? kind : `line ${String(line)}`
}

function valuesOf({ approved, posted }: PostedDifference): string[] {
  return [approved, posted].map((value) => (value ?? '-').replaceAll('\n', ' ').slice(0, 40))
}
