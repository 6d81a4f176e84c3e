import { z } from 'zod'
import { GatewayFailure } from '../errors.ts'
import type { LedgerTools } from '../gateway.ts'
import type { JudgedAnswer } from '../http/answer-failures.ts'
import { NoAnswer } from '../http/ledger-client.ts'
import { retryAfterMilliseconds } from '../http/retry-after.ts'
import { send, type ReceivedAnswer } from './send.ts'
import type { WebhookSettings } from './settings.ts'
import { signedHeaders } from './signature.ts'

export const label = 'The endpoint'

export interface WebhookAnswer {
  readonly status: number
  /** Its JSON; `undefined` where it is none. */
  readonly value: unknown
  readonly answeredAt: Date | undefined
  readonly retryAfter: string | undefined
}

export interface WebhookRequest {
  readonly method: 'GET' | 'POST'
  /** Below the endpoint's address; empty: the address itself. */
  readonly path: string
  readonly parameters?: Readonly<Record<string, string>>
  /** The idempotency id, the same for each sending of the same bytes. */
  readonly id: string
  readonly body?: string
}

export interface WebhookClient {
  /** @throws {NoAnswer} when the request may have been received. @throws {LedgerAuthorization} for a private address. */
  exchange(request: WebhookRequest, signal: AbortSignal): Promise<WebhookAnswer>
}

export function createWebhookClient(settings: WebhookSettings, tools: LedgerTools): WebhookClient {
  return {
    exchange: async (request, signal) => {
      await tools.takeTurn(signal)
      signal.throwIfAborted()
      const answer = await receive(settings, request, tools, signal)
      const { status, retryAfter, answeredAt } = answer
      if (status === 429) {
        await tools.pauseUntil(new Date(tools.clock.now().getTime() + retryAfterMilliseconds(answer)))
      }
      return { status, retryAfter, answeredAt, value: jsonOf(answer.text) }
    },
  }
}

async function receive(
  settings: WebhookSettings,
  { method, path, parameters, id, body }: WebhookRequest,
  { clock }: LedgerTools,
  signal: AbortSignal,
): Promise<ReceivedAnswer> {
  const url = new URL(`${settings.url}${path}`)
  for (const [name, value] of Object.entries(parameters ?? {})) url.searchParams.set(name, value)
  const content = body ?? `${method} ${url.pathname}${url.search}`
  const timestamp = Math.floor(clock.now().getTime() / 1000)
  try {
    return await send({
      method,
      url: url.href,
      headers: {
        accept: 'application/json',
        ...signedHeaders(settings.secret, { id, timestamp, content }),
        ...(body === undefined ? {} : { 'content-type': 'application/json', 'idempotency-key': id }),
      },
      body,
      timeoutSeconds: settings.requestTimeoutSeconds,
      allowsPrivateAddress: settings.allowsPrivateAddress,
      signal,
    })
  } catch (cause) {
    if (cause instanceof GatewayFailure) throw cause
    throw new NoAnswer(cause instanceof Error ? cause.message : 'no answer came', { cause })
  }
}

const troubleSchema = z.object({ error: z.string().max(2000), field: z.string().max(200).optional() })

/** What an answer that is no success means. */
export function judged(answer: WebhookAnswer): JudgedAnswer {
  const { status } = answer
  const told = troubleSchema.safeParse(answer.value).data
  const common = {
    words: told === undefined ? `it answered ${String(status)}` : `${told.error} (${String(status)})`,
    field: told?.field,
    waitMilliseconds: 0,
    traceId: undefined,
  }
  switch (status) {
    case 401:
      return { ...common, meaning: 'authentication', next: 'Connect it again with the secret that the endpoint has.' }
    case 403:
      return { ...common, meaning: 'authorization', next: 'Let the endpoint take these documents.' }
    case 404:
    case 410:
      return { ...common, meaning: 'missing', next: 'Look at its address.' }
    case 409:
      return { ...common, meaning: 'duplicate', next: 'Look it up.' }
    case 429:
      return {
        ...common,
        meaning: 'throttled',
        next: 'It is asked again later.',
        waitMilliseconds: retryAfterMilliseconds(answer),
      }
    case 400:
    case 405:
    case 413:
    case 415:
    case 422:
      return { ...common, meaning: 'rejected', next: 'Put right what it names, and run the month again.' }
    default:
      return { ...common, meaning: 'uncertain', next: 'Try again later.' }
  }
}

function jsonOf(text: string): unknown {
  try {
    return z.unknown().parse(JSON.parse(text))
  } catch {
    // An answer that is no JSON is judged by whoever asked, as one that says nothing.
    return undefined
  }
}
