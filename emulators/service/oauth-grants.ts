import { randomUUID } from 'node:crypto'
import type { Clock } from '../../src/support/clock.ts'
import { bearerOf, textAnswer, type Answer, type Call } from './call.ts'

export interface OAuthPolicy {
  readonly clientId: string
  readonly clientSecret: string
  readonly accessSeconds: number
  readonly refreshSeconds: number
  /** For how long a refresh token that was used still works; 0: it is used up at once. */
  readonly graceSeconds: number
  /** What an answer tells of the refresh token's lifetime, by the vendor's name for it. */
  readonly refreshLifetimeName: string | undefined
  readonly codeSeconds: number
}

export interface IssuedTokens {
  readonly accessToken: string
  readonly refreshToken: string
}

interface Grant {
  readonly id: string
  revoked: boolean
}

interface Token {
  readonly grant: Grant
  endsAt: number
}

/** The sign-in service of an emulated vendor: codes used once, tokens that age, refresh tokens that rotate. */
export class OAuthGrants {
  readonly #clock: Clock
  readonly #policy: OAuthPolicy
  readonly #codes = new Map<string, Token>()
  readonly #access = new Map<string, Token>()
  readonly #refresh = new Map<string, Token>()

  constructor(clock: Clock, policy: OAuthPolicy) {
    this.#clock = clock
    this.#policy = policy
  }

  /** The consent page, of a person who always grants: back to the app with a code. */
  authorize(call: Call): Answer {
    const { query } = call
    const redirect = query.get('redirect_uri') ?? ''
    if (query.get('client_id') !== this.#policy.clientId || !URL.canParse(redirect)) {
      return textAnswer(400, 'text/plain', 'unauthorized_client')
    }
    const code = randomUUID()
    this.#codes.set(code, {
      grant: { id: randomUUID(), revoked: false },
      endsAt: this.#inSeconds(this.#policy.codeSeconds),
    })
    const back = new URL(redirect)
    back.searchParams.set('code', code)
    back.searchParams.set('state', query.get('state') ?? '')
    return { status: 302, headers: { Location: back.toString() }, body: '' }
  }

  /** The token endpoint. Its parameters come as a form or as JSON, the keys among them or in the header. */
  token(call: Call): Answer {
    const parameters = parametersOf(call)
    if (!this.#knows(call, parameters)) return oauthError(401, 'invalid_client')
    if (parameters.get('grant_type') === 'authorization_code') {
      const code = parameters.get('code') ?? ''
      const kept = this.#codes.get(code)
      this.#codes.delete(code)
      return this.#isGood(kept) ? this.#answer(this.#issue(kept.grant)) : oauthError(400, 'invalid_grant')
    }
    const used = parameters.get('refresh_token') ?? ''
    const kept = this.#refresh.get(used)
    if (!this.#isGood(kept)) return oauthError(400, 'invalid_grant')
    kept.endsAt = Math.min(kept.endsAt, this.#inSeconds(this.#policy.graceSeconds))
    return this.#answer(this.#issue(kept.grant))
  }

  /** Ends a grant by one of its tokens. */
  revoke(call: Call): Answer {
    const parameters = parametersOf(call)
    if (!this.#knows(call, parameters)) return oauthError(401, 'invalid_client')
    const token = parameters.get('token') ?? ''
    const kept = this.#refresh.get(token) ?? this.#access.get(token)
    if (kept !== undefined) kept.grant.revoked = true
    return textAnswer(200, 'application/json', '{}')
  }

  /** True when the call bears an access token that is good now. */
  admits(call: Call): boolean {
    return this.#isGood(this.#access.get(bearerOf(call)))
  }

  issue(): IssuedTokens {
    return this.#issue({ id: randomUUID(), revoked: false })
  }

  expireAccess(call: Call): void {
    const kept = this.#access.get(bearerOf(call))
    if (kept !== undefined) kept.endsAt = 0
  }

  revokeGrantOf(call: Call): void {
    const kept = this.#access.get(bearerOf(call))
    if (kept !== undefined) kept.grant.revoked = true
  }

  #issue(grant: Grant): IssuedTokens {
    const tokens = { accessToken: `access-${randomUUID()}`, refreshToken: `refresh-${randomUUID()}` }
    this.#access.set(tokens.accessToken, { grant, endsAt: this.#inSeconds(this.#policy.accessSeconds) })
    this.#refresh.set(tokens.refreshToken, { grant, endsAt: this.#inSeconds(this.#policy.refreshSeconds) })
    return tokens
  }

  #answer({ accessToken, refreshToken }: IssuedTokens): Answer {
    const { accessSeconds, refreshSeconds, refreshLifetimeName } = this.#policy
    const lifetime = refreshLifetimeName === undefined ? {} : { [refreshLifetimeName]: refreshSeconds }
    const tokens = { access_token: accessToken, refresh_token: refreshToken, expires_in: accessSeconds }
    return textAnswer(200, 'application/json', JSON.stringify({ ...tokens, token_type: 'Bearer', ...lifetime }))
  }

  #knows(call: Call, parameters: ReadonlyMap<string, string>): boolean {
    const { clientId, clientSecret } = this.#policy
    const basic = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`
    if (call.header('authorization') === basic) return true
    return parameters.get('client_id') === clientId && parameters.get('client_secret') === clientSecret
  }

  #isGood(token: Token | undefined): token is Token {
    return token !== undefined && !token.grant.revoked && token.endsAt > this.#clock.now().getTime()
  }

  #inSeconds(seconds: number): number {
    return this.#clock.now().getTime() + seconds * 1000
  }
}

function oauthError(status: number, error: string): Answer {
  return textAnswer(status, 'application/json', JSON.stringify({ error }))
}

function parametersOf({ body, header }: Call): ReadonlyMap<string, string> {
  if ((header('content-type') ?? '').includes('json')) {
    const parsed: unknown = JSON.parse(body)
    const entries = typeof parsed === 'object' && parsed !== null ? Object.entries(parsed) : []
    return new Map(entries.map(([name, value]) => [name, String(value)]))
  }
  return new Map(new URLSearchParams(body))
}
