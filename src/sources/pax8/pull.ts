import { InvalidInput } from '../../support/failure.ts'
import { SourceFailure } from '../errors.ts'
import type { PullRequest, SourcePage, StreamName } from '../source.ts'
import { formatBookmark, parseBookmark, type Bookmark } from './bookmark.ts'
import type { Listing } from './listing.ts'
import { readPagedListing, type PagingTools } from './paging.ts'
import type { StreamContext, StreamPlan } from './streams.ts'
import { readUnpaged } from './unpaged.ts'

/** A right that is missing altogether shows after this many keys; a single thing that may not be seen does not stop. */
const mostRefusalsInARow = 3

interface PullContext extends StreamContext {
  readonly pageSize: number
}

/** One stream from its bookmark on: as a whole, or one key after the other. */
export async function* pullStream<R>(
  stream: StreamName,
  plan: StreamPlan<R>,
  request: PullRequest,
  context: PullContext,
): AsyncGenerator<SourcePage<R>> {
  const { client, pageSize } = context
  const tools: PagingTools = { client, pageSize, signal: request.signal }
  const bookmark = request.bookmark === undefined ? undefined : parseBookmark(request.bookmark)
  if (!plan.keyed) {
    yield* readListing(tools, plan.listing(request, context), bookmark)
    return
  }
  const keys = keysToRead(stream, request, bookmark)
  const refusals = new Refusals()
  for (const [index, key] of keys.entries()) {
    const listing = plan.listing(key, context)
    const next = keys[index + 1]
    const afterKey = next === undefined ? undefined : formatBookmark({ key: next, page: 0, before: undefined })
    const pages = readListing(tools, listing, bookmark?.key === key ? bookmark : undefined)
    for await (const page of refusals.asPages(pages, listing)) yield { ...page, bookmark: page.bookmark ?? afterKey }
  }
}

function keysToRead(stream: StreamName, { keys }: PullRequest, bookmark: Bookmark | undefined): string[] {
  if (keys === undefined || keys.includes('')) {
    throw new InvalidInput(`The stream ${stream} is read key by key; name the keys to read, none of them empty.`)
  }
  const distinct = [...new Set(keys)]
  const from = bookmark?.key === undefined ? 0 : Math.max(0, distinct.indexOf(bookmark.key))
  return distinct.slice(from)
}

async function* readListing<R>(
  tools: PagingTools,
  listing: Listing<R>,
  bookmark: Bookmark | undefined,
): AsyncGenerator<SourcePage<R>> {
  if (listing.shape === 'paged') yield* readPagedListing(tools, listing, bookmark)
  else yield await readUnpaged(tools, listing)
}

/** A key that cannot be read must not hide the keys after it, and must not pass for a listing without rows. */
class Refusals {
  #inARow = 0

  async *asPages<R>(pages: AsyncIterable<SourcePage<R>>, listing: Listing<R>): AsyncGenerator<SourcePage<R>> {
    try {
      for await (const page of pages) {
        this.#inARow = 0
        yield page
      }
    } catch (error) {
      if (!(error instanceof SourceFailure) || !this.#concernsKeyOnly(error)) throw error
      yield refusedPage(listing, error)
    }
  }

  #concernsKeyOnly({ code }: SourceFailure): boolean {
    if (code === 'source.not-found') return true
    if (code !== 'source.authorization') return false
    this.#inARow += 1
    return this.#inARow < mostRefusalsInARow
  }
}

function refusedPage<R>({ stream, key, path }: Listing<R>, { message, rawAnswer }: SourceFailure): SourcePage<R> {
  return {
    records: [],
    raw: { stream, request: path, mediaType: '', body: rawAnswer ?? '' },
    ...(key === undefined ? {} : { key }),
    bookmark: undefined,
    complete: false,
    total: undefined,
    problems: [{ code: 'key-unreadable', recordId: key, field: undefined, message }],
  }
}
