import type { HttpAnswer, HttpUnanswered } from '../../support/http-client.ts'
import { SourceFailure, type SourceFailureCode } from '../errors.ts'
import { explanationOf, readBody } from './answer.ts'

/** What was asked for and for whom, as a message names it. It never holds a credential. */
export interface Asked {
  readonly connectionId: string
  /** Scheme, host and base path. */
  readonly place: string
  /** A path with its query, below the place. */
  readonly request: string
}

const rawLimit = 2000

/** The failure that an answer other than 2xx means. The raw answer is kept, cut, without secrets. */
export function failureOfAnswer(answer: HttpAnswer, asked: Asked, secrets: readonly string[]): SourceFailure {
  const said = explanationOf(readBody(answer.body))
  const { code, nextStep } = meaningOf(answer, asked)
  const message = `Pax8 (${asked.place}) answered ${answer.status} to ${asked.request}: ${said}. ${nextStep}`
  return new SourceFailure(code, redacted(message, secrets), { rawAnswer: boundedAnswer(answer.body, secrets) })
}

/** An answer with status 200 that is not what was asked for. */
export function unreadable(problem: string, asked: Asked, rawAnswer: string): SourceFailure {
  const message =
    `Pax8 (${asked.place}) answered ${asked.request} with ${problem}. Nothing of it was used. ` +
    `If it repeats, check whether a proxy answers in Pax8's place, and the base URL of connection ` +
    `"${asked.connectionId}".`
  return new SourceFailure('source.unreadable', message, { rawAnswer })
}

/** No whole answer came, however often it was tried. */
export function unanswered(error: HttpUnanswered, asked: Asked): SourceFailure {
  const message =
    `Pax8 (${asked.place}) gave no whole answer to ${asked.request}: ${error.message} Check the network, the proxy and ` +
    `the base URL of connection "${asked.connectionId}"; reading goes on where it stopped when it is tried again.`
  return new SourceFailure('source.unavailable', message, { cause: error })
}

/** The token call was refused: the only cause that an operator can mend is the credential. */
export function refusedCredential(answer: HttpAnswer, asked: Asked, secrets: readonly string[]): SourceFailure {
  const said = explanationOf(readBody(answer.body))
  const message =
    `Pax8 refused the client id and secret of connection "${asked.connectionId}" at ${asked.place} ` +
    `(${answer.status}: ${said}). Open the Integrations Hub in the Pax8 portal, create new API credentials ` +
    `(the secret is shown once) and connect Pax8 again with them.`
  const rawAnswer = boundedAnswer(answer.body, secrets)
  return new SourceFailure('source.authentication', redacted(message, secrets), { rawAnswer })
}

/** Nothing but a bounded piece of an answer is kept with a failure, and no secret in it. */
export function boundedAnswer(body: string, secrets: readonly string[]): string {
  return redacted(body.slice(0, rawLimit), secrets)
}

function redacted(text: string, secrets: readonly string[]): string {
  return secrets.reduce((clean, secret) => (secret === '' ? clean : clean.replaceAll(secret, '[redacted]')), text)
}

interface Meaning {
  readonly code: SourceFailureCode
  readonly nextStep: string
}

function meaningOf({ status }: HttpAnswer, asked: Asked): Meaning {
  const { connectionId, request } = asked
  switch (status) {
    case 401:
      return {
        code: 'source.authentication',
        nextStep:
          `A new token was refused too: the credential of connection "${connectionId}" was revoked or has another ` +
          `audience. Create new API credentials in the Integrations Hub of the Pax8 portal and connect Pax8 again.`,
      }
    case 403:
      return {
        code: 'source.authorization',
        nextStep:
          `The credential of connection "${connectionId}" lacks the right to read ${thingOf(request)}. In the Pax8 ` +
          `portal, open the Integrations Hub as partner admin and give that right to the user behind the credential.`,
      }
    case 404:
      return {
        code: 'source.not-found',
        nextStep:
          `It does not exist there, or the credential of connection "${connectionId}" may not see it. ` +
          `If every request ends so, check the connection's base URL.`,
      }
    case 429:
      return {
        code: 'source.throttled',
        nextStep:
          `Other programs may use the same credential: lower requestsPerSecond of connection "${connectionId}", or ` +
          `wait; reading goes on where it stopped.`,
      }
    default:
      return statusMeaning(status, connectionId)
  }
}

function statusMeaning(status: number, connectionId: string): Meaning {
  if (status === 408 || status >= 500) {
    const nextStep = `Pax8 has trouble of its own; reading goes on where it stopped when it is tried again.`
    return { code: 'source.unavailable', nextStep }
  }
  if (status >= 300 && status < 400) {
    const nextStep = `A redirect is not followed: check the base URL of connection "${connectionId}".`
    return { code: 'source.unreadable', nextStep }
  }
  const nextStep = `Pax8 does not accept this request as it is; its text says which field. Nothing was read.`
  return { code: 'source.unreadable', nextStep }
}

/** The noun for a right: `/invoices/17/items?page=0` needs the right to read invoices. */
function thingOf(request: string): string {
  const segments = (request.split('?')[0] ?? '').split('/').filter((segment) => segment !== '')
  const last = segments.at(-1)
  const things: Readonly<Record<string, string>> = {
    contacts: "companies' contacts",
    pricing: 'product prices',
    history: 'the history of subscriptions',
    'usage-summaries': 'usage',
    'usage-lines': 'usage',
    items: 'invoices',
    draftItems: 'draft invoice items',
  }
  return things[last ?? ''] ?? segments[0] ?? 'this'
}
