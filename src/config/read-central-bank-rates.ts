import type { ExchangeRate } from '../domain/exchange-rate.ts'
import { isPlainDate, type PlainDate } from '../domain/plain-date.ts'
import { isCurrency, type Currency } from '../money/currency.ts'
import { parseDecimal } from '../money/decimal.ts'
import { InvalidInput } from '../support/failure.ts'

/** Which of a file's rates are wanted: a central bank's history has decades of days and dozens of currencies. */
export interface WantedRates {
  /** Empty: all that are in use today. */
  readonly currencies: readonly Currency[]
  /** First day; undefined: the file's first. */
  readonly from: PlainDate | undefined
  /** First day that is not wanted; undefined: none. */
  readonly until: PlainDate | undefined
}

const base: Currency = 'EUR'

/**
 * The rates of the European Central Bank's `eurofxref-hist.csv`: a column of days (`2026-10-30`), then one a currency
 * with what one euro was worth in it; `N/A` where there was no rate. By day, then in the order of the columns.
 * @throws {InvalidInput} that names the line, for anything that is not such a file: nothing is taken from half of one.
 */
export function readCentralBankRates(text: string, wanted: WantedRates): ExchangeRate[] {
  const [header, ...lines] = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)
  const columns = columnsOf(header ?? '', wanted.currencies)
  const seen = new Set<PlainDate>()
  const rates: ExchangeRate[] = []
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue
    const place = `line ${String(index + 2)}`
    const cells = cellsOf(line)
    const day = dayOf(cells[0] ?? '', place, seen)
    if ((wanted.from !== undefined && day < wanted.from) || (wanted.until !== undefined && day >= wanted.until))
      continue
    for (const { currency, at } of columns) {
      const rate = rateOf(cells[at], `${place}, ${currency}`)
      if (rate !== undefined) rates.push({ from: base, to: currency, day, rate, source: 'ECB' })
    }
  }
  return rates.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))
}

function cellsOf(line: string): string[] {
  return line.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'))
}

function columnsOf(header: string, wanted: readonly Currency[]): { currency: Currency; at: number }[] {
  const names = cellsOf(header)
  if (names[0]?.toLowerCase() !== 'date') {
    throw new InvalidInput(
      'Line 1 does not begin with "Date": this is not a file like eurofxref-hist.csv, which the European Central Bank offers under "Euro foreign exchange reference rates".',
    )
  }
  const missing = wanted.filter((currency) => currency !== base && !names.includes(currency))
  if (missing.length > 0) {
    throw new InvalidInput(
      `The file has no column for ${missing.join(', ')}; it has ${names.slice(1).filter(isCurrency).join(', ')}.`,
    )
  }
  return names.flatMap((currency, at) =>
    at > 0 && isCurrency(currency) && (wanted.length === 0 || wanted.includes(currency)) ? [{ currency, at }] : [],
  )
}

function dayOf(cell: string, place: string, seen: Set<PlainDate>): PlainDate {
  if (!isPlainDate(cell)) {
    throw new InvalidInput(`On ${place}, "${cell.slice(0, 40)}" is not a day written YYYY-MM-DD; nothing was imported.`)
  }
  if (seen.has(cell)) throw new InvalidInput(`On ${place}, ${cell} stands for the second time; nothing was imported.`)
  seen.add(cell)
  return cell
}

function rateOf(cell: string | undefined, place: string): ExchangeRate['rate'] | undefined {
  if (cell === undefined || cell === '' || cell === 'N/A') return undefined
  const rate = parseDecimal(cell)
  if (rate === undefined || rate.units <= 0n) {
    throw new InvalidInput(`On ${place}, "${cell.slice(0, 40)}" is not a rate above zero; nothing was imported.`)
  }
  return rate
}
