import { InvalidInput } from './failure.ts'

/** An element as it was read. Names are as written, without the prefix of their namespace. */
export interface XmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly elements: readonly XmlElement[]
  /** The text directly inside it, entities resolved. */
  readonly text: string
}

/** The text is no XML that is read here. */
export class InvalidXml extends InvalidInput {
  override readonly code = 'xml.invalid'
}

interface OpenElement {
  readonly rawName: string
  readonly name: string
  readonly attributes: Record<string, string>
  readonly elements: XmlElement[]
  text: string
}

const deepest = 200
const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const nameSource = String.raw`[\p{L}_][\p{L}\p{N}\p{M}_.\-]*(?::[\p{L}_][\p{L}\p{N}\p{M}_.\-]*)?`
const token = new RegExp(
  String.raw`<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>|<\?[^]*?\?>|<\/(${nameSource})\s*>|<(${nameSource})((?:\s+${nameSource}\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|[^<]+`,
  'uy',
)
const attribute = new RegExp(String.raw`(${nameSource})\s*=\s*(?:"([^"]*)"|'([^']*)')`, 'gu')

/**
 * Reads a whole XML document into a tree. A document type is refused: it can name files and addresses to be read, and
 * entities that fill the memory; nothing that we exchange has one.
 * @throws {InvalidXml} with the line.
 */
export function readXml(source: string): XmlElement {
  const text = source.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n')
  const open: OpenElement[] = []
  let root: XmlElement | undefined
  let at = 0
  const fail = (why: string): InvalidXml =>
    new InvalidXml(`Line ${String(text.slice(0, at).split('\n').length)} of the XML: ${why}.`)
  while (at < text.length) {
    token.lastIndex = at
    const match = token.exec(text)
    if (match === null) {
      throw fail(text.startsWith('<!DOCTYPE', at) ? 'a document type is not read' : 'this is no markup')
    }
    const [whole, closing, opening, attributes = '', isEmpty] = match
    if (opening !== undefined) {
      if (root !== undefined) throw fail('there is a second root element')
      if (open.length >= deepest) throw fail(`more than ${String(deepest)} elements stand inside each other`)
      open.push({
        rawName: opening,
        name: localName(opening),
        attributes: attributesOf(attributes, fail),
        elements: [],
        text: '',
      })
    }
    if (closing !== undefined || isEmpty === '/') {
      const ended = open.pop()
      if (ended === undefined || (closing !== undefined && ended.rawName !== closing)) {
        throw fail(`</${closing ?? ''}> closes nothing that is open`)
      }
      const { name, attributes: own, elements, text: inner } = ended
      const done = { name, attributes: own, elements, text: inner }
      const parent = open.at(-1)
      if (parent === undefined) root = done
      else parent.elements.push(done)
    } else if (opening === undefined) {
      addText(open.at(-1), whole, fail)
    }
    at += whole.length
  }
  if (open.length > 0) throw fail(`<${open.at(-1)?.rawName ?? ''}> is not closed`)
  if (root === undefined) throw fail('there is no element')
  return root
}

function addText(inside: OpenElement | undefined, whole: string, fail: (why: string) => InvalidXml): void {
  if (whole.startsWith('<!--') || whole.startsWith('<?')) return
  const isCdata = whole.startsWith('<![CDATA[')
  if (inside === undefined) {
    if (isCdata || whole.trim() !== '') throw fail('text stands outside of the root element')
    return
  }
  inside.text += isCdata ? whole.slice('<![CDATA['.length, -']]>'.length) : resolved(whole, fail)
}

function attributesOf(source: string, fail: (why: string) => InvalidXml): Record<string, string> {
  const attributes: Record<string, string> = {}
  for (const [, name = '', double, single] of source.matchAll(attribute)) {
    if (Object.hasOwn(attributes, name)) throw fail(`the attribute ${name} stands twice`)
    Object.defineProperty(attributes, name, { value: resolved(double ?? single ?? '', fail), enumerable: true })
  }
  return attributes
}

function resolved(text: string, fail: (why: string) => InvalidXml): string {
  if (!text.includes('&')) return text
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(\w{1,10}));|&/g,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) {
        const character = Object.hasOwn(named, name) ? named[name] : undefined
        if (character === undefined) throw fail(`the entity ${whole} is not known`)
        return character
      }
      const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number.parseInt(decimal, 10)
      const isCharacter = code <= 0x10_ff_ff && code > 0 && !(code >= 0xd8_00 && code <= 0xdf_ff)
      if (!isCharacter) throw fail(`${whole} is no character`)
      return String.fromCodePoint(code)
    },
  )
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

/** The first element of this name directly inside; `undefined`: there is none. */
export function childOf(parent: XmlElement | undefined, name: string): XmlElement | undefined {
  return parent?.elements.find((child) => child.name === name)
}

/** All elements of this name directly inside. */
export function childrenOf(parent: XmlElement | undefined, name: string): readonly XmlElement[] {
  return parent?.elements.filter((child) => child.name === name) ?? []
}

/** The text of the element at the end of a path of names; `undefined`: it is not there. */
export function textAt(parent: XmlElement | undefined, ...path: readonly string[]): string | undefined {
  return path.reduce((inside, name) => childOf(inside, name), parent)?.text
}
