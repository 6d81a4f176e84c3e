import { stringify } from 'csv-stringify/sync'

/** A table as a spreadsheet opens it: what begins like a formula is text there too, and stays readable. */
export function csvTable(header: readonly string[], rows: readonly (readonly (string | undefined)[])[]): string {
  return stringify([[...header], ...rows.map((row) => row.map((cell) => cell ?? ''))], {
    record_delimiter: 'windows',
    cast: { string: (text) => (/^[=@\t\r]|^[+-](?![\d.])/.test(text) ? `'${text}` : text) },
  })
}
