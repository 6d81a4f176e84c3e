import type { SourceNotices, SourceTools } from '../../source.ts'
import { SourceFailure } from '../../errors.ts'
import type { Pax8Settings } from '../settings.ts'
import { createWriteCalls, type WriteCalls } from './write-calls.ts'
import { createdWire, topicDefinitionsWire, webhooksWire } from './wire.ts'

/** Enough of ours at once; Pax8 pages its own list by ten unless told otherwise. */
const pageSize = '200'

/**
 * Has Pax8 tell when an invoice is there ("invoice ready"). This is the one thing in this program that is written to
 * Pax8: a webhook is made, tested and removed, under a name of ours, and nothing else is touched. Which topic tells of
 * invoices is read from Pax8's own definitions and not taken for granted.
 */
export function createPax8Notices(settings: Pax8Settings, tools: SourceTools): SourceNotices {
  const calls = createWriteCalls(settings, tools)
  const displayName = `SeatLedger ${tools.connectionId}`
  return {
    subscribe: async ({ url, authorization, signal }) => {
      const topic = await invoiceTopic(calls, signal)
      // One that an earlier attempt has made, whose answer was lost, has another secret: it is replaced.
      await removeOurs(calls, displayName, signal)
      const body = { displayName, url, authorization, active: true, webhookTopics: [topicBody(topic)] }
      const made = createdWire.parse(await calls.send('POST', '/webhooks', body, signal))
      return { remoteId: made.id, topic: `${topic.topic} ${topic.action}` }
    },
    test: async (remoteId, signal) => {
      const { topic } = await invoiceTopic(calls, signal)
      const path = `/webhooks/${encodeURIComponent(remoteId)}/topics/${encodeURIComponent(topic)}/test`
      await calls.send('POST', path, {}, signal)
    },
    unsubscribe: (signal) => removeOurs(calls, displayName, signal),
  }
}

interface InvoiceTopic {
  readonly topic: string
  readonly action: string
}

function topicBody({ topic, action }: InvoiceTopic): object {
  return { topic, filters: [{ action, conditions: [] }] }
}

/** @throws {SourceFailure} where none of Pax8's topics tells that an invoice was made. */
async function invoiceTopic(calls: WriteCalls, signal: AbortSignal): Promise<InvoiceTopic> {
  const { content } = topicDefinitionsWire.parse(
    await calls.send('GET', `/webhooks/topic-definitions?size=${pageSize}`, undefined, signal),
  )
  for (const { topic, filters } of content) {
    const action = filters.map((filter) => filter.action).find((name) => name.toUpperCase() === 'CREATED')
    if (topic.toUpperCase() === 'INVOICE' && action !== undefined) return { topic, action }
  }
  const known = content.map(({ topic }) => topic).join(', ')
  throw new SourceFailure(
    'source.not-found',
    `Pax8 has no topic that tells of new invoices (it has: ${known === '' ? 'none' : known}). Nothing was made there; invoices are found by the nightly sync.`,
  )
}

async function removeOurs(calls: WriteCalls, displayName: string, signal: AbortSignal): Promise<number> {
  const { content } = webhooksWire.parse(await calls.send('GET', `/webhooks?size=${pageSize}`, undefined, signal))
  const ours = content.filter((webhook) => webhook.displayName === displayName)
  for (const { id } of ours) await calls.send('DELETE', `/webhooks/${encodeURIComponent(id)}`, undefined, signal)
  return ours.length
}
