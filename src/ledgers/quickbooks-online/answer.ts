import { InvalidJson, parseJson } from '../../support/json.ts'
import { readJsonFault, readXmlFault, type Fault } from './faults.ts'
import type { HttpAnswer } from '../http/http-call.ts'

/** An answer of the company's API, read. */
export interface Answer extends Omit<HttpAnswer, 'text' | 'header'> {
  readonly content: Content
}

/** What an answer's text is, told by the text itself: its content type has been seen to say something else. */
export type Content =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'fault'; readonly fault: Fault }
  | { readonly kind: 'unreadable'; readonly looksLike: 'nothing' | 'a web page' | 'XML' | 'text that is no JSON' }

export function readContent(text: string): Content {
  const content = text.replace(/^\uFEFF/, '').trim()
  if (content === '') return { kind: 'unreadable', looksLike: 'nothing' }
  return content.startsWith('<') ? readMarkup(content) : readJson(content)
}

function readMarkup(text: string): Content {
  const isPage = /^(?:<!--[^]*?-->\s*)?<(?:!doctype\s+html|html)\b/i.test(text)
  if (isPage) return { kind: 'unreadable', looksLike: 'a web page' }
  const fault = readXmlFault(text)
  return fault === undefined ? { kind: 'unreadable', looksLike: 'XML' } : { kind: 'fault', fault }
}

function readJson(text: string): Content {
  try {
    const value = parseJson(text)
    const fault = readJsonFault(value)
    return fault === undefined ? { kind: 'json', value } : { kind: 'fault', fault }
  } catch (error) {
    if (error instanceof InvalidJson) return { kind: 'unreadable', looksLike: 'text that is no JSON' }
    throw error
  }
}
