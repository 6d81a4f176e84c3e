import { z } from 'zod'
import { InvalidJson, parseJson } from '../../support/json.ts'

/** What an answer's body turned out to be. Its Content-Type is not asked: gateways label their pages as they like. */
type Body =
  { readonly kind: 'json'; readonly value: unknown } | { readonly kind: 'not-json'; readonly description: string }

/** Never throws, so that reading the explanation of a failure cannot fail itself. */
export function readBody(text: string): Body {
  const start = text.slice(0, 2000).trimStart()
  if (start === '') return notJson('an empty body')
  if (/^<\?xml|^<[\w.-]+:[\w.-]+[\s>]/i.test(start)) return notJson('XML')
  if (start.startsWith('<')) return notJson(`an HTML page${titleOf(start)}`)
  try {
    return { kind: 'json', value: parseJson(text) }
  } catch (error) {
    if (error instanceof InvalidJson) return notJson('text that is not JSON, or JSON that breaks off')
    throw error
  }
}

/**
 * The two shapes in which Pax8 explains a refusal: the partner API's envelope, whose `details` hold the validation's
 * text, and the token endpoint's `{error, error_description}`.
 */
const explanation = z.looseObject({
  type: z.string().optional().catch(undefined),
  message: z.string().optional().catch(undefined),
  error: z.string().optional().catch(undefined),
  error_description: z.string().optional().catch(undefined),
  details: z
    .array(z.looseObject({ message: z.string().optional().catch(undefined) }))
    .optional()
    .catch(undefined),
})

/** What Pax8 said about a refusal, in one line of bounded length. */
export function explanationOf(body: Body): string {
  if (body.kind === 'not-json') return body.description
  const parsed = explanation.safeParse(body.value)
  if (!parsed.success) return 'no explanation'
  const { type, message, error, error_description, details = [] } = parsed.data
  const parts = [message ?? error_description ?? error ?? type, ...details.map((detail) => detail.message)]
  const said = [...new Set(parts.filter((part) => part !== undefined && part !== ''))].join('; ')
  return said === '' ? 'no explanation' : `"${said.slice(0, 400)}"`
}

function notJson(description: string): Body {
  return { kind: 'not-json', description }
}

function titleOf(page: string): string {
  const title = /<title[^>]*>([^<]{1,100})/i.exec(page)?.[1]?.trim()
  return title === undefined || title === '' ? '' : ` titled "${title}"`
}
