import { createHmac } from 'node:crypto'

/** What is signed of a request: its body, or for one without a body its method and address. */
export interface SignedParts {
  /** The idempotency id, the same for each sending of the same bytes. */
  readonly id: string
  /** In whole seconds since 1970. */
  readonly timestamp: number
  readonly content: string
}

/**
 * The three headers of Standard Webhooks 1.0.0: `v1,` and the HMAC-SHA256 of `id.timestamp.content` in base64, under the
 * shared secret without its `whsec_`.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function signedHeaders(
  secret: string,
  { id, timestamp, content }: SignedParts,
): Readonly<Record<string, string>> {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const mac = createHmac('sha256', key)
    .update(`${id}.${String(timestamp)}.${content}`)
    .digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': `v1,${mac}` }
}
