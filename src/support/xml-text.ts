/** An element to be written: its name, its attributes, and text or elements inside. `undefined` children are left out. */
export interface XmlNode {
  readonly name: string
  readonly attributes?: Readonly<Record<string, string>>
  readonly children: string | readonly (XmlNode | undefined)[]
}

/** @param children text, or elements in the order that the schema asks for. */
export function element(
  name: string,
  children: XmlNode['children'],
  attributes: Readonly<Record<string, string>> = {},
): XmlNode {
  return { name, attributes, children }
}

/** The same, where there is a text; `undefined` leaves the element out. */
export function optionalElement(name: string, text: string | undefined): XmlNode | undefined {
  return text === undefined || text === '' ? undefined : element(name, text)
}

/** Writes an element and all below it, indented by two spaces; the text of an element is written as it is. */
export function writeXml(node: XmlNode, depth = 0): string {
  const pad = '  '.repeat(depth)
  const attributes = Object.entries(node.attributes ?? {}).map(([name, value]) => ` ${name}="${escapeXml(value)}"`)
  const open = `${pad}<${node.name}${attributes.join('')}`
  if (typeof node.children === 'string') {
    return node.children === '' ? `${open}/>\n` : `${open}>${escapeXml(node.children)}</${node.name}>\n`
  }
  const inner = node.children.flatMap((child) => (child === undefined ? [] : [writeXml(child, depth + 1)])).join('')
  return inner === '' ? `${open}/>\n` : `${open}>\n${inner}${pad}</${node.name}>\n`
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/**
 * Text as it stands in XML. A carriage return would come back as a line feed, so it is written as a reference; what XML
 * cannot hold at all, such as other control characters and halves of characters, becomes a replacement character.
 */
export function escapeXml(text: string): string {
  return text
    .replace(/[&<>"]/g, (character) => entities[character] ?? character)
    .replace(/\r/g, '&#13;')
    .replace(/[^\P{Cc}\n\t]|[\uFFFE\uFFFF]|\p{Cs}/gu, (character) =>
      /[\u007F-\u009F]/.test(character) ? character : '\uFFFD',
    )
}
