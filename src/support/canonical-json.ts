/**
 * JSON with one spelling: keys sorted, no white space. Two equal values give equal bytes, so that a hash of the bytes
 * names the value. Numbers must be safe integers (amounts are decimal strings).
 * @throws {TypeError} for a value that has no single spelling (a fraction, a function, `undefined` in an array).
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new TypeError(`${String(value)} has no canonical JSON form.`)
    return String(value)
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value === 'object') return canonicalObject(value)
  throw new TypeError(`A ${typeof value} has no canonical JSON form.`)
}

function canonicalObject(value: object): string {
  const members: string[] = []
  for (const [key, member] of Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (member !== undefined) members.push(`${JSON.stringify(key)}:${canonicalJson(member)}`)
  }
  return `{${members.join(',')}}`
}
