import type { Webhook } from './routes/webhooks.ts'

/** At most this often in all, as the changelog says; then Pax8 writes an e-mail, which is not emulated. */
const mostAttempts = 3
const patienceMilliseconds = 10_000

/** What became of one notice: the status of each attempt, 0 for one without an answer. */
export interface DeliveredNotice {
  readonly webhookId: string
  readonly url: string
  readonly statuses: readonly number[]
}

/**
 * Sends a notice as Pax8 does: the string that was registered comes back as the Authorization header, and that is all
 * the proof there is. An answer other than 2xx, or none in ten seconds, is tried again.
 */
export async function deliverNotice(
  webhook: Webhook,
  topic: string,
  payloadData: object,
  sentAt: Date,
): Promise<DeliveredNotice> {
  const { id, url = '', authorization } = webhook
  const body = {
    ...{ accountId: 'emulated-partner', url, webhookId: id, sentAt: sentAt.toISOString() },
    ...{ webhookTopic: { id: topic, topic, filters: [] }, payloadData },
  }
  const headers: Record<string, string> = { 'content-type': 'application/json' }
  if (authorization !== undefined) headers['authorization'] = authorization
  const statuses: number[] = []
  while (statuses.length < mostAttempts && !statuses.some((status) => status >= 200 && status < 300)) {
    const signal = AbortSignal.timeout(patienceMilliseconds)
    const status = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body), signal }).then(
      (answer) => answer.status,
      () => 0,
    )
    statuses.push(status)
  }
  return { webhookId: id, url, statuses }
}
