import { sha256 } from '../../support/hash.ts'
import type { PagesBefore } from './bookmark.ts'
import type { ListedRow } from './listing.ts'
import { idOf } from './normalize/row.ts'
import { contentHash, onlyFields } from './row-content.ts'

/** The counters of one page. */
export interface PageCounters {
  readonly size: number
  readonly totalElements: number
  readonly totalPages: number
  readonly number: number
}

/**
 * One reading of a listing from its first page to its last, and whether it adds up. Pages are offsets into living data:
 * a row that comes or goes in between moves all others, so that one is read twice and another never.
 */
export class Sweep {
  readonly #contentFields: ReadonlySet<string> | undefined
  /** Which page each row was first seen on. */
  readonly #pageOf = new Map<string, number>()
  readonly #countOfContent = new Map<string, number>()
  readonly #rowsBefore: number
  readonly #pageSize: number
  #total: number | undefined
  #hasMoved = false
  #hasTwins = false
  #lastPage = ''

  /** @param options.before What pages read earlier held, when the reading goes on from a bookmark. */
  constructor(options: {
    readonly contentFields: ReadonlySet<string> | undefined
    readonly pageSize: number
    readonly before: PagesBefore | undefined
  }) {
    const { before } = options
    this.#contentFields = options.contentFields
    this.#pageSize = options.pageSize
    this.#rowsBefore = before?.rows ?? 0
    this.#total = before?.total
  }

  /** Takes a page in, and returns its rows without those that an earlier page had. */
  add(values: readonly unknown[], counters: PageCounters, askedPage: number): ListedRow[] {
    if (counters.number !== askedPage) this.#hasMoved = true
    if (this.#total !== undefined && this.#total !== counters.totalElements) this.#hasMoved = true
    this.#total = counters.totalElements
    this.#lastPage = namePage(values.map(idOf))
    const fresh: ListedRow[] = []
    for (const value of values) {
      const identity = this.#identityOf(value, askedPage)
      if (this.#pageOf.has(identity)) continue
      this.#pageOf.set(identity, askedPage)
      fresh.push({ value, identity })
    }
    return fresh
  }

  get total(): number {
    return this.#total ?? 0
  }

  /** Distinct rows, those of before the bookmark included. */
  get rows(): number {
    return this.#rowsBefore + this.#pageOf.size
  }

  /** Names the rows of the last page read, for a bookmark. */
  get lastPage(): string {
    return this.#lastPage
  }

  /**
   * True when every row was seen exactly once, as far as that can be told. Equal rows without ids may stand on two pages
   * by right, or be one row that moved; only an earlier sweep that found the same rows on pages of another size settles
   * it, for what moves rows about pages moves others when the pages are cut elsewhere.
   */
  isConsistent(earlier: Sweep | undefined): boolean {
    if (!this.countsAddUp) return false
    if (!this.#hasTwins) return true
    return earlier !== undefined && earlier.#pageSize !== this.#pageSize && this.#hasSameRowsAs(earlier)
  }

  get countsAddUp(): boolean {
    return !this.#hasMoved && this.rows === this.#total
  }

  /** What does not add up, in words. */
  get difference(): string {
    if (this.rows !== this.total) return `${this.rows} different rows were read, but Pax8 counts ${this.total}`
    return this.#hasMoved ? 'the count changed while the pages were read' : 'equal rows without ids stand on two pages'
  }

  #identityOf(value: unknown, page: number): string {
    const id = idOf(value)
    if (id !== undefined) return id
    const content = contentHash(this.#contentFields === undefined ? value : onlyFields(value, this.#contentFields))
    const ordinal = (this.#countOfContent.get(content) ?? 0) + 1
    this.#countOfContent.set(content, ordinal)
    const twinPage = this.#pageOf.get(`${content}-${ordinal - 1}`)
    if (twinPage !== undefined && twinPage !== page) this.#hasTwins = true
    return `${content}-${ordinal}`
  }

  #hasSameRowsAs(other: Sweep): boolean {
    return this.#pageOf.size === other.#pageOf.size && [...this.#pageOf.keys()].every((row) => other.#pageOf.has(row))
  }
}

/** A short name of a page's rows in their order, by their ids. */
export function namePage(ids: readonly (string | undefined)[]): string {
  return sha256(ids.join('\n')).slice(0, 16)
}
