import type { SourcePage, SourceProblem } from '../source.ts'
import type { Bookmark, PagesBefore } from './bookmark.ts'
import type { Pax8Answer, Pax8Client } from './client.ts'
import { unreadable } from './errors.ts'
import { listingProblem, ListingReading, type After } from './listing-reading.ts'
import type { ListedRow, Listing } from './listing.ts'
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
  readonly pageSize: number
  readonly fromPage: number
  readonly sweep: Sweep
  /** The sweep before this one, when this one is a repetition. */
  readonly earlier: SweepPlan | undefined
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
    const resumed = index === 0 ? before : undefined
    const fromPage = resumed === undefined ? 0 : (bookmark?.page ?? 0)
    const place = { query, isFirstQuery: index === 0, isLastQuery: index === listing.queries.length - 1 }
    const { contentFields } = listing
    const { pageSize } = tools
    const sweep = new Sweep({ contentFields, pageSize, before: resumed })
    let plan: SweepPlan = { ...place, pageSize, fromPage, sweep, earlier: undefined }
    yield* readSweep(tools, listing, reading, plan)
    while (verdictOf(plan) === 'read-again') {
      plan = repetition(plan, listing)
      yield* readSweep(tools, listing, reading, plan)
    }
  }
}

/** Equal rows without ids on two pages are looked for again on pages of another size: see {@link Sweep.isConsistent}. */
function repetition<R>(plan: SweepPlan, { contentFields }: Listing<R>): SweepPlan {
  const isThird = plan.earlier !== undefined
  const otherSize = plan.pageSize > 100 ? plan.pageSize - 50 : plan.pageSize + 1
  const pageSize = isThird ? otherSize : plan.pageSize
  return {
    ...plan,
    pageSize,
    fromPage: 0,
    sweep: new Sweep({ contentFields, pageSize, before: undefined }),
    earlier: plan,
  }
}

type Verdict = 'adds-up' | 'read-again' | 'does-not-add-up'

/** What to make of a sweep that has ended. */
function verdictOf({ sweep, earlier }: SweepPlan): Verdict {
  if (sweep.isConsistent(earlier?.sweep)) return 'adds-up'
  if (earlier === undefined) return 'read-again'
  return earlier.earlier === undefined && sweep.countsAddUp ? 'read-again' : 'does-not-add-up'
}

async function* readSweep<R>(
  tools: PagingTools,
  listing: Listing<R>,
  reading: ListingReading<R>,
  plan: SweepPlan,
): AsyncGenerator<SourcePage<R>> {
  if (listing.contentFields === undefined) {
    for await (const page of sweptPages(tools, listing, plan)) yield handOver(listing, reading, plan, page)
    return
  }
  // Without ids a row that moved and was read twice looks like a second one of its kind. Such rows wait until the whole
  // sweep adds up; those of a sweep that does not are never handed over, unless there is no better one.
  const pages: SweptPage[] = []
  for await (const page of sweptPages(tools, listing, plan)) pages.push(page)
  const isSuperseded = verdictOf(plan) === 'read-again'
  for (const page of pages) yield handOver(listing, reading, plan, isSuperseded ? { ...page, fresh: [] } : page)
}

interface SweptPage {
  readonly answer: Pax8Answer
  readonly counters: PageCounters
  /** The rows that no earlier page of the sweep had. */
  readonly fresh: readonly ListedRow[]
  readonly page: number
  readonly isLast: boolean
  /** What the sweep held when this page had been read. */
  readonly upToHere: Omit<PagesBefore, 'isFlawed'>
}

async function* sweptPages<R>(tools: PagingTools, listing: Listing<R>, plan: SweepPlan): AsyncGenerator<SweptPage> {
  const { sweep } = plan
  for (let page = plan.fromPage; ; page += 1) {
    const { answer, rows, counters } = await getPage(tools, listing, { ...plan, page })
    const fresh = sweep.add(rows, counters, page)
    // An answer with another page than the asked one would come for ever, and so would pages without rows.
    const isLast = page + 1 >= counters.totalPages || rows.length === 0 || counters.number !== page
    const upToHere = { rows: sweep.rows, total: sweep.total, lastPage: sweep.lastPage }
    yield { answer, counters, fresh, page, isLast, upToHere }
    if (isLast) return
  }
}

function handOver<R>(
  listing: Listing<R>,
  reading: ListingReading<R>,
  plan: SweepPlan,
  swept: SweptPage,
): SourcePage<R> {
  const { answer, fresh, counters, isLast } = swept
  const problems = isLast ? verdictProblems(listing, plan) : []
  const after = (): After => (isLast ? afterSweep(plan) : afterPage(listing, plan, swept, reading.isFlawed))
  // Further queries may overlap the first, so only the first one's count is the listing's.
  const total = plan.isFirstQuery ? counters.totalElements : undefined
  return reading.page(answer, fresh, { total, problems, after })
}

/** What there is to say about a sweep that has ended. */
function verdictProblems<R>(listing: Listing<R>, plan: SweepPlan): SourceProblem[] {
  const verdict = verdictOf(plan)
  if (verdict === 'adds-up') return []
  const what = `The listing ${listing.path} does not add up: ${plan.sweep.difference}.`
  if (verdict === 'read-again') return [listingProblem('page-shift', `${what} It is read once more.`)]
  return [listingProblem('count-mismatch', `${what} It was read more than once, so it counts as incomplete.`)]
}

function afterSweep(plan: SweepPlan): After {
  const verdict = verdictOf(plan)
  if (verdict === 'read-again' || !plan.isLastQuery) return { then: 'start-over' }
  return { then: 'end', addsUp: verdict === 'adds-up' }
}

/**
 * Rows without ids are numbered over the whole listing, and a later query starts from nothing: both go on from the
 * first page. They are short (one invoice, the deleted companies), and a record read again is the same record.
 */
function afterPage<R>(listing: Listing<R>, plan: SweepPlan, swept: SweptPage, isFlawed: boolean): After {
  if (listing.contentFields !== undefined || !plan.isFirstQuery) return { then: 'start-over' }
  return { then: 'next-page', page: swept.page + 1, before: { ...swept.upToHere, isFlawed } }
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
  const page = bookmark.page - 1
  const { rows, counters } = await getPage(tools, listing, { query, pageSize: tools.pageSize, page })
  const isUnmoved = counters.totalElements === before.total && namePage(rows.map(idOf)) === before.lastPage
  return isUnmoved ? before : undefined
}

interface ReadPage {
  readonly answer: Pax8Answer
  readonly rows: readonly unknown[]
  readonly counters: PageCounters
}

async function getPage<R>(
  tools: PagingTools,
  listing: Listing<R>,
  { query, pageSize, page }: { readonly query: Query; readonly pageSize: number; readonly page: number },
): Promise<ReadPage> {
  const parameters = { ...query, page: String(page), size: String(pageSize) }
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
