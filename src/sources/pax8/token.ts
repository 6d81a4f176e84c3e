import { z } from 'zod'
import type { HttpAnswer } from '../../support/http-client.ts'
import { isJsonNumber } from '../../support/json.ts'
import { readBody } from './answer.ts'
import { boundedAnswer, unreadable, type Asked } from './errors.ts'
import { PassingTrouble } from './exchange.ts'
import type { Pax8Settings } from './settings.ts'

export interface IssuedToken {
  readonly token: string
  readonly expiresAt: Date
}

const tokenAnswer = z.looseObject({
  access_token: z.string().min(1),
  expires_in: z.unknown(),
})

/** A token is replaced this long before it ends, so that none ends on the way. */
const skewSeconds = 300
/** Used when the answer does not say how long the token lives. */
const cautiousSeconds = 600

/** The body of the token call: JSON, although OAuth asks for a form. */
export function tokenRequestBody({ clientId, clientSecret, audience }: Pax8Settings): string {
  return JSON.stringify({
    client_id: clientId,
    client_secret: clientSecret,
    audience,
    grant_type: 'client_credentials',
  })
}

/**
 * @throws {PassingTrouble} when the body is no JSON: a gateway answered.
 * @throws {SourceFailure} when the JSON holds no token.
 */
export function readToken(
  answer: HttpAnswer,
  asked: Asked,
  { now, secrets }: { readonly now: Date; readonly secrets: readonly string[] },
): IssuedToken {
  const body = readBody(answer.body)
  if (body.kind === 'not-json') {
    throw new PassingTrouble(unreadable(body.description, asked, boundedAnswer(answer.body, secrets)))
  }
  const parsed = tokenAnswer.safeParse(body.value)
  // The body may hold a token in a shape that we do not know, so none of it is kept.
  if (!parsed.success) throw unreadable('JSON without an access_token', asked, '')
  const { access_token: token, expires_in: lifetime } = parsed.data
  return { token, expiresAt: new Date(now.getTime() + usableSeconds(lifetime) * 1000) }
}

function usableSeconds(lifetime: unknown): number {
  const text = isJsonNumber(lifetime) ? lifetime.value : lifetime
  const seconds = typeof text === 'string' && /^\d{1,9}(\.\d+)?$/.test(text) ? Number(text) : cautiousSeconds
  // A token that lives shorter than twice the skew is used for half of its life.
  return seconds > skewSeconds * 2 ? seconds - skewSeconds : Math.floor(seconds / 2)
}
