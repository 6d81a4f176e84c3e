import { z } from 'zod'
import type { AnswerMeaning, JudgedAnswer } from '../http/answer-failures.ts'
import type { JsonAnswer } from '../http/json-ledger.ts'
import { retryAfterMilliseconds } from '../http/retry-after.ts'

const again = 'Try again later.'
const repeats = 'Xero repeats a refusal for six minutes; after that, post again.'

const validationError = z.looseObject({ Message: z.string() })
const element = z.looseObject({
  HasErrors: z.boolean().nullish(),
  StatusAttributeString: z.string().nullish(),
  ValidationErrors: z.array(validationError).nullish(),
})
const list = z.array(element).optional()
const envelope = z.looseObject({
  Type: z.string().nullish(),
  Message: z.string().nullish(),
  Detail: z.string().nullish(),
  Elements: list,
  Invoices: list,
  CreditNotes: list,
})
type Envelope = z.output<typeof envelope>

interface Told {
  readonly meaning: AnswerMeaning
  readonly next: string
}

/**
 * What an answer of Xero means; `undefined`: it is what was asked for. A 200 is no success where one of its documents
 * bears errors.
 */
export function judge(answer: JsonAnswer): JudgedAnswer | undefined {
  const parsed = envelope.safeParse(answer.json)
  const read = parsed.success ? parsed.data : undefined
  const errors = read === undefined ? [] : errorsOf(read)
  const told = meaningOf(answer, read, errors)
  if (told === undefined) return undefined
  return {
    ...told,
    words: `${wordsOf(answer, read, errors)} [HTTP ${String(answer.status)}]`,
    field: undefined,
    waitMilliseconds: retryAfterMilliseconds(answer),
    traceId: answer.traceId,
  }
}

/** True when the access token is no longer taken, so that one refresh may help. */
export function isTokenRefused({ status, text }: JsonAnswer): boolean {
  return status === 401 && !/insufficient_scope/i.test(text)
}

/** Every reason that documents of the answer bear. */
function errorsOf(read: Envelope): readonly string[] {
  const elements = [...(read.Elements ?? []), ...(read.Invoices ?? []), ...(read.CreditNotes ?? [])]
  return elements
    .filter(({ HasErrors, StatusAttributeString }) => HasErrors === true || StatusAttributeString === 'ERROR')
    .flatMap(({ ValidationErrors }) => reasonsOf(ValidationErrors ?? []))
    .concat(
      read.Elements === undefined
        ? []
        : read.Elements.flatMap(({ ValidationErrors }) => reasonsOf(ValidationErrors ?? [])),
    )
    .filter((reason, index, all) => all.indexOf(reason) === index)
}

function reasonsOf(errors: readonly { readonly Message: string }[]): readonly string[] {
  return errors.length === 0 ? ['an error without a text'] : errors.map(({ Message }) => Message)
}

function meaningOf(
  { status, text }: JsonAnswer,
  read: Envelope | undefined,
  errors: readonly string[],
): Told | undefined {
  if (status >= 500 || status === 408) return { meaning: 'uncertain', next: again }
  if (status === 429) return { meaning: 'throttled', next: 'The organisation is paused for a while by itself.' }
  if (status === 401) {
    if (/insufficient_scope/i.test(text)) return { meaning: 'authorization', next: missingScope }
    return { meaning: 'authentication', next: 'Connect Xero again.' }
  }
  if (status === 403)
    return {
      meaning: 'authorization',
      next: 'Check that the organisation is still connected to the app, then connect Xero again.',
    }
  if (status === 404) return { meaning: 'missing', next: again }
  if (errors.length > 0) return meaningOfErrors(errors)
  if (status >= 200 && status < 300) return read === undefined ? { meaning: 'uncertain', next: again } : undefined
  if (status === 400 && read?.Type !== undefined && read.Type !== null) return meaningOfType(read)
  return { meaning: 'uncertain', next: again }
}

const missingScope = 'The app lacks a scope that posting needs. Connect Xero again, and grant all that is asked for.'

/** A number that is used; also by a document that was voided or deleted, which keeps it. */
const usedNumber = /must be unique|not of valid status for modification/i

function meaningOfErrors(errors: readonly string[]): Told {
  if (errors.some((error) => usedNumber.test(error))) {
    return { meaning: 'duplicate', next: 'Look the document up before anything is sent again.' }
  }
  return { meaning: 'rejected', next: `Do what its text says. ${repeats}` }
}

function meaningOfType({ Message }: Envelope): Told {
  // The same key came with other bytes, so what became of the first ones is not told.
  if (/idempotency/i.test(Message ?? '')) return { meaning: 'uncertain', next: 'Look the document up.' }
  return { meaning: 'rejected', next: 'This is a mistake in SeatLedger; report it with the trace id.' }
}

function wordsOf({ json }: JsonAnswer, read: Envelope | undefined, errors: readonly string[]): string {
  if (errors.length > 0) return errors.slice(0, 5).join('; ').slice(0, 1000)
  const words = read?.Message ?? read?.Detail ?? read?.Type ?? ''
  // The detail of a refused token could quote it.
  if (words !== '') return /bearer|token/i.test(words) ? 'the token is not accepted' : words.slice(0, 1000)
  return json === undefined ? 'the answer is no JSON' : 'an answer without a text'
}
