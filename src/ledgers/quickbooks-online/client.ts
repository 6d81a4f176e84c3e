import type { LedgerTools } from '../gateway.ts'
import type { HttpAnswer } from '../http/http-call.ts'
import { createLedgerClient, type LedgerClient, type LedgerRequest } from '../http/ledger-client.ts'
import { retryAfterMilliseconds } from '../http/retry-after.ts'
import { createAccessTokens } from '../oauth/access-tokens.ts'
import { readContent, type Answer } from './answer.ts'
import { isThrottled, isTokenRefused } from './errors.ts'
import { refreshTokens, traceHeaders } from './oauth.ts'
import type { QuickBooksOnlineSettings } from './settings.ts'

/** All versions before it are ignored; sending it keeps answers the same should the default move. */
const minorVersion = '75'

/** One company's API. */
export type Client = LedgerClient<Answer>

export function createClient(settings: QuickBooksOnlineSettings, tools: LedgerTools): Client {
  const accessTokens = createAccessTokens(
    {
      label: 'QuickBooks',
      refreshMilliseconds: 5 * 60_000,
      refresh: (latest) => refreshTokens(settings, latest, { clock: tools.clock, fetch: tools.fetch }),
    },
    tools,
  )
  const service = {
    label: 'QuickBooks',
    headers: {},
    traceHeaders,
    timeoutSeconds: settings.requestTimeoutSeconds,
    addressOf: (request: LedgerRequest) => addressOf(settings, request),
    readAnswer: ({ status, text, traceId, answeredAt, retryAfter }: HttpAnswer): Answer => ({
      status,
      traceId,
      answeredAt,
      retryAfter,
      content: readContent(text),
    }),
    isTokenRefused,
    waitMilliseconds: (answer: Answer) => (isThrottled(answer) ? retryAfterMilliseconds(answer) : undefined),
  }
  return createLedgerClient(service, tools, accessTokens)
}

function addressOf({ apiBaseUrl, realmId }: QuickBooksOnlineSettings, { path, parameters }: LedgerRequest): string {
  const text = new URLSearchParams({ minorversion: minorVersion, ...parameters }).toString()
  // Spaces as %20, as in all of Intuit's examples; a plus sign itself is %2B by now.
  return `${apiBaseUrl}/v3/company/${realmId}${path}?${text.replaceAll('+', '%20')}`
}
