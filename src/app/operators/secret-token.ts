import { createHmac, randomBytes } from 'node:crypto'
import { sha256 } from '../../support/hash.ts'

/** A secret that names its organization, since nothing can be looked up before that is known. */
export interface SecretToken {
  readonly organizationId: string
  /** What the holder keeps. */
  readonly text: string
  /** What we keep. */
  readonly sha256: string
}

/** 256 random bits. */
export function newSecretToken(organizationId: string): SecretToken {
  const text = `${organizationId}.${randomBytes(32).toString('base64url')}`
  return { organizationId, text, sha256: sha256(text) }
}

/** Undefined where the text has not the shape of one. */
export function readSecretToken(text: string): SecretToken | undefined {
  const match = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.[A-Za-z0-9_-]{43}$/.exec(text)
  return match?.[1] === undefined ? undefined : { organizationId: match[1], text, sha256: sha256(text) }
}

/** What a page must send with each change, beside the cookie that it cannot read. Made from the token, and not back. */
export function csrfTokenOf(token: SecretToken): string {
  return createHmac('sha256', token.text).update('seatledger csrf').digest('base64url')
}
