import { canonicalJson } from './canonical-json.ts'

/**
 * The UTF-8 bytes of {@link canonicalJson}, without the text between: large documents are only hashed and stored, and
 * their text would be some hundred thousand pieces to join.
 * @throws {TypeError} as {@link canonicalJson} does.
 */
export function canonicalBytes(value: unknown): Uint8Array {
  const writer = new Writer()
  writer.write(value)
  return writer.bytes()
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

const quote = 0x22
const backslash = 0x5c
const comma = 0x2c
const firstSize = 65_536

/** Grown as it is needed and used again, since only one value is written at a time; what leaves here is a copy. */
let page = new Uint8Array(firstSize)

class Writer {
  #length = 0

  bytes(): Uint8Array {
    return page.slice(0, this.#length)
  }

  write(value: unknown): void {
    if (typeof value === 'string') this.#text(value)
    else if (Array.isArray(value)) this.#list(value)
    else if (isRecord(value)) this.#object(value)
    else this.#ascii(canonicalJson(value))
  }

  #list(list: readonly unknown[]): void {
    this.#byte(0x5b)
    for (let index = 0; index < list.length; index += 1) {
      if (index > 0) this.#byte(comma)
      this.write(list[index])
    }
    this.#byte(0x5d)
  }

  #object(record: Readonly<Record<string, unknown>>): void {
    const { keys, names } = shapeOf(record)
    let isFirst = true
    this.#byte(0x7b)
    for (let index = 0; index < keys.length; index += 1) {
      const member = record[keys[index] ?? '']
      if (member === undefined) continue
      if (!isFirst) this.#byte(comma)
      isFirst = false
      this.#ascii(names[index] ?? '')
      this.write(member)
    }
    this.#byte(0x7d)
  }

  /** Nearly all texts are plain ASCII, of which only the quote and the backslash are escaped. */
  #text(text: string): void {
    const { length } = text
    if (this.#length + length + 2 > page.length) grow(this.#length + length + 2)
    const target = page
    let at = this.#length
    target[at] = quote
    for (let index = 0; index < length; index += 1) {
      const code = text.charCodeAt(index)
      if (code < 0x20 || code > 0x7e || code === quote || code === backslash) {
        this.#encoded(JSON.stringify(text))
        return
      }
      at += 1
      target[at] = code
    }
    target[at + 1] = quote
    this.#length = at + 2
  }

  #encoded(json: string): void {
    const bytes = Buffer.from(json, 'utf8')
    if (this.#length + bytes.length > page.length) grow(this.#length + bytes.length)
    page.set(bytes, this.#length)
    this.#length += bytes.length
  }

  #ascii(text: string): void {
    const { length } = text
    if (this.#length + length > page.length) grow(this.#length + length)
    const target = page
    for (let index = 0; index < length; index += 1) target[this.#length + index] = text.charCodeAt(index)
    this.#length += length
  }

  #byte(code: number): void {
    if (this.#length === page.length) grow(this.#length + 1)
    page[this.#length] = code
    this.#length += 1
  }
}

function grow(needed: number): void {
  const larger = new Uint8Array(Math.max(page.length * 2, needed))
  larger.set(page)
  page = larger
}

/** The keys that objects with these keys in this order have, sorted, and each as it is written. */
interface Shape {
  readonly path: readonly string[]
  keys: readonly string[] | undefined
  names: readonly string[]
  /** What followed last time, which mostly follows again. */
  usualKey: string | undefined
  usual: Shape | undefined
  readonly others: Map<string, Shape>
}

const noKeys: Shape = shapeWith([])
const mostShapes = 10_000
let shapes = 0

function shapeWith(path: readonly string[]): Shape {
  return { path, keys: undefined, names: [], usualKey: undefined, usual: undefined, others: new Map() }
}

/** Objects come in few shapes, and sorting the keys of each object again would take longer than writing it. */
function shapeOf(record: Readonly<Record<string, unknown>>): { keys: readonly string[]; names: readonly string[] } {
  if (shapes > mostShapes) return sortedShape(Object.keys(record))
  let shape = noKeys
  for (const key in record) shape = shape.usualKey === key ? (shape.usual ?? shape) : next(shape, key)
  const { keys, names } = shape
  if (keys !== undefined) return { keys, names }
  const sorted = sortedShape(Object.keys(record))
  shape.keys = sorted.keys
  shape.names = sorted.names
  return sorted
}

function next(shape: Shape, key: string): Shape {
  const known = shape.others.get(key)
  const following = known ?? shapeWith([...shape.path, key])
  if (known === undefined) {
    shapes += 1
    shape.others.set(key, following)
  }
  shape.usualKey = key
  shape.usual = following
  return following
}

function sortedShape(keys: string[]): { keys: readonly string[]; names: readonly string[] } {
  keys.sort()
  return { keys, names: keys.map((key) => `${canonicalJson(key)}:`) }
}
