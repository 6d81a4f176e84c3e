import {
  GatewayFailure,
  LedgerAuthentication,
  LedgerAuthorization,
  LedgerDuplicate,
  LedgerThrottled,
  LedgerUnavailable,
  PostingOutcomeUnknown,
  PostingRejected,
} from '../../ledgers/errors.ts'
import type { LedgerGateway, PostedDocument } from '../../ledgers/gateway.ts'
import type { PostingState } from '../../domain/posting.ts'
import type { PostingInWork } from '../../store/postings.ts'
import type { WorkAttempt } from '../../store/postings-in-work.ts'
import { decimal, equalDecimals } from '../../money/decimal.ts'
import { comparePosted } from './compare-posted.ts'

/** What one piece of work on a posting came to; the caller records it, or stops the company. */
export type StepResult =
  | { readonly kind: 'settled'; readonly outcome: StepOutcome }
  | { readonly kind: 'unknown'; readonly outcome: StepOutcome }
  | { readonly kind: 'wait'; readonly milliseconds: number }
  | { readonly kind: 'stop'; readonly failure: GatewayFailure }

export interface StepOutcome extends WorkAttempt {
  readonly state: PostingState
}

/** After so many tries without an answer that settles it, a person looks. */
const mostAttempts = 8

/**
 * Works on one claimed posting: sends its bytes under its request id, which may be done again and again without making
 * a second document; where the ledger says that the number is taken, or gives no usable answer, looks the document up
 * by our own number and adopts it only if it is ours in every respect. Never posts afresh.
 */
export async function postInvoice(
  gateway: LedgerGateway,
  posting: PostingInWork,
  before: PostingState,
  signal: AbortSignal,
): Promise<StepResult> {
  try {
    // A posting that was sent before may be in the ledger although its request id is long forgotten there. And where the
    // ledger numbers by itself it cannot refuse a number that it has: if our database was set back to an older copy, only
    // looking tells that the document is there.
    if (before !== 'intended' || posting.documentNumber === undefined) {
      const found = await lookUp(gateway, posting, signal)
      if (found !== undefined) return found
    }
    const document = await gateway.post(
      {
        documentKind: posting.documentKind,
        body: posting.body,
        requestId: posting.requestId,
        documentNumber: posting.documentNumber,
        customerId: posting.customerId,
        reference: posting.reference,
      },
      signal,
    )
    return posted(gateway, posting, 'send', document)
  } catch (error) {
    return afterFailure(gateway, posting, error, signal)
  }
}

async function afterFailure(
  gateway: LedgerGateway,
  posting: PostingInWork,
  error: unknown,
  signal: AbortSignal,
): Promise<StepResult> {
  if (error instanceof PostingRejected) {
    return { kind: 'settled', outcome: failed('rejected', 'send', 'rejected', error) }
  }
  if (error instanceof LedgerThrottled) return { kind: 'wait', milliseconds: error.waitMilliseconds }
  if (error instanceof LedgerAuthentication || error instanceof LedgerAuthorization)
    return { kind: 'stop', failure: error }
  if (error instanceof LedgerDuplicate) return settleByLookUp(gateway, posting, error, signal)
  if (error instanceof PostingOutcomeUnknown || error instanceof LedgerUnavailable) return unknown(posting, error)
  // Cancelled before anything was sent: it is as it was. Once bytes had left, the gateway says that it does not know.
  if (signal.aborted && !(error instanceof GatewayFailure)) return { kind: 'wait', milliseconds: 0 }
  throw error
}

/** The ledger has a document of our number: ours from an answer that was lost, or somebody else's. */
async function settleByLookUp(
  gateway: LedgerGateway,
  posting: PostingInWork,
  error: LedgerDuplicate,
  signal: AbortSignal,
): Promise<StepResult> {
  try {
    const found = await lookUp(gateway, posting, signal)
    if (found !== undefined) return found
    const text = `the ledger says that number ${posting.documentNumber ?? ''} is taken, and shows no such document: ${error.message}`
    return { kind: 'settled', outcome: needsPerson(text) }
  } catch (lookUpError) {
    return afterFailure(gateway, posting, lookUpError, signal)
  }
}

async function lookUp(
  gateway: LedgerGateway,
  posting: PostingInWork,
  signal: AbortSignal,
): Promise<StepResult | undefined> {
  const { documentKind, documentNumber, customerId, reference } = posting
  const date = gateway.readPrepared(posting.body).date
  const found = await gateway.find({ documentKind, documentNumber, customerId, date, reference }, signal)
  const [only, ...others] = found
  if (only === undefined) return undefined
  if (others.length > 0) {
    return {
      kind: 'settled',
      outcome: needsPerson(
        `the ledger holds ${String(found.length)} documents for ${nameOf(posting)}; void all but one`,
      ),
    }
  }
  const difference = foreignTo(posting, only)
  if (difference === undefined) return posted(gateway, posting, 'adopt', only)
  const text = `the ledger's document for ${nameOf(posting)} is not the approved invoice (${difference}); compare the two, and change the number of the other one`
  return { kind: 'settled', outcome: needsPerson(text) }
}

/** Why a document found under our number is not what we approved; undefined: it is ours. */
function foreignTo(posting: PostingInWork, document: PostedDocument): string | undefined {
  if (document.customerId !== posting.customerId) return `its customer is ${document.customerId}`
  if (document.voided) return 'it is void'
  if (!equalDecimals(magnitude(document.netTotal), magnitude(posting.netTotal))) {
    return `its net total is ${document.netTotal}, approved was ${posting.netTotal}`
  }
  if (document.reference !== posting.reference) return 'its memo does not hold our reference'
  return undefined
}

function nameOf(posting: PostingInWork): string {
  return posting.documentNumber ?? posting.reference
}

/** A credit memo's total is positive in a ledger and negative in our invoice. */
function magnitude(amount: string): ReturnType<typeof decimal> {
  return decimal(amount.replace(/^-/, ''))
}

/** The ledger has it. Its answer is compared with what was approved, and what differs is kept beside it. */
function posted(
  gateway: LedgerGateway,
  posting: PostingInWork,
  step: StepOutcome['step'],
  document: PostedDocument,
): StepResult {
  const { documentId, traceId } = document
  const outcome = step === 'adopt' ? 'found in the ledger' : 'posted'
  const differences = JSON.stringify(comparePosted(gateway.readPrepared(posting.body), document))
  const kept = { document: JSON.stringify(document), differences, failure: undefined }
  return { kind: 'settled', outcome: { state: 'posted', step, outcome, traceId, documentId, ...kept } }
}

function unknown(posting: PostingInWork, error: GatewayFailure): StepResult {
  if (posting.attempts + 1 >= mostAttempts) {
    return {
      kind: 'settled',
      outcome: needsPerson(`no usable answer in ${String(mostAttempts)} tries: ${error.message}`),
    }
  }
  return { kind: 'unknown', outcome: failed('unknown', 'send', 'no usable answer', error) }
}

function failed(state: PostingState, step: StepOutcome['step'], outcome: string, error: GatewayFailure): StepOutcome {
  const { traceId, message } = error
  return { state, step, outcome, traceId, ...nothingKept, failure: message }
}

function needsPerson(text: string): StepOutcome {
  const told = { step: 'look-up', outcome: 'needs a person', traceId: undefined } as const
  return { state: 'needs-person', ...told, ...nothingKept, failure: text }
}

const nothingKept = { documentId: undefined, document: undefined, differences: undefined }
