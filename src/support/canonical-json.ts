/**
 * JSON with one spelling: keys sorted, no white space. Two equal values give equal bytes, so that a hash of the bytes
 * names the value. Numbers must be safe integers (amounts are decimal strings). As in any JSON, an object that has a
 * `toJSON` is written as what that gives.
 * @throws {TypeError} for a value that has no single spelling (a fraction, a function, `undefined` in an array).
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return quoted(value)
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new TypeError(`${String(value)} has no canonical JSON form.`)
    return JSON.stringify(value)
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (writesItself(value)) return canonicalJson(value.toJSON())
  if (isRecord(value)) return canonicalObject(value)
  throw new TypeError(`A ${typeof value} has no canonical JSON form.`)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function writesItself(value: unknown): value is { toJSON(): unknown } {
  return isRecord(value) && 'toJSON' in value && typeof value['toJSON'] === 'function'
}

function canonicalObject(value: Readonly<Record<string, unknown>>): string {
  let text = ''
  for (const key of sorted(Object.keys(value))) {
    const member = value[key]
    if (member !== undefined) text += `${text === '' ? '{' : ','}${quoted(key)}:${canonicalJson(member)}`
  }
  return text === '' ? '{}' : `${text}}`
}

const needsNoEscape = /^[ !#-[\]-~]*$/

/** Most texts are plain ASCII, and then quotes are all that they need: a call less per text. */
function quoted(text: string): string {
  return needsNoEscape.test(text) ? `"${text}"` : JSON.stringify(text)
}

const mostForInsertion = 24

/** By code unit. Objects have few keys, mostly in order already: inserting each at its place is twice as fast as sorting. */
function sorted(keys: string[]): string[] {
  if (keys.length > mostForInsertion) return keys.sort()
  for (let next = 1; next < keys.length; next += 1) {
    const key = keys[next] ?? ''
    let place = next
    for (; place > 0; place -= 1) {
      const before = keys[place - 1] ?? ''
      if (before < key) break
      keys[place] = before
    }
    keys[place] = key
  }
  return keys
}
