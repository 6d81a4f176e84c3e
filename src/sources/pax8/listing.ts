import type { SourceProblem, StreamName } from '../source.ts'

/** A row with the name that it has within its listing. */
export interface ListedRow {
  readonly value: unknown
  /** Its own id, or a name made of what it says. */
  readonly identity: string
}

/** Turns the rows of one page into records, and tells what could not be read. */
export type ReadRows<R> = (rows: readonly ListedRow[], problems: SourceProblem[]) => readonly R[]

/** Turns one row into a record; undefined when there is none to hand over. */
type ReadRow<R> = (value: unknown, problems: SourceProblem[]) => R | undefined

/** One listing of the API: what to ask, and how to read the rows of the answers. */
export interface Listing<R> {
  readonly stream: StreamName
  /** The key of a per-key stream that this listing is for. */
  readonly key: string | undefined
  /** Below the base URL, ids percent-encoded. */
  readonly path: string
  /** `paged` with counters; `rows` all at once; `record`: the answer is the one row. */
  readonly shape: 'paged' | 'rows' | 'record'
  /** The queries that together give the listing; nearly always one. */
  readonly queries: readonly Readonly<Record<string, string>>[]
  /** Rows without ids are told apart by these fields; undefined: every row has an id. */
  readonly contentFields: ReadonlySet<string> | undefined
  /** Called before the first page is read, for what a row does not say itself. */
  readonly open: (signal: AbortSignal) => Promise<ReadRows<R>>
}

type ListingPlace<R> = Pick<Listing<R>, 'stream' | 'path' | 'shape'> & {
  readonly key?: string
  readonly queries?: Listing<R>['queries']
}

/** The usual listing: rows that have ids and say all about themselves. */
export function listingOf<R>(place: ListingPlace<R>, readRow: ReadRow<R>): Listing<R> {
  return listingWith(place, () => Promise.resolve(readRow))
}

/** One whose rows have ids, and are read by what is known when it is opened. */
export function listingWith<R>(place: ListingPlace<R>, openRows: () => Promise<ReadRow<R>>): Listing<R> {
  const { stream, path, shape, key, queries = [{}] } = place
  const open = async (): Promise<ReadRows<R>> => {
    const readRow = await openRows()
    return (rows, problems) => rows.flatMap(({ value }) => readRow(value, problems) ?? [])
  }
  return { stream, path, shape, key, queries, contentFields: undefined, open }
}
