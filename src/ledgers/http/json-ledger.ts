import type { z } from 'zod'
import { LedgerUnavailable } from '../errors.ts'
import { jsonOrUndefined, unreadable } from '../wire/json-parts.ts'
import { failureOfRead, failureOfWrite, outcomeUnknown, type JudgedAnswer } from './answer-failures.ts'
import type { HttpAnswer } from './http-call.ts'
import { NoAnswer, type LedgerClient, type LedgerRequest } from './ledger-client.ts'

/** An answer of an API that speaks JSON, read. */
export interface JsonAnswer extends HttpAnswer {
  /** Undefined where the text is no JSON, such as a web page. */
  readonly json: unknown
}

export function readJsonAnswer(answer: HttpAnswer): JsonAnswer {
  return { ...answer, json: jsonOrUndefined(answer.text.replace(/^\uFEFF/, '')) }
}

/** A read's data, and what came with it. */
export interface ReadData<T> {
  readonly data: T
  readonly traceId: string | undefined
  readonly answeredAt: Date | undefined
}

/** Reading from and writing to a company whose API speaks JSON; every answer is judged by the adapter. */
export interface JsonLedger {
  /**
   * What a read gives. `what` names it in failures: "the list of contacts".
   * @throws {GatewayFailure} when none came, and the signal's reason when the caller gave up.
   */
  read<S extends z.ZodType>(
    request: LedgerRequest,
    schema: S,
    what: string,
    signal: AbortSignal,
  ): Promise<ReadData<z.output<S>>>

  /**
   * Sends a write, once. Its answer is one that the adapter's judge has no objection to, and is still to be compared
   * with what was sent.
   * @throws {PostingOutcomeUnknown} when what was asked may be done.
   * @throws {GatewayFailure} of another kind when it is not.
   */
  write(request: LedgerRequest, what: string, signal: AbortSignal): Promise<JsonAnswer>
}

/** @param judge what an answer means; undefined: it is what was asked for. */
export function createJsonLedger(
  label: string,
  client: LedgerClient<JsonAnswer>,
  judge: (answer: JsonAnswer) => JudgedAnswer | undefined,
): JsonLedger {
  return {
    read: async (request, schema, what, signal) => {
      const answer = await exchangeToRead(label, client, request, { what, signal })
      const judged = judge(answer)
      if (judged !== undefined) throw failureOfRead(label, judged, what)
      const parsed = schema.safeParse(answer.json)
      const { traceId, answeredAt } = answer
      if (parsed.success) return { data: parsed.data, traceId, answeredAt }
      const message = `${label} gave ${what} in a form that cannot be read: ${unreadable(parsed.error)}. Nothing was taken from it.`
      throw new LedgerUnavailable(message, { traceId })
    },
    write: async (request, what, signal) => {
      const answer = await exchangeToWrite(label, client, request, { what, signal })
      const judged = judge(answer)
      if (judged === undefined) return answer
      throw failureOfWrite(label, judged, what)
    },
  }
}

interface Asked {
  readonly what: string
  readonly signal: AbortSignal
}

async function exchangeToRead(
  label: string,
  client: LedgerClient<JsonAnswer>,
  request: LedgerRequest,
  { what, signal }: Asked,
): Promise<JsonAnswer> {
  try {
    return await client.exchange(request, signal)
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof NoAnswer)) throw error
    throw new LedgerUnavailable(`${label} did not give ${what}: ${error.message}. Try again later.`, { cause: error })
  }
}

async function exchangeToWrite(
  label: string,
  client: LedgerClient<JsonAnswer>,
  request: LedgerRequest,
  { what, signal }: Asked,
): Promise<JsonAnswer> {
  try {
    return await client.exchange(request, signal)
  } catch (error) {
    if (error instanceof NoAnswer) throw outcomeUnknown(label, what, error.message, undefined, error)
    throw error
  }
}
