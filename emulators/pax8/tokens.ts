import { sha256 } from '../../src/support/hash.ts'
import type { Clock } from '../../src/support/clock.ts'

/** Who may ask for tokens. Calls to `deniedPaths` (patterns as in a failure rule) are answered with 403. */
export interface Credential {
  readonly clientId: string
  readonly clientSecret: string
  readonly deniedPaths: readonly string[]
}

/** The audiences that the token document lists. Only the first two open the partner endpoints. */
export const audiences = ['https://api.pax8.com', 'api://p8p.client', 'api://provisioning', 'api://usage']
const partnerAudiences = audiences.slice(0, 2)

interface IssuedToken {
  readonly credential: Credential
  readonly audience: string
  readonly issuedAt: number
}

/** Tokens issued and still known. They expire by the emulator's clock. */
export class Tokens {
  readonly #credentials: readonly Credential[]
  readonly #clock: Clock
  readonly #issued = new Map<string, IssuedToken>()

  constructor(credentials: readonly Credential[], clock: Clock) {
    this.#credentials = credentials
    this.#clock = clock
  }

  /** A new token; `undefined` when the credentials are not ours. */
  issue(request: { clientId: string; clientSecret: string; audience: string }): string | undefined {
    const credential = this.#credentials.find(
      ({ clientId, clientSecret }) => clientId === request.clientId && clientSecret === request.clientSecret,
    )
    if (credential === undefined) return undefined
    const token = `sandbox.${sha256(`${credential.clientId} ${this.#issued.size} ${this.#clock.now().toISOString()}`)}`
    this.#issued.set(token, { credential, audience: request.audience, issuedAt: this.#clock.now().getTime() })
    return token
  }

  /** Whose token this is; `undefined` when it is unknown, too old or meant for other endpoints. */
  holderOf(token: string, lifetimeSeconds: number): Credential | undefined {
    const issued = this.#issued.get(token)
    if (issued === undefined || !partnerAudiences.includes(issued.audience)) return undefined
    const age = this.#clock.now().getTime() - issued.issuedAt
    return age < lifetimeSeconds * 1000 ? issued.credential : undefined
  }
}
