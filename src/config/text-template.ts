import { nearestWord } from '../support/nearest-word.ts'

/** Why a text is no template. */
export interface TemplateProblem {
  readonly problem: string
}

/** Texts as they are, and names in whose place a value is put. */
type Template<Name extends string> = readonly (string | { readonly name: Name })[]

/**
 * Takes a template such as `{item}, {units} from {from}` apart. Braces hold one of the known names and nothing else, so
 * that a mistyped name is told when the config is read and not found on an invoice.
 */
export function parseTextTemplate<const Name extends string>(
  text: string,
  names: readonly Name[],
): Template<Name> | TemplateProblem {
  const parts: (string | { readonly name: Name })[] = []
  let at = 0
  while (at < text.length) {
    const open = text.indexOf('{', at)
    const plain = open === -1 ? text.slice(at) : text.slice(at, open)
    if (plain.includes('}')) return { problem: 'has a } without its {' }
    if (plain !== '') parts.push(plain)
    if (open === -1) break
    const close = text.indexOf('}', open)
    if (close === -1) return { problem: 'has a { without its }' }
    const name = text.slice(open + 1, close)
    const known = names.find((other) => other === name)
    if (known === undefined) return { problem: unknownName(name, names) }
    parts.push({ name: known })
    at = close + 1
  }
  return parts
}

export function isTemplateProblem(parsed: readonly unknown[] | TemplateProblem): parsed is TemplateProblem {
  return 'problem' in parsed
}

function unknownName(name: string, names: readonly string[]): string {
  const nearest = nearestWord(name, names)
  const meant = nearest === undefined ? '' : `; did you mean {${nearest}}?`
  return `uses {${name}}, which is none of ${names.map((known) => `{${known}}`).join(', ')}${meant}`
}
