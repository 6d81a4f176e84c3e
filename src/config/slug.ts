/** An id made of a name that is not taken yet, which it then is: `bear-creek`, `bear-creek-2`. */
export function uniqueSlug(name: string, taken: Set<string>): string {
  const base = slug(name)
  for (let count = 1; ; count += 1) {
    const candidate = count === 1 ? base : `${base.slice(0, 74)}-${String(count)}`
    if (taken.has(candidate)) continue
    taken.add(candidate)
    return candidate
  }
}

/** Lower-case letters, digits and dashes; accents are taken off. */
function slug(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
  const dashed = plain.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '')
  return dashed === '' ? 'unnamed' : dashed.slice(0, 70).replace(/-+$/, '')
}
