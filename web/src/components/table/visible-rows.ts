/** A table of more rows than this draws only those that can be seen. */
export const mostDrawnRows = 300
/** Every row of such a table is this high. The style sheet says the same. */
export const rowHeight = 30
/** Drawn above and below what can be seen, so that fast scrolling shows no gap. */
const margin = 40

export interface VisibleRows {
  readonly from: number
  readonly until: number
}

/** Which rows are drawn at a place of scrolling; both in pixels. */
export function visibleRows(count: number, scrolled: number, viewHeight: number): VisibleRows {
  if (count <= mostDrawnRows) return { from: 0, until: count }
  const first = Math.min(Math.floor(scrolled / rowHeight), count)
  const from = Math.max(first - margin, 0)
  const until = Math.min(first + Math.ceil(viewHeight / rowHeight) + margin, count)
  return { from, until }
}
