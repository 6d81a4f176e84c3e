import type { LedgerTools } from '../gateway.ts'
import { createJsonLedger, readJsonAnswer, type JsonAnswer, type JsonLedger } from '../http/json-ledger.ts'
import { createLedgerClient, type LedgerRequest, type LedgerService } from '../http/ledger-client.ts'
import { createAccessTokens } from '../oauth/access-tokens.ts'
import { refreshTokens } from '../oauth/token-service.ts'
import { isTokenRefused, judge } from './answer-meaning.ts'
import type { XeroSettings } from './settings.ts'
import { traceHeaders, xeroSignIn } from './sign-in.ts'

/** One organisation's API. */
export function createXeroClient(settings: XeroSettings, tools: LedgerTools): JsonLedger {
  const accessTokens = createAccessTokens(
    {
      label: 'Xero',
      refreshMilliseconds: 3 * 60_000,
      refresh: (latest) => refreshTokens(xeroSignIn(settings), latest, { clock: tools.clock, fetch: tools.fetch }),
    },
    tools,
  )
  const service: LedgerService<JsonAnswer> = {
    label: 'Xero',
    headers: { 'xero-tenant-id': settings.tenantId },
    traceHeaders,
    timeoutSeconds: settings.requestTimeoutSeconds,
    addressOf: (request) => addressOf(settings, request),
    readAnswer: readJsonAnswer,
    isTokenRefused,
    waitMilliseconds: (answer) => {
      const judged = judge(answer)
      return judged?.meaning === 'throttled' ? judged.waitMilliseconds : undefined
    },
  }
  return createJsonLedger('Xero', createLedgerClient(service, tools, accessTokens), judge)
}

function addressOf({ apiBaseUrl }: XeroSettings, { path, parameters }: LedgerRequest): string {
  const query = new URLSearchParams(parameters).toString()
  return `${apiBaseUrl}/api.xro/2.0${path}${query === '' ? '' : `?${query}`}`
}
