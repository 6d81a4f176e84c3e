import { fault, VendorFault } from '../vendor-fault.ts'
import { tokensOf, unexpected, type Token } from './tokens.ts'

export type Operator = '=' | '<' | '>' | '<=' | '>=' | 'in' | 'like'

export interface Condition {
  readonly property: string
  readonly operator: Operator
  /** One value; several for `in`. */
  readonly values: readonly string[]
}

export interface Query {
  /** `all`, `count`, or the named properties. */
  readonly select: 'all' | 'count' | readonly string[]
  readonly entity: string
  readonly conditions: readonly Condition[]
  readonly orderBy: readonly { property: string; isDescending: boolean }[]
  readonly startPosition: number
  readonly maxResults: number
}

const mostResults = 1000
const defaultResults = 100

/**
 * Reads `select ... from Entity [where ...] [orderby ...] [startposition N] [maxresults M]`. Conditions are joined by
 * `and` only; values stand in single quotes (true and false need none).
 * @throws {VendorFault} 4000 where the text is no query; 4001 for a page that cannot be.
 */
export function parseQuery(text: string): Query {
  const reader = new TokenReader(tokensOf(text))
  reader.expectWord('select')
  const select = readSelection(reader)
  reader.expectWord('from')
  const entity = reader.expectKind('word').value
  const conditions = reader.takeWord('where') ? readConditions(reader) : []
  const orderBy = readOrder(reader)
  const page = readPage(reader)
  reader.expectKind('end')
  return { select, entity, conditions, orderBy, ...page }
}

function readSelection(reader: TokenReader): Query['select'] {
  if (reader.takeSymbol('*')) return 'all'
  if (reader.takeWord('count')) {
    for (const symbol of ['(', '*', ')']) reader.expectSymbol(symbol)
    return 'count'
  }
  const properties = [reader.expectKind('word').value]
  while (reader.takeSymbol(',')) properties.push(reader.expectKind('word').value)
  return properties
}

function readConditions(reader: TokenReader): readonly Condition[] {
  const conditions = [readCondition(reader)]
  while (reader.takeWord('and')) conditions.push(readCondition(reader))
  return conditions
}

function readCondition(reader: TokenReader): Condition {
  const property = reader.expectKind('word').value
  if (reader.takeWord('in')) {
    reader.expectSymbol('(')
    const values = [readValue(reader)]
    while (reader.takeSymbol(',')) values.push(readValue(reader))
    reader.expectSymbol(')')
    return { property, operator: 'in', values }
  }
  if (reader.takeWord('like')) return { property, operator: 'like', values: [readValue(reader)] }
  const symbol = reader.next()
  const operator = comparisons.find((one) => one === symbol.value)
  if (operator === undefined) throw unexpected(symbol.value, symbol.column)
  return { property, operator, values: [readValue(reader)] }
}

const comparisons = ['=', '<', '>', '<=', '>='] as const

function readValue(reader: TokenReader): string {
  const token = reader.next()
  const isBare = token.kind === 'word' && /^(true|false)$/i.test(token.value)
  if (token.kind !== 'text' && !isBare) throw unexpected(token.value, token.column)
  return token.value
}

function readOrder(reader: TokenReader): Query['orderBy'] {
  if (reader.takeWord('order')) reader.expectWord('by')
  else if (!reader.takeWord('orderby')) return []
  const order: { property: string; isDescending: boolean }[] = []
  do {
    const property = reader.expectKind('word').value
    const isDescending = reader.takeWord('desc')
    if (!isDescending) reader.takeWord('asc')
    order.push({ property, isDescending })
  } while (reader.takeSymbol(','))
  return order
}

/** The two page clauses may come in either order, as recorded requests show. */
function readPage(reader: TokenReader): { startPosition: number; maxResults: number } {
  let startPosition = 1
  let maxResults = defaultResults
  for (;;) {
    if (reader.takeWord('startposition')) startPosition = readNumber(reader, 1)
    else if (reader.takeWord('maxresults')) maxResults = readNumber(reader, 1, mostResults)
    else return { startPosition, maxResults }
  }
}

function readNumber(reader: TokenReader, least: number, most = Number.MAX_SAFE_INTEGER): number {
  const value = Number(reader.expectKind('integer').value)
  if (value < least)
    throw new VendorFault([fault.queryInvalid(`value ${value} is too small. Min allowed value is ${least}`)])
  if (value > most)
    throw new VendorFault([fault.queryInvalid(`value ${value} is too large. Max allowed value is ${most}`)])
  return value
}

/** Walks the tokens; each `take` moves on only when it finds what it looks for. */
class TokenReader {
  readonly #tokens: readonly Token[]
  #index = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  next(): Token {
    const token = this.#tokens[this.#index] ?? { kind: 'end', value: '<EOF>', column: 1 }
    this.#index += 1
    return token
  }

  takeWord(word: string): boolean {
    const token = this.#tokens[this.#index]
    const isThere = token?.kind === 'word' && token.value.toLowerCase() === word
    if (isThere) this.#index += 1
    return isThere
  }

  takeSymbol(symbol: string): boolean {
    const token = this.#tokens[this.#index]
    const isThere = token?.kind === 'symbol' && token.value === symbol
    if (isThere) this.#index += 1
    return isThere
  }

  expectWord(word: string): void {
    const token = this.next()
    if (token.kind !== 'word' || token.value.toLowerCase() !== word) throw unexpected(token.value, token.column)
  }

  expectSymbol(symbol: string): void {
    const token = this.next()
    if (token.kind !== 'symbol' || token.value !== symbol) throw unexpected(token.value, token.column)
  }

  expectKind(kind: Token['kind']): Token {
    const token = this.next()
    if (token.kind !== kind) throw unexpected(token.value, token.column)
    return token
  }
}
