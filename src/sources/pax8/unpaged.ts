import type { SourcePage, SourceProblem } from '../source.ts'
import type { Pax8Answer } from './client.ts'
import { unreadable } from './errors.ts'
import { listingProblem, ListingReading } from './listing-reading.ts'
import type { ListedRow, Listing } from './listing.ts'
import type { PagingTools } from './paging.ts'
import { unpagedWire } from './wire.ts'

/**
 * Reads what comes in one answer: a record, or rows that are documented as not paged (`{content}` or the bare rows).
 * Should such rows turn out to be paged after all, the page says that it is incomplete.
 */
export async function readUnpaged<R>(tools: PagingTools, listing: Listing<R>): Promise<SourcePage<R>> {
  const reading = new ListingReading(listing, await listing.open(tools.signal), false)
  const answer = await tools.client.get(listing.path, listing.queries[0] ?? {}, tools.signal)
  const problems: SourceProblem[] = []
  const values = listing.shape === 'record' ? [answer.value] : rowsOf(answer, listing.path, problems)
  const rows: ListedRow[] = values.map((value, place) => ({ value, identity: String(place) }))
  return reading.page(answer, rows, { total: rows.length, problems, after: () => ({ then: 'end', addsUp: true }) })
}

function rowsOf(answer: Pax8Answer, path: string, problems: SourceProblem[]): readonly unknown[] {
  const parsed = unpagedWire.safeParse(answer.value)
  if (!parsed.success) throw unreadable('JSON that is no list of rows', answer.asked, answer.text.slice(0, 2000))
  const { content, page } = parsed.data
  if (page !== undefined && page.totalElements !== content.length) {
    const message = `${path} came with ${content.length} rows, but Pax8 counts ${page.totalElements}; the rest is missing.`
    problems.push(listingProblem('count-mismatch', message))
  }
  return content
}
