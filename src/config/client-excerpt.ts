import { isMap, isSeq, parseDocument } from 'yaml'

/**
 * What a billing config says of one client, as it stands in the text, comments and all; undefined where it names no such
 * client. The text passed its schema when it was stored, so nothing is checked again.
 */
export function clientExcerpt(source: string, clientId: string): string | undefined {
  const clients = parseDocument(source).get('clients')
  if (!isSeq(clients)) return undefined
  const node = clients.items.find((item) => isMap(item) && item.get('client') === clientId)
  const range = isMap(node) ? node.range : undefined
  if (range === undefined || range === null) return undefined
  const [start, end] = range
  const lineStart = source.lastIndexOf('\n', start - 1) + 1
  const indent = ' '.repeat(start - lineStart)
  const text = indent + source.slice(start, end)
  return text
    .split('\n')
    .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line.trimStart()))
    .join('\n')
    .trimEnd()
}
