import { isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml'
import type { Alias, Document, Node, Scalar } from 'yaml'
import { messageOf } from '../support/failure.ts'
import type { ConfigProblem } from './config-problem.ts'

/** YAML whose scalars are all text, and that remembers the line of every key. */
export interface PositionedYaml {
  readonly value: unknown
  /** The line of the thing at this path, or of the nearest thing above it that exists. */
  lineOf(path: readonly PropertyKey[]): number
}

const mostBytes = 20_000_000

/** Aliases are refused: they let a few lines stand for gigabytes, and a config has no need of them. */
export function parsePositionedYaml(text: string, file: string): PositionedYaml | readonly ConfigProblem[] {
  if (text.length > mostBytes) return [{ file, line: 1, key: '', message: 'is larger than 20 MB' }]
  const lines = new LineCounter()
  const document = parseDocument(text, { schema: 'failsafe', lineCounter: lines, uniqueKeys: true, strict: true })
  const problems = document.errors.map((error) => ({
    file,
    line: lines.linePos(error.pos[0]).line,
    key: '',
    message: firstLine(error.message),
  }))
  if (problems.length > 0) return problems
  const unprintable = firstUnprintable(document)
  if (unprintable !== undefined) {
    const line = lines.linePos(unprintable.range?.[0] ?? 0).line
    return [{ file, line, key: '', message: 'holds a control character, which no invoice can show; take it out' }]
  }
  try {
    const value: unknown = document.toJS({ maxAliasCount: 0 })
    return { value, lineOf: (path) => lineOf(document, lines, path) }
  } catch (error) {
    const alias = firstAlias(document)
    if (alias === undefined) return [{ file, line: 1, key: '', message: firstLine(messageOf(error)) }]
    const message = `*${alias.source} is an alias, and aliases are refused; write out what it stands for`
    return [{ file, line: lines.linePos(alias.range?.[0] ?? 0).line, key: '', message }]
  }
}

/** Written as an escape, such a character passes YAML itself, and neither the database nor a ledger takes it. */
function firstUnprintable(document: Document.Parsed): Scalar | undefined {
  let found: Scalar | undefined
  visit(document, {
    Scalar: (_key, scalar) => {
      if (typeof scalar.value !== 'string' || !hasControlCharacter(scalar.value)) return undefined
      found = scalar
      return visit.BREAK
    },
  })
  return found
}

function hasControlCharacter(text: string): boolean {
  return /[^\P{Cc}\t\n\r]/u.test(text)
}

function firstAlias(document: Document.Parsed): Alias | undefined {
  let found: Alias | undefined
  visit(document, {
    Alias: (_key, alias) => {
      found = alias
      return visit.BREAK
    },
  })
  return found
}

function firstLine(message: string): string {
  return (message.split('\n')[0] ?? message).replace(/:$/, '')
}

function lineOf(document: Document.Parsed, lines: LineCounter, path: readonly PropertyKey[]): number {
  let node: Node | null = document.contents
  let offset = node?.range?.[0] ?? 0
  for (const step of path) {
    const inner = stepInto(node, step)
    if (inner === undefined) break
    node = inner.node
    offset = inner.offset
  }
  return lines.linePos(offset).line
}

function stepInto(node: Node | null, step: PropertyKey): { node: Node | null; offset: number } | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(step)]
    return isNode(item) ? { node: item, offset: item.range?.[0] ?? 0 } : undefined
  }
  if (!isMap(node)) return undefined
  for (const pair of node.items) {
    if (!isPair(pair) || !isScalar(pair.key) || String(pair.key.value) !== String(step)) continue
    return { node: isNode(pair.value) ? pair.value : null, offset: pair.key.range?.[0] ?? 0 }
  }
  return undefined
}
