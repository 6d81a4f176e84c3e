import { fault, VendorFault } from '../vendor-fault.ts'

export interface Token {
  readonly kind: 'word' | 'text' | 'integer' | 'symbol' | 'end'
  /** A text without its quotes and escapes. */
  readonly value: string
  /** Counted from 1. */
  readonly column: number
}

const pattern = /\s*(?:([A-Za-z_][A-Za-z0-9_.]*)|'((?:[^'\\]|\\['\\%])*)'|(\d+)|(<=|>=|[=<>(),*]))/y

/**
 * Cuts a query into its words. Inside quotes an apostrophe is written `\'` and a backslash `\\`.
 * @throws {VendorFault} 4000 where the query is no query.
 */
export function tokensOf(query: string): readonly Token[] {
  const tokens: Token[] = []
  pattern.lastIndex = 0
  let at = 0
  while (query.slice(at).trim() !== '') {
    pattern.lastIndex = at
    const match = pattern.exec(query)
    if (match === null) throw unexpected(query.slice(at).trim().slice(0, 20), at + 1)
    tokens.push(tokenOf(match))
    at = pattern.lastIndex
  }
  tokens.push({ kind: 'end', value: '<EOF>', column: query.length + 1 })
  return tokens
}

/** What the vendor says of a word that cannot stand where it stands. */
export function unexpected(value: string, column: number): VendorFault {
  return new VendorFault([fault.queryParser(`Encountered "${value}" at line 1, column ${column}.`)])
}

function tokenOf(match: RegExpExecArray): Token {
  const [whole, word, text, integer, symbol] = match
  const column = match.index + whole.length - whole.trimStart().length + 1
  if (word !== undefined) return { kind: 'word', value: word, column }
  if (text !== undefined) return { kind: 'text', value: text.replace(/\\(['\\])/g, '$1'), column }
  if (integer !== undefined) return { kind: 'integer', value: integer, column }
  return { kind: 'symbol', value: symbol ?? '', column }
}
