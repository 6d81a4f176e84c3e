import type { SourcePage, SourceProblem } from '../source.ts'
import { formatBookmark, type PagesBefore } from './bookmark.ts'
import type { Pax8Answer } from './client.ts'
import type { ListedRow, Listing, ReadRows } from './listing.ts'

/** How the reading of a listing goes on after a page. */
export type After =
  | { readonly then: 'next-page'; readonly page: number; readonly before: PagesBefore | undefined }
  | { readonly then: 'start-over' }
  | { readonly then: 'end'; readonly addsUp: boolean }

/** With one of these a listing lacks rows, so that absence from it proves nothing. */
const flaws: ReadonlySet<SourceProblem['code']> = new Set(['record-unreadable', 'not-asked-for', 'count-mismatch'])

/** What is remembered over all pages of one listing, its second sweep included. */
export class ListingReading<R> {
  readonly #listing: Listing<R>
  readonly #readRows: ReadRows<R>
  readonly #handedOver = new Set<string>()
  #isFlawed: boolean

  constructor(listing: Listing<R>, readRows: ReadRows<R>, isFlawed: boolean) {
    this.#listing = listing
    this.#readRows = readRows
    this.#isFlawed = isFlawed
  }

  /** True once a row could not be read, or rows are known to be missing. */
  get isFlawed(): boolean {
    return this.#isFlawed
  }

  /** Makes the page that is handed over: its new rows as records, its body as it came. */
  page(
    answer: Pax8Answer,
    rows: readonly ListedRow[],
    rest: {
      readonly total: number | undefined
      readonly problems: readonly SourceProblem[]
      readonly after: () => After
    },
  ): SourcePage<R> {
    const fresh = rows.filter(({ identity }) => !this.#handedOver.has(identity))
    for (const { identity } of fresh) this.#handedOver.add(identity)
    const problems = [...rest.problems]
    const records = this.#readRows(fresh, problems)
    if (problems.some(({ code }) => flaws.has(code))) this.#isFlawed = true
    const after = rest.after()
    const { key, stream } = this.#listing
    return {
      records,
      raw: { stream, request: answer.asked.request, mediaType: answer.mediaType, body: answer.text },
      ...(key === undefined ? {} : { key }),
      bookmark: this.#bookmark(after),
      complete: after.then === 'end' && after.addsUp && !this.#isFlawed,
      total: rest.total,
      answeredAt: timeOf(answer),
      problems,
    }
  }

  #bookmark(after: After): string | undefined {
    const { key } = this.#listing
    switch (after.then) {
      case 'end':
        return undefined
      case 'start-over':
        return formatBookmark({ key, page: 0, before: undefined })
      case 'next-page':
        return formatBookmark({ key, page: after.page, before: after.before })
    }
  }
}

function timeOf({ date }: Pax8Answer): Date | undefined {
  const time = new Date(date ?? Number.NaN)
  return Number.isNaN(time.getTime()) ? undefined : time
}

/** A problem of the listing itself, not of one of its rows. */
export function listingProblem(code: SourceProblem['code'], message: string): SourceProblem {
  return { code, recordId: undefined, field: undefined, message }
}
