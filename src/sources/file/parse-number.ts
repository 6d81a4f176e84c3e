import { formatDecimal, negateDecimal, parseDecimal, type Decimal } from '../../money/decimal.ts'

/** What may stand between groups of three digits besides the sign that is not the decimal one. */
const groupMarks = [' ', "'", '\u2019', '\u00a0', '\u202f']

/**
 * An exact number from a cell of a file: a leading apostrophe (a spreadsheet's mark for text), thousands separators,
 * parentheses or a trailing minus for what is below zero. `undefined` for everything else: an exponent, a currency
 * sign, digits grouped otherwise than by three, since each could be another number than the one that was meant.
 */
export function parseNumber(text: string, decimalSign: '.' | ','): Decimal | undefined {
  const signed = readSign(text.trim().replace(/^'/, '').replaceAll('\u2212', '-').trim())
  if (signed === undefined) return undefined
  const plain = withoutGroups(signed.digits, decimalSign)
  const value = plain === undefined ? undefined : parseDecimal(plain)
  return value === undefined || !signed.negative ? value : negateDecimal(value)
}

/** A JSON number's own text without an exponent, so that it reads like any other cell. */
export function plainDigits(text: string): string {
  const value = /e/i.test(text) ? parseDecimal(text) : undefined
  return value === undefined ? text : formatDecimal(value)
}

function readSign(text: string): { negative: boolean; digits: string } | undefined {
  const inParentheses = /^\((.*)\)$/s.exec(text)
  if (inParentheses !== null) return { negative: true, digits: (inParentheses[1] ?? '').trim() }
  const match = /^([+-]?)([^+-]*)(-?)$/s.exec(text)
  if (match === null) return undefined
  const [, before = '', digits = '', after = ''] = match
  // A sign at both ends says nothing that could be relied on.
  if (before !== '' && after !== '') return undefined
  return { negative: before === '-' || after === '-', digits: digits.trim() }
}

function withoutGroups(text: string, decimalSign: '.' | ','): string | undefined {
  const [whole = '', places, ...more] = text.split(decimalSign)
  if (more.length > 0 || (places !== undefined && !/^\d+$/.test(places))) return undefined
  const digits = /^\d+$/.test(whole) ? whole : withoutMarks(whole, decimalSign === '.' ? ',' : '.')
  if (places === undefined) return digits
  return whole === '' ? `0.${places}` : digits === undefined ? undefined : `${digits}.${places}`
}

/**
 * One kind of mark throughout, and three digits in every group but the first. A first group that begins with zero is
 * refused: `0,125` is a number with a decimal comma.
 */
function withoutMarks(whole: string, otherSign: string): string | undefined {
  for (const mark of [otherSign, ...groupMarks]) {
    const [first = '', ...groups] = whole.split(mark)
    if (groups.length === 0) continue
    const grouped = /^[1-9]\d{0,2}$/.test(first) && groups.every((group) => /^\d{3}$/.test(group))
    return grouped ? `${first}${groups.join('')}` : undefined
  }
  return undefined
}
