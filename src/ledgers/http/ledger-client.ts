import type { LedgerTools } from '../gateway.ts'
import type { AccessTokens } from '../oauth/access-tokens.ts'
import { callHttp, type HttpAnswer, type HttpCall } from './http-call.ts'

/** One request to a company's API, as its adapter puts it. */
export interface LedgerRequest {
  readonly method: HttpCall['method']
  /** Below the company's address, such as `/invoice`. */
  readonly path: string
  readonly parameters?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** True for a POST that only asks, such as a query in a body. */
  readonly isRead?: boolean
}

/** What one vendor's API needs of a client, and how its answers are read. */
export interface LedgerService<Answer> {
  /** The ledger's name for people: `QuickBooks`. */
  readonly label: string
  /** The whole address of a request, its parameters included. */
  addressOf(request: LedgerRequest): string
  /** Sent with each request, besides the token. */
  readonly headers: Readonly<Record<string, string>>
  readonly traceHeaders: readonly string[]
  readonly timeoutSeconds: number
  readAnswer(answer: HttpAnswer): Answer
  /** True when the access token is no longer taken, so that one refresh may help. */
  isTokenRefused(answer: Answer): boolean
  /** How long the whole company has to wait after this answer; undefined: not at all. */
  waitMilliseconds(answer: Answer): number | undefined
}

/** One company's API. */
export interface LedgerClient<Answer> {
  /**
   * Sends a request and receives the answer, whatever it says; a throttle answer has paused the company. When the access
   * token is refused it is refreshed once and the identical request sent once more, and nothing else is ever sent twice.
   * @throws {NoAnswer} when the request may have been received, and no whole answer came.
   * @throws {GatewayFailure} when there is no good token, and the request was not accepted.
   */
  exchange(request: LedgerRequest, signal: AbortSignal): Promise<Answer>
}

/** The request left, and no whole answer came back. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
}

export function createLedgerClient<Answer>(
  service: LedgerService<Answer>,
  tools: LedgerTools,
  accessTokens: AccessTokens,
): LedgerClient<Answer> {
  const send = async (request: LedgerRequest, accessToken: string, signal: AbortSignal): Promise<Answer> => {
    await tools.takeTurn(signal)
    signal.throwIfAborted()
    if (request.method === 'GET' || request.isRead === true) tools.noteRead?.()
    return service.readAnswer(await receive(service, request, { accessToken, signal, fetch: tools.fetch }))
  }
  return {
    exchange: async (request, signal) => {
      const tokens = await accessTokens.current()
      const first = await send(request, tokens.accessToken, signal)
      const answer = service.isTokenRefused(first)
        ? await send(request, (await accessTokens.renewed(tokens)).accessToken, signal)
        : first
      await pauseAsAsked(service, tools, answer)
      return answer
    },
  }
}

async function receive<Answer>(
  service: LedgerService<Answer>,
  request: LedgerRequest,
  { accessToken, signal, fetch }: { accessToken: string; signal: AbortSignal; fetch: LedgerTools['fetch'] },
): Promise<HttpAnswer> {
  const { timeoutSeconds, traceHeaders } = service
  try {
    return await callHttp({
      method: request.method,
      url: service.addressOf(request),
      headers: {
        accept: 'application/json',
        ...service.headers,
        authorization: `Bearer ${accessToken}`,
        ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...request.headers,
      },
      body: request.body,
      timeoutSeconds,
      signal,
      fetch,
      traceHeaders,
    })
  } catch (cause) {
    throw new NoAnswer(wordsOf(cause, timeoutSeconds), { cause })
  }
}

async function pauseAsAsked<Answer>(
  service: LedgerService<Answer>,
  { clock, pauseUntil, logger, connectionId }: LedgerTools,
  answer: Answer,
): Promise<void> {
  const waitMilliseconds = service.waitMilliseconds(answer)
  if (waitMilliseconds === undefined) return
  logger.warn({ connectionId, waitMilliseconds }, `${service.label} asks this company to wait.`)
  await pauseUntil(new Date(clock.now().getTime() + waitMilliseconds))
}

/** `fetch` hides the reason one level down: "fetch failed", caused by ECONNRESET. */
function wordsOf(error: unknown, timeoutSeconds: number): string {
  if (!(error instanceof Error)) return 'no answer came'
  if (error.name === 'TimeoutError') return `no answer came within ${String(timeoutSeconds)} seconds`
  if (error.name === 'AbortError') return 'the wait for the answer was cancelled'
  const inner = error.cause instanceof Error ? `: ${error.cause.message}` : ''
  return `no whole answer came (${error.message}${inner})`
}
