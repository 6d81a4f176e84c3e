import { textNames, type TextName, type TextTemplate } from '../domain/quantity-rules.ts'
import { nearestWord } from './nearest-word.ts'

/** Why a text is no template. */
export interface TemplateProblem {
  readonly problem: string
}

/**
 * Takes a template such as `{item}, {units} from {from}` apart. Braces hold one of the known names and nothing else, so
 * that a mistyped name is told when the config is read and not found on an invoice.
 */
export function parseTextTemplate(text: string): TextTemplate | TemplateProblem {
  const parts: (string | { readonly name: TextName })[] = []
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
    const known = textNames.find((other) => other === name)
    if (known === undefined) return { problem: unknownName(name) }
    parts.push({ name: known })
    at = close + 1
  }
  return parts
}

export function isTemplateProblem(parsed: TextTemplate | TemplateProblem): parsed is TemplateProblem {
  return !Array.isArray(parsed)
}

function unknownName(name: string): string {
  const nearest = nearestWord(name, textNames)
  const meant = nearest === undefined ? '' : `; did you mean {${nearest}}?`
  return `uses {${name}}, which is none of ${textNames.map((known) => `{${known}}`).join(', ')}${meant}`
}
