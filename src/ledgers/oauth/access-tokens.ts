import type { LedgerTools, OAuthTokens } from '../gateway.ts'

export interface AccessTokens {
  /** Tokens whose access token is good for the next minutes. */
  current(): Promise<OAuthTokens>
  /** Tokens newer than those that were just refused. */
  renewed(refused: OAuthTokens): Promise<OAuthTokens>
}

interface Refreshing {
  /** The ledger's name for people. */
  readonly label: string
  /** A token this close to its end is refreshed first: a request may wait its turn and travel for minutes. */
  readonly refreshMilliseconds: number
  /** Asks for new tokens. It gets no signal: a refresh that is cut off could lose the new refresh token. */
  refresh(latest: OAuthTokens): Promise<OAuthTokens>
}

/** The tokens of one connection. They are kept, locked and stored by the tools, never here. */
export function createAccessTokens(refreshing: Refreshing, tools: LedgerTools): AccessTokens {
  const { clock, tokens, logger, connectionId } = tools
  // Read last, so that not every request asks the database: another process may have refreshed since, but the token
  // stays good until its end, and one that is refused after all is compared with what is stored before it is refreshed.
  let last: OAuthTokens | undefined
  const renewed = async (stale: OAuthTokens): Promise<OAuthTokens> => {
    last = await tokens.refresh(stale, async (latest) => {
      logger.info({ connectionId }, `Refreshing the ${refreshing.label} access token.`)
      return refreshing.refresh(latest)
    })
    return last
  }
  // An end that cannot be read counts as past.
  const isGood = ({ accessExpiresAt }: OAuthTokens): boolean =>
    Date.parse(accessExpiresAt) - refreshing.refreshMilliseconds > clock.now().getTime()
  return {
    renewed,
    current: async () => {
      if (last !== undefined && isGood(last)) return last
      last = await tokens.read()
      return isGood(last) ? last : renewed(last)
    },
  }
}
