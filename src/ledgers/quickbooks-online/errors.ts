import type { GatewayFailure, PostingOutcomeUnknown } from '../errors.ts'
import * as answers from '../http/answer-failures.ts'
import { retryAfterMilliseconds } from '../http/retry-after.ts'
import type { Answer, Content } from './answer.ts'
import { meaningOfFault, wordsOfFault } from './fault-meaning.ts'

const label = 'QuickBooks'

/**
 * The failure that an answer to a write stands for; `undefined` for a 2xx without a fault, whose content is still to be
 * compared with what was sent. A refusal is believed only where it can be read: after anything else the document may be
 * there.
 */
export function failureOfWrite(answer: Answer, what: string): GatewayFailure | undefined {
  const judged = judge(answer)
  return judged === undefined ? undefined : answers.failureOfWrite(label, judged, what)
}

/** The failure that an answer to a read stands for; `undefined` for a 2xx with JSON and without a fault. */
export function failureOfRead(answer: Answer, what: string): GatewayFailure | undefined {
  const judged = judge(answer)
  return judged === undefined ? undefined : answers.failureOfRead(label, judged, what)
}

/** True when the access token is no longer taken, so that one refresh may help. */
export function isTokenRefused(answer: Answer): boolean {
  return judge(answer)?.meaning === 'authentication'
}

export function isThrottled(answer: Answer): boolean {
  return judge(answer)?.meaning === 'throttled'
}

/** The ledger may or may not have the document. `why` says what came instead of an answer. */
export function outcomeUnknown(
  what: string,
  why: string,
  traceId: string | undefined,
  cause?: unknown,
): PostingOutcomeUnknown {
  return answers.outcomeUnknown(label, what, why, traceId, cause)
}

function judge(answer: Answer): answers.JudgedAnswer | undefined {
  const told = meaningOf(answer)
  if (told === undefined) return undefined
  return {
    ...told,
    words: wordsOf(answer),
    field: answer.content.kind === 'fault' ? fieldOf(answer.content) : undefined,
    waitMilliseconds: retryAfterMilliseconds(answer),
    traceId: answer.traceId,
  }
}

/** What an answer means, by its fault first and by its status where that does not tell. */
function meaningOf({ status, content }: Answer): Pick<answers.JudgedAnswer, 'meaning' | 'next'> | undefined {
  if (status >= 500 || status === 408) return { meaning: 'uncertain', next: 'Try again later.' }
  if (status === 429) return { meaning: 'throttled', next: 'The company is paused for a while by itself.' }
  const told = content.kind === 'fault' ? meaningOfFault(content.fault) : undefined
  if (told !== undefined) return told
  if (status === 401) return { meaning: 'authentication', next: 'Connect QuickBooks again.' }
  if (status === 403) return { meaning: 'authorization', next: 'Check the rights of the person who connected.' }
  if (status >= 200 && status < 300 && content.kind === 'json') return undefined
  return { meaning: 'uncertain', next: 'Try again later.' }
}

function fieldOf({ fault }: Extract<Content, { kind: 'fault' }>): string | undefined {
  return fault.errors.find(({ element }) => element !== undefined)?.element
}

function wordsOf({ status, content }: Answer): string {
  const words = content.kind === 'fault' ? wordsOfFault(content.fault) : lookOf(content)
  return `${words} [HTTP ${String(status)}]`
}

function lookOf(content: Exclude<Content, { kind: 'fault' }>): string {
  return content.kind === 'json' ? 'JSON that is not what was asked for' : `the answer is ${content.looksLike}`
}
