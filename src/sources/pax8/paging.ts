import type { SourcePage, SourceProblem } from '../source.ts'
import type { Bookmark, PagesBefore } from './bookmark.ts'
import type { Pax8Answer, Pax8Client } from './client.ts'
import { unreadable } from './errors.ts'
import { listingProblem, ListingReading, type After } from './listing-reading.ts'
import type { Listing } from './listing.ts'
import { idOf } from './normalize/row.ts'
import { namePage, Sweep, type PageCounters } from './sweep.ts'
import { listingWire } from './wire.ts'

export interface PagingTools {
  readonly client: Pax8Client
  readonly pageSize: number
  readonly signal: AbortSignal
}

type Query = Readonly<Record<string, string>>

/** One reading of one of a listing's queries from one page to its last. */
interface SweepPlan {
  readonly query: Query
  readonly sweep: Sweep
  readonly fromPage: number
  /** The sweep that did not add up, when this one is its repetition. */
  readonly earlier: Sweep | undefined
  readonly isFirstQuery: boolean
  readonly isLastQuery: boolean
}

/**
 * Reads a paged listing, and hands its pages over as they come. Each row is handed over once. A listing that does not
 * add up is read once more; if it still does not, its last page says that it is incomplete.
 * @param bookmark Where to go on; undefined: from the first page.
 * @throws {SourceFailure} `source.unreadable` when an answer has no counters or no list.
 */
export async function* readPagedListing<R>(
  tools: PagingTools,
  listing: Listing<R>,
  bookmark: Bookmark | undefined,
): AsyncGenerator<SourcePage<R>> {
  const readRows = await listing.open(tools.signal)
  const before = await unmovedPages(tools, listing, bookmark)
  const reading = new ListingReading(listing, readRows, before?.isFlawed ?? false)
  for (const [index, query] of listing.queries.entries()) {
    const place = { query, isFirstQuery: index === 0, isLastQuery: index === listing.queries.length - 1 }
    const resumed = index === 0 ? before : undefined
    const fromPage = resumed === undefined ? 0 : (bookmark?.page ?? 0)
    const first = new Sweep(listing.contentFields, resumed)
    yield* readSweep(tools, listing, reading, { ...place, sweep: first, fromPage, earlier: undefined })
    if (first.isConsistent(undefined)) continue
    const second = new Sweep(listing.contentFields, undefined)
    yield* readSweep(tools, listing, reading, { ...place, sweep: second, fromPage: 0, earlier: first })
  }
}

async function* readSweep<R>(
  tools: PagingTools,
  listing: Listing<R>,
  reading: ListingReading<R>,
  plan: SweepPlan,
): AsyncGenerator<SourcePage<R>> {
  const { sweep } = plan
  for (let page = plan.fromPage; ; page += 1) {
    const { answer, rows, counters } = await getPage(tools, listing, plan.query, page)
    const fresh = sweep.add(rows, counters, page)
    const isLastPage = page + 1 >= counters.totalPages || rows.length === 0 || counters.number !== page
    const problems = isLastPage ? verdictProblems(listing, plan) : []
    const after = (): After => (isLastPage ? afterSweep(plan) : afterPage(listing, plan, page, reading.isFlawed))
    yield reading.page(answer, fresh, { total: knownTotal(plan, counters), problems, after })
    if (isLastPage) return
  }
}

/** What there is to say about a sweep that has ended. */
function verdictProblems<R>(listing: Listing<R>, { sweep, earlier }: SweepPlan): SourceProblem[] {
  if (sweep.isConsistent(earlier)) return []
  const what = `The listing ${listing.path} does not add up: ${sweep.difference}.`
  if (earlier === undefined) return [listingProblem('page-shift', `${what} It is read once more.`)]
  return [listingProblem('count-mismatch', `${what} It was read twice, so it counts as incomplete.`)]
}

function afterSweep({ sweep, earlier, isLastQuery }: SweepPlan): After {
  const addsUp = sweep.isConsistent(earlier)
  const isDone = addsUp || earlier !== undefined
  return isDone && isLastQuery ? { then: 'end', addsUp } : { then: 'start-over' }
}

/**
 * Rows without ids are numbered over the whole listing, and a later query starts from nothing: both go on from the
 * first page. They are short (one invoice, the deleted companies), and a record read again is the same record.
 */
function afterPage<R>(listing: Listing<R>, plan: SweepPlan, page: number, isFlawed: boolean): After {
  if (listing.contentFields !== undefined || !plan.isFirstQuery) return { then: 'start-over' }
  const { rows, total, lastPage } = plan.sweep
  return { then: 'next-page', page: page + 1, before: { rows, total, lastPage, isFlawed } }
}

/** Further queries may overlap the first, so only the first one's count is the listing's. */
function knownTotal({ isFirstQuery }: SweepPlan, { totalElements }: PageCounters): number | undefined {
  return isFirstQuery ? totalElements : undefined
}

/**
 * What the bookmark says of the pages before it, if that still holds: the page before it is read again and must have the
 * same rows and the same count. Else the listing has moved, and reading starts over.
 */
async function unmovedPages<R>(
  tools: PagingTools,
  listing: Listing<R>,
  bookmark: Bookmark | undefined,
): Promise<PagesBefore | undefined> {
  const [query] = listing.queries
  const before = bookmark?.before
  if (query === undefined || bookmark === undefined || before === undefined || bookmark.page === 0) return undefined
  const { rows, counters } = await getPage(tools, listing, query, bookmark.page - 1)
  const isUnmoved = counters.totalElements === before.total && namePage(rows.map(idOf)) === before.lastPage
  return isUnmoved ? before : undefined
}

interface ReadPage {
  readonly answer: Pax8Answer
  readonly rows: readonly unknown[]
  readonly counters: PageCounters
}

async function getPage<R>(tools: PagingTools, listing: Listing<R>, query: Query, page: number): Promise<ReadPage> {
  const parameters = { ...query, page: String(page), size: String(tools.pageSize) }
  const answer = await tools.client.get(listing.path, parameters, tools.signal)
  const parsed = listingWire.safeParse(answer.value)
  if (!parsed.success) {
    const places = parsed.error.issues.map((issue) => issue.path.join('.'))
    const problem = `JSON that is no page of a listing (${[...new Set(places)].join(', ') || 'no object'} cannot be read)`
    throw unreadable(problem, answer.asked, answer.text.slice(0, 2000))
  }
  // An empty listing of invoices has no `content` at all.
  return { answer, rows: parsed.data.content ?? [], counters: parsed.data.page }
}
