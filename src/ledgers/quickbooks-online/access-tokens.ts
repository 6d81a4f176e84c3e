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
  // Read last, so that not every request asks the database: another process may have refreshed since, but the token
  // stays good until its end, and one that is refused after all is compared with what is stored before it is refreshed.
  let last: OAuthTokens | undefined
  const renewed = async (stale: OAuthTokens): Promise<OAuthTokens> => {
    last = await tokens.refresh(stale, async (latest) => {
      logger.info({ connectionId }, 'Refreshing the QuickBooks access token.')
      // Without the caller's abort: a refresh that is cut off could lose the new refresh token.
      return refreshTokens(settings, latest, { clock, fetch: tools.fetch })
    })
    return last
  }
  // An end that cannot be read counts as past.
  const isGood = ({ accessExpiresAt }: OAuthTokens): boolean =>
    Date.parse(accessExpiresAt) - refreshMilliseconds > clock.now().getTime()
  return {
    renewed,
    current: async () => {
      if (last !== undefined && isGood(last)) return last
      last = await tokens.read()
      return isGood(last) ? last : renewed(last)
    },
  }
}
