import type { GatewayFailure } from '../errors.ts'
import {
  LedgerAuthentication,
  LedgerAuthorization,
  LedgerDuplicate,
  LedgerNotFound,
  LedgerThrottled,
  LedgerUnavailable,
  PostingOutcomeUnknown,
  PostingRejected,
} from '../errors.ts'
import type { Answer, Content } from './answer.ts'
import { meaningOfFault, wordsOfFault, type FaultMeaning } from './fault-meaning.ts'
import { retryAfterMilliseconds } from './retry-after.ts'

/**
 * The failure that an answer to a write stands for; `undefined` for a 2xx without a fault, whose content is still to be
 * compared with what was sent. A refusal is believed only where it can be read: after anything else the document may be
 * there.
 */
export function failureOfWrite(answer: Answer, what: string): GatewayFailure | undefined {
  if (answer.status >= 500 || answer.status === 408) return outcomeUnknown(what, wordsOf(answer), answer.traceId)
  const judged = judge(answer)
  if (judged === undefined) return undefined
  if (judged.meaning === 'uncertain') return outcomeUnknown(what, wordsOf(answer), answer.traceId)
  if (judged.meaning === 'missing' || judged.meaning === 'rejected') return rejected(answer, what, judged.next)
  if (judged.meaning === 'duplicate') {
    const message = `QuickBooks did not save ${what}: ${wordsOf(answer)}. ${judged.next}`
    return new LedgerDuplicate(message, { traceId: answer.traceId })
  }
  return commonFailure(answer, what, { ...judged, meaning: judged.meaning })
}

/** The failure that an answer to a read stands for; `undefined` for a 2xx with JSON and without a fault. */
export function failureOfRead(answer: Answer, what: string): GatewayFailure | undefined {
  const traceId = answer.traceId
  const isOutage = answer.status >= 500 || answer.status === 408
  const judged = isOutage ? ({ meaning: 'uncertain', next: 'Try again later.' } as const) : judge(answer)
  if (judged === undefined) return undefined
  switch (judged.meaning) {
    case 'missing':
      return new LedgerNotFound(`QuickBooks has no ${what}: ${wordsOf(answer)}.`, { traceId })
    case 'uncertain':
    case 'duplicate':
    case 'rejected':
      return new LedgerUnavailable(`QuickBooks did not give ${what}: ${wordsOf(answer)}. ${judged.next}`, { traceId })
    case 'authentication':
    case 'authorization':
    case 'throttled':
      return commonFailure(answer, what, { ...judged, meaning: judged.meaning })
  }
}

/** True when the access token is no longer taken, so that one refresh may help. */
export function isTokenRefused(answer: Answer): boolean {
  return answer.status < 500 && judge(answer)?.meaning === 'authentication'
}

export function isThrottled(answer: Answer): boolean {
  return answer.status < 500 && judge(answer)?.meaning === 'throttled'
}

/** The ledger may or may not have the document. `why` says what came instead of an answer. */
export function outcomeUnknown(
  what: string,
  why: string,
  traceId: string | undefined,
  cause?: unknown,
): PostingOutcomeUnknown {
  const message = `QuickBooks did not say whether it saved ${what}: ${why}. Send the same bytes under the same request id, or look it up; never post it afresh.`
  return new PostingOutcomeUnknown(message, { cause, traceId })
}

interface Judgement<M extends FaultMeaning = FaultMeaning> {
  readonly meaning: M
  readonly next: string
}

/** What an answer below 500 means, by its fault first and by its status where that does not tell. */
function judge({ status, content }: Answer): Judgement | undefined {
  if (status === 429) return { meaning: 'throttled', next: 'The company is paused for a while by itself.' }
  const told = content.kind === 'fault' ? meaningOfFault(content.fault) : undefined
  if (told !== undefined) return told
  if (status === 401) return { meaning: 'authentication', next: 'Connect QuickBooks again.' }
  if (status === 403) return { meaning: 'authorization', next: 'Check the rights of the person who connected.' }
  if (status >= 200 && status < 300 && content.kind === 'json') return undefined
  return { meaning: 'uncertain', next: 'Try again later.' }
}

function commonFailure(
  answer: Answer,
  what: string,
  judged: Judgement<'authentication' | 'authorization' | 'throttled'>,
): GatewayFailure {
  const message = `QuickBooks did not take the request for ${what}: ${wordsOf(answer)}. ${judged.next}`
  const options = { traceId: answer.traceId }
  switch (judged.meaning) {
    case 'authentication':
      return new LedgerAuthentication(message, options)
    case 'authorization':
      return new LedgerAuthorization(message, options)
    case 'throttled':
      return new LedgerThrottled(message, retryAfterMilliseconds(answer), options)
  }
}

function rejected(answer: Answer, what: string, next: string): PostingRejected {
  const vendorText = wordsOf(answer)
  const field = answer.content.kind === 'fault' ? fieldOf(answer.content) : undefined
  const message = `QuickBooks refused ${what}: ${vendorText}. ${next}`
  return new PostingRejected(message, { field, vendorText }, { traceId: answer.traceId })
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
