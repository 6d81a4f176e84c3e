export interface Entry {
  readonly id: string
  readonly kind: 'Screen' | 'Client' | 'Month'
  readonly text: string
  readonly go: () => void
}

const mostFound = 12

/** The entries that hold all letters of what was typed in their order; those where it stands together, and early, first. */
export function findEntries(entries: readonly Entry[], typed: string): readonly Entry[] {
  const wanted = typed.trim().toLowerCase()
  if (wanted === '') return entries.slice(0, mostFound)
  const ranked = entries.flatMap((entry) => {
    const rank = rankOf(entry.text.toLowerCase(), wanted)
    return rank === undefined ? [] : [{ entry, rank }]
  })
  ranked.sort((a, b) => a.rank - b.rank || a.entry.text.length - b.entry.text.length)
  return ranked.slice(0, mostFound).map(({ entry }) => entry)
}

/** Lower is nearer; undefined when a letter is missing. */
function rankOf(text: string, wanted: string): number | undefined {
  const together = text.indexOf(wanted)
  if (together === 0) return 0
  if (together > 0) return text[together - 1] === ' ' ? 1 : 2
  let at = -1
  for (const letter of wanted.replaceAll(/\s/g, '')) {
    at = text.indexOf(letter, at + 1)
    if (at < 0) return undefined
  }
  return 3 + at
}
