import { jsonResponse, type Call } from './call.ts'
import { invalidParameter } from './errors.ts'
import type { FaultSwitches, PageShift } from './fault-switches.ts'
import type { Faults } from './faults.ts'
import type { Parameters } from './parameters.ts'

const defaultSize = 10
const largestSize = 200

/**
 * Answers one page of rows: `{content, page: {size, totalElements, totalPages, number}}`, pages counted from 0. Only
 * the rows of the page are touched, so the cost does not grow with the listing.
 */
export function pageResponse<T>(faults: Faults, call: Call, rows: readonly T[], write: (row: T) => string): Response {
  const { switches } = faults
  const { page, size } = readPage(call.parameters, switches.oversizedPage)
  const shift = faults.shiftOf({ path: call.path, key: listingKey(call), page })
  const view = shiftedView({ from: page * size, to: (page + 1) * size, total: rows.length }, shift?.kind)
  const content = rows.slice(view.from, view.to).map(write)
  return jsonResponse(writePage(content, { page, size, total: view.total }, switches))
}

function readPage(
  parameters: Parameters,
  oversized: FaultSwitches['oversizedPage'],
): { readonly page: number; readonly size: number } {
  const page = parameters.wholeNumber('page', { minimum: 0, otherwise: 0 })
  const size = parameters.wholeNumber('size', { minimum: 1, otherwise: defaultSize })
  if (size > largestSize && oversized === 'refuse') throw invalidParameter('size', `at most ${largestSize}`)
  return { page, size: Math.min(size, largestSize) }
}

/** Two calls page through the same listing when everything but the page number is alike. */
function listingKey(call: Call): string {
  const query = new URLSearchParams(call.query)
  query.delete('page')
  return `${call.path}?${query.toString()}`
}

interface View {
  readonly from: number
  readonly to: number
  readonly total: number
}

/** Which rows stand on a page after something has happened before it. */
function shiftedView({ from, to, total }: View, kind: PageShift['kind'] | undefined): View {
  switch (kind) {
    case undefined:
      return { from, to, total }
    case 'row-inserted':
      return { from: from - 1, to: to - 1, total: total + 1 }
    case 'row-removed':
      return { from: from + 1, to: to + 1, total: total - 1 }
    case 'row-moved-to-front':
      // The last row went to the front: it is never seen, and the one before this page is seen twice.
      return { from: from - 1, to: Math.min(to, total) - 1, total }
    case 'row-repeated':
      return { from: from - 1, to, total }
  }
}

function writePage(
  content: readonly string[],
  { page, size, total }: { readonly page: number; readonly size: number; readonly total: number },
  switches: FaultSwitches,
): string {
  const totalElements = total + switches.totalElementsOffset
  const totalPages = Math.ceil(totalElements / size)
  const counters = `"size":${size},"totalElements":${totalElements},"totalPages":${totalPages},"number":${page}`
  const members: string[] = []
  if (content.length > 0 || switches.emptyContent === 'present') members.push(`"content":[${content.join(',')}]`)
  if (switches.counters === 'nested') members.push(`"page":{${counters}}`)
  if (switches.counters === 'top-level') members.push(counters)
  return `{${members.join(',')}}`
}
