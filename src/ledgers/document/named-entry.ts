import { nearestWord } from '../../support/nearest-word.ts'

/** An entry of one of the ledger's lists. */
export interface NamedEntry {
  readonly id: string
  readonly name: string
  readonly active: boolean
}

export type FoundEntry<Entry> = { readonly entry: Entry } | { readonly problem: string }

/**
 * The entry that a person named, by its id or by its name in any case. An inactive one, one name of several entries and
 * an unknown one are problems that say the next step.
 * @param list What the list is called there: `class`, `tax code`.
 */
export function entryNamed<Entry extends NamedEntry>(
  entries: readonly Entry[],
  text: string,
  { label, list }: { readonly label: string; readonly list: string },
): FoundEntry<Entry> {
  const byId = entries.find(({ id }) => id === text)
  const named = byId === undefined ? entries.filter(({ name }) => sameName(name, text)) : [byId]
  const active = named.filter((one) => one.active)
  const [only, ...others] = active
  if (only !== undefined && others.length === 0) return { entry: only }
  if (only !== undefined) {
    const ids = active.map(({ id }) => id).join(', ')
    return { problem: `${label} has several entries named "${text}" as ${list} (ids ${ids}). State the id of one.` }
  }
  if (named.length > 0) {
    return { problem: `the ${list} "${text}" is inactive in ${label}. Make it active there, or state another.` }
  }
  const nearest = nearestWord(
    text,
    entries.filter((one) => one.active).map(({ name }) => name),
  )
  const meant = nearest === undefined ? '' : ` Did you mean "${nearest}"?`
  return { problem: `${label} has no ${list} "${text}".${meant} Correct it under \`booking\` in the billing config.` }
}

function sameName(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase()
}
