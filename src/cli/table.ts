/** A column of a plain-text table. */
export interface Column {
  readonly title: string
  readonly align?: 'left' | 'right'
}

/** Aligned columns for a terminal; figures to the right. Wide characters count as one, which is near enough. */
export function renderTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map((column, index) =>
    Math.max(width(column.title), ...rows.map((row) => width(row[index] ?? ''))),
  )
  const line = (cells: readonly string[]): string =>
    columns
      .map((column, index) => pad(cells[index] ?? '', widths[index] ?? 0, column.align ?? 'left'))
      .join('  ')
      .trimEnd()
  const rule = widths
    .map((size) => '─'.repeat(size))
    .join('  ')
    .trimEnd()
  return [line(columns.map(({ title }) => title)), rule, ...rows.map(line)].join('\n')
}

function pad(text: string, size: number, align: 'left' | 'right'): string {
  const space = ' '.repeat(Math.max(0, size - width(text)))
  return align === 'right' ? space + text : text + space
}

function width(text: string): number {
  return Array.from(text).length
}

/** Cut to a length, with a mark that it was. */
export function shorten(text: string, length: number): string {
  const letters = Array.from(text)
  return letters.length <= length ? text : `${letters.slice(0, length - 1).join('')}…`
}
