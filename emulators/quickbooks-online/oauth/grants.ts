import { z } from 'zod'
import { sha256 } from '../../../src/support/hash.ts'
import type { EmulatorSettings } from '../settings.ts'
import type { Draft } from '../state/row-store.ts'

const time = z.string()

/** One company's consent to one app, with the tokens that stand for it. */
const grantSchema = z.object({
  id: z.string(),
  clientId: z.string(),
  realmId: z.string(),
  refreshToken: z.string(),
  refreshTokenSince: time,
  refreshExpiresAt: time,
  /** The end that no refresh moves: five years after consent. */
  hardExpiresAt: time,
  accessTokens: z.array(z.object({ token: z.string(), expiresAt: time })),
})

export type Grant = z.output<typeof grantSchema>

export interface IssuedTokens {
  readonly accessToken: string
  readonly refreshToken: string
  readonly expiresInSeconds: number
  readonly refreshExpiresInSeconds: number
  readonly hardExpiresInSeconds: number
}

const hardLifeSeconds = 5 * 365 * 24 * 3600

/** Consent given: a grant with its first tokens. */
export function createGrant(draft: Draft, at: Moment, owner: { clientId: string; realmId: string }): IssuedTokens {
  const id = nextNumber(draft)
  return issue(draft, at, {
    id,
    ...owner,
    refreshToken: newRefreshToken(draft, id),
    refreshTokenSince: at.now.toISOString(),
    refreshExpiresAt: at.now.toISOString(),
    hardExpiresAt: after(at.now, hardLifeSeconds),
    accessTokens: [],
  })
}

export interface Moment {
  readonly now: Date
  readonly settings: EmulatorSettings
}

/** New tokens for a refresh token, or `undefined` when it is unknown, replaced, expired, or another app's. */
export function refreshGrant(
  draft: Draft,
  at: Moment,
  presented: { clientId: string; refreshToken: string },
): IssuedTokens | undefined {
  const grant = grantOf(draft, draft.get('oauth-refresh', presented.refreshToken))
  if (grant?.clientId !== presented.clientId) return undefined
  const now = at.now.toISOString()
  if (grant.refreshExpiresAt <= now || grant.hardExpiresAt <= now) return undefined
  const age = (at.now.getTime() - Date.parse(grant.refreshTokenSince)) / 1_000
  if (age < at.settings.rotateRefreshTokenAfterSeconds) return issue(draft, at, grant)
  draft.remove('oauth-refresh', grant.refreshToken)
  return issue(draft, at, { ...grant, refreshToken: newRefreshToken(draft, grant.id), refreshTokenSince: now })
}

/** The grant that an access token stands for while it is valid. */
export function grantOfAccessToken(draft: Draft, token: string, now: Date): Grant | undefined {
  const grant = grantOf(draft, draft.get('oauth-access', token))
  const known = grant?.accessTokens.find((one) => one.token === token)
  return known !== undefined && known.expiresAt > now.toISOString() ? grant : undefined
}

/** Ends one access token before its time. */
export function expireAccessToken(draft: Draft, token: string): void {
  const grant = grantOf(draft, draft.get('oauth-access', token))
  if (grant === undefined) return
  draft.remove('oauth-access', token)
  saveGrant(draft, { ...grant, accessTokens: grant.accessTokens.filter((one) => one.token !== token) })
}

/** Ends a consent by either of its tokens. False when the token is unknown. */
export function revokeGrant(draft: Draft, token: string): boolean {
  const grant = grantOf(draft, draft.get('oauth-refresh', token) ?? draft.get('oauth-access', token))
  if (grant === undefined) return false
  draft.remove('oauth-refresh', grant.refreshToken)
  for (const access of grant.accessTokens) draft.remove('oauth-access', access.token)
  draft.remove('oauth-grant', grant.id)
  return true
}

function issue(draft: Draft, at: Moment, grant: Grant): IssuedTokens {
  const { now, settings } = at
  const hardSeconds = Math.floor((Date.parse(grant.hardExpiresAt) - now.getTime()) / 1_000)
  const refreshSeconds = Math.min(settings.refreshTokenSeconds, hardSeconds)
  const token = `eyJlbmMiOiJ${sha256(`access ${nextNumber(draft)}`)}`
  const valid = grant.accessTokens.filter((access) => access.expiresAt > now.toISOString())
  for (const access of grant.accessTokens) if (!valid.includes(access)) draft.remove('oauth-access', access.token)
  saveGrant(draft, {
    ...grant,
    refreshExpiresAt: after(now, refreshSeconds),
    accessTokens: [...valid, { token, expiresAt: after(now, settings.accessTokenSeconds) }],
  })
  draft.set('oauth-access', token, grant.id)
  draft.set('oauth-refresh', grant.refreshToken, grant.id)
  return {
    accessToken: token,
    refreshToken: grant.refreshToken,
    expiresInSeconds: settings.accessTokenSeconds,
    refreshExpiresInSeconds: refreshSeconds,
    hardExpiresInSeconds: hardSeconds,
  }
}

function grantOf(draft: Draft, id: unknown): Grant | undefined {
  const row = typeof id === 'string' ? draft.get('oauth-grant', id) : undefined
  return row === undefined ? undefined : grantSchema.parse(row)
}

function saveGrant(draft: Draft, grant: Grant): void {
  draft.set('oauth-grant', grant.id, grant)
}

function newRefreshToken(draft: Draft, grantId: string): string {
  return `AB11${sha256(`refresh ${grantId} ${nextNumber(draft)}`).slice(0, 46)}`
}

/** Tokens and codes are numbered, so that a run with the same calls gives the same ones. They guard nothing here. */
export function nextNumber(draft: Draft): string {
  const last = draft.get('oauth-sequence', 'last')
  const next = String(typeof last === 'string' ? Number(last) + 1 : 1)
  draft.set('oauth-sequence', 'last', next)
  return next
}

function after(now: Date, seconds: number): string {
  return new Date(now.getTime() + seconds * 1_000).toISOString()
}
