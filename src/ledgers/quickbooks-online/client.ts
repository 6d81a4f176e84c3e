import type { LedgerTools } from '../gateway.ts'
import { createAccessTokens } from './access-tokens.ts'
import { readContent, type Answer } from './answer.ts'
import { isThrottled, isTokenRefused } from './errors.ts'
import { callHttp } from './http-call.ts'
import { retryAfterMilliseconds } from './retry-after.ts'
import type { QuickBooksOnlineSettings } from './settings.ts'

/** All versions before it are ignored; sending it keeps answers the same should the default move. */
const minorVersion = '75'

export interface CompanyRequest {
  readonly method: 'GET' | 'POST'
  /** Below the company's address, such as `/invoice`. */
  readonly path: string
  readonly parameters?: Readonly<Record<string, string>>
  readonly body?: string
}

/** One company's API. */
export interface Client {
  /**
   * Sends a request and receives the answer, whatever it says; a throttle answer has paused the company. When the access
   * token is refused it is refreshed once and the identical request sent once more, and nothing else is ever sent twice.
   * @throws {NoAnswer} when the request may have been received, and no whole answer came.
   * @throws {GatewayFailure} when there is no good token, and the request was not accepted.
   */
  exchange(request: CompanyRequest, signal: AbortSignal): Promise<Answer>
}

/** The request left, and no whole answer came back. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
}

export function createClient(settings: QuickBooksOnlineSettings, tools: LedgerTools): Client {
  const accessTokens = createAccessTokens(settings, tools)
  const send = async (request: CompanyRequest, accessToken: string, signal: AbortSignal): Promise<Answer> => {
    await tools.takeTurn(signal)
    signal.throwIfAborted()
    // Queries sent by POST are never used here, so what is got by GET is what is counted.
    if (request.method === 'GET') tools.noteRead?.()
    return receive(settings, request, { accessToken, signal, fetch: tools.fetch })
  }
  return {
    exchange: async (request, signal) => {
      const tokens = await accessTokens.current()
      const first = await send(request, tokens.accessToken, signal)
      const answer = isTokenRefused(first)
        ? await send(request, (await accessTokens.renewed(tokens)).accessToken, signal)
        : first
      if (isThrottled(answer)) await pause(tools, answer)
      return answer
    },
  }
}

async function receive(
  settings: QuickBooksOnlineSettings,
  request: CompanyRequest,
  { accessToken, signal, fetch }: { accessToken: string; signal: AbortSignal; fetch: LedgerTools['fetch'] },
): Promise<Answer> {
  const parameters = new URLSearchParams({ minorversion: minorVersion, ...request.parameters })
  const address = `${settings.apiBaseUrl}/v3/company/${settings.realmId}${request.path}`
  try {
    const { text, ...answer } = await callHttp({
      method: request.method,
      // Spaces as %20, as in all of Intuit's examples; a plus sign itself is %2B by now.
      url: `${address}?${parameters.toString().replaceAll('+', '%20')}`,
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${accessToken}`,
        ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: request.body,
      timeoutSeconds: settings.requestTimeoutSeconds,
      signal,
      fetch,
    })
    return { ...answer, content: readContent(text) }
  } catch (cause) {
    throw new NoAnswer(wordsOf(cause, settings.requestTimeoutSeconds), { cause })
  }
}

async function pause({ clock, pauseUntil, logger, connectionId }: LedgerTools, answer: Answer): Promise<void> {
  const waitMilliseconds = retryAfterMilliseconds(answer)
  logger.warn({ connectionId, waitMilliseconds, traceId: answer.traceId }, 'QuickBooks asks this company to wait.')
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
