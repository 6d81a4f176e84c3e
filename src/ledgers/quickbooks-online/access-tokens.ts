import type { LedgerTools, OAuthTokens } from '../gateway.ts'
import { refreshTokens } from './oauth.ts'
import type { QuickBooksOnlineSettings } from './settings.ts'

/** A token this close to its end is refreshed first: a request may wait its turn and travel for minutes. */
const refreshMilliseconds = 5 * 60_000

interface AccessTokens {
  /** Tokens whose access token is good for the next minutes. */
  current(): Promise<OAuthTokens>
  /** Tokens newer than those that were just refused. */
  renewed(refused: OAuthTokens): Promise<OAuthTokens>
}

/** The tokens of one connection. They are kept, locked and stored by the tools, never here. */
export function createAccessTokens(settings: QuickBooksOnlineSettings, tools: LedgerTools): AccessTokens {
  const { clock, tokens, logger, connectionId } = tools
  const renewed = (stale: OAuthTokens): Promise<OAuthTokens> =>
    tokens.refresh(stale, async (latest) => {
      logger.info({ connectionId }, 'Refreshing the QuickBooks access token.')
      // Without the caller's abort: a refresh that is cut off could lose the new refresh token.
      return refreshTokens(settings, latest, { clock })
    })
  return {
    renewed,
    current: async () => {
      const stored = await tokens.read()
      const end = Date.parse(stored.accessExpiresAt)
      // An end that cannot be read counts as past.
      return end - refreshMilliseconds > clock.now().getTime() ? stored : renewed(stored)
    },
  }
}
