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

/** What an answer means for whoever asked. `uncertain`: what was asked may have been done all the same. */
export type AnswerMeaning =
  'uncertain' | 'authentication' | 'authorization' | 'throttled' | 'duplicate' | 'missing' | 'rejected'

/** An answer as its adapter has judged it. */
export interface JudgedAnswer {
  readonly meaning: AnswerMeaning
  /** What a person does next. */
  readonly next: string
  /** The vendor's own words. */
  readonly words: string
  /** The field that the ledger named, where it did. */
  readonly field: string | undefined
  /** How long to wait, where it asks for that. */
  readonly waitMilliseconds: number
  readonly traceId: string | undefined
}

/** The failure that a judged answer to a write stands for. `label` names the ledger, `what` the document. */
export function failureOfWrite(label: string, judged: JudgedAnswer, what: string): GatewayFailure {
  const { meaning, words, next, field, traceId } = judged
  switch (meaning) {
    case 'uncertain':
      return outcomeUnknown(label, what, words, traceId)
    case 'missing':
    case 'rejected': {
      const message = `${label} refused ${what}: ${words}. ${next}`
      return new PostingRejected(message, { field, vendorText: words }, { traceId })
    }
    case 'duplicate':
      return new LedgerDuplicate(`${label} did not save ${what}: ${words}. ${next}`, { traceId })
    case 'authentication':
    case 'authorization':
    case 'throttled':
      return commonFailure(label, { ...judged, meaning }, what)
  }
}

/** The failure that a judged answer to a read stands for. */
export function failureOfRead(label: string, judged: JudgedAnswer, what: string): GatewayFailure {
  const { meaning, words, next, traceId } = judged
  switch (meaning) {
    case 'missing':
      return new LedgerNotFound(`${label} has no ${what}: ${words}.`, { traceId })
    case 'uncertain':
    case 'duplicate':
    case 'rejected':
      return new LedgerUnavailable(`${label} did not give ${what}: ${words}. ${next}`, { traceId })
    case 'authentication':
    case 'authorization':
    case 'throttled':
      return commonFailure(label, { ...judged, meaning }, what)
  }
}

/** The ledger may or may not have the document. `why` says what came instead of an answer. */
export function outcomeUnknown(
  label: string,
  what: string,
  why: string,
  traceId: string | undefined,
  cause?: unknown,
): PostingOutcomeUnknown {
  const message = `${label} did not say whether it saved ${what}: ${why}. Send the same bytes under the same request id, or look it up; never post it afresh.`
  return new PostingOutcomeUnknown(message, { cause, traceId })
}

function commonFailure(
  label: string,
  judged: JudgedAnswer & { readonly meaning: 'authentication' | 'authorization' | 'throttled' },
  what: string,
): GatewayFailure {
  const { meaning, words, next, traceId, waitMilliseconds } = judged
  const message = `${label} did not take the request for ${what}: ${words}. ${next}`
  switch (meaning) {
    case 'authentication':
      return new LedgerAuthentication(message, { traceId })
    case 'authorization':
      return new LedgerAuthorization(message, { traceId })
    case 'throttled':
      return new LedgerThrottled(message, waitMilliseconds, { traceId })
  }
}
