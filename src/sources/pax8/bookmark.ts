/** Where to go on after a page that was stored. */
export interface Bookmark {
  /** For streams that are read key by key. */
  readonly key: string | undefined
  /** The next page to read. */
  readonly page: number
  /** What the pages before it held, to tell whether the listing has moved since. */
  readonly before: PagesBefore | undefined
}

export interface PagesBefore {
  /** Distinct rows. */
  readonly rows: number
  /** What the distributor counted. */
  readonly total: number
  /** Names the ids of the last page read. */
  readonly lastPage: string
  /** True when a row could not be read: the listing can no longer be complete. */
  readonly isFlawed: boolean
}

export function formatBookmark({ key, page, before }: Bookmark): string {
  const fields = new URLSearchParams({ page: String(page) })
  if (key !== undefined) fields.set('key', key)
  if (before !== undefined) {
    fields.set('rows', String(before.rows))
    fields.set('total', String(before.total))
    fields.set('lastPage', before.lastPage)
    fields.set('isFlawed', String(before.isFlawed))
  }
  return fields.toString()
}

/** @returns `undefined` for a text that is no bookmark of ours: reading then starts over, which is always right. */
export function parseBookmark(text: string): Bookmark | undefined {
  const fields = new URLSearchParams(text)
  const page = wholeNumber(fields.get('page'))
  if (page === undefined) return undefined
  return { key: fields.get('key') ?? undefined, page, before: pagesBefore(fields) }
}

function pagesBefore(fields: URLSearchParams): PagesBefore | undefined {
  const rows = wholeNumber(fields.get('rows'))
  const total = wholeNumber(fields.get('total'))
  const lastPage = fields.get('lastPage')
  if (rows === undefined || total === undefined || lastPage === null) return undefined
  return { rows, total, lastPage, isFlawed: fields.get('isFlawed') !== 'false' }
}

function wholeNumber(text: string | null): number | undefined {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : undefined
}
