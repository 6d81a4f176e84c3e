import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { found, jsonResponse, type Pax8App } from '../call.ts'
import type { Pax8Context } from '../context.ts'
import { Problem } from '../errors.ts'

const topicFilter = z.looseObject({ action: z.string(), conditions: z.array(z.unknown()).optional() })
const webhookInput = z.looseObject({
  displayName: z.string().min(1),
  url: z.url().optional(),
  authorization: z.string().optional(),
  active: z.boolean().default(false),
  errorThreshold: z.int().min(1).max(20).default(3),
  webhookTopics: z.array(z.looseObject({ topic: z.string(), filters: z.array(topicFilter).default([]) })).default([]),
})

export type Webhook = z.output<typeof webhookInput> & { readonly id: string }

/** What the official example prints: the one topic whose name is published. */
export const topicDefinitions = [
  { topic: 'PRODUCT', name: 'Product', filters: [{ action: 'UPDATED', conditions: [] }] },
  { topic: 'INVOICE', name: 'Invoice', filters: [{ action: 'CREATED', conditions: [] }] },
]

/** The webhook API, beside the partner API under `/api/v2`. The secret that was registered is shown masked. */
export function webhookRoutes(app: Pax8App, { webhooks, clock, deliver }: Pax8Context): void {
  app.get('/api/v2/webhooks/topic-definitions', () => pageOf(topicDefinitions))
  app.get('/api/v2/webhooks', () => pageOf([...webhooks.values()].map(shown)))
  app.post('/api/v2/webhooks', async (context) => {
    const parsed = webhookInput.safeParse(readJson(await context.req.text()))
    if (!parsed.success) throw new Problem(422, 'Invalid webhook', [{ message: z.prettifyError(parsed.error) }])
    const webhook = { ...parsed.data, id: randomUUID() }
    webhooks.set(webhook.id, webhook)
    return jsonResponse(JSON.stringify(shown(webhook)), 201)
  })
  app.delete('/api/v2/webhooks/:id', (context) => {
    const { id } = found(webhooks.get(context.req.param('id')), 'Webhook')
    webhooks.delete(id)
    return new Response(null, { status: 204 })
  })
  app.post('/api/v2/webhooks/:id/topics/:topic/test', async (context) => {
    const webhook = found(webhooks.get(context.req.param('id')), 'Webhook')
    const topic = found(
      webhook.webhookTopics.find((each) => each.topic === context.req.param('topic')),
      'Topic',
    )
    await deliver(webhook, topic.topic, { sample: true }, clock.now())
    return new Response(null, { status: 202 })
  })
}

function shown({ authorization, ...rest }: Webhook): object {
  return { ...rest, ...(authorization === undefined ? {} : { authorization: '********' }) }
}

function pageOf(rows: readonly object[]): Response {
  const page = { size: 200, totalElements: rows.length, totalPages: rows.length === 0 ? 0 : 1, number: 0 }
  return jsonResponse(JSON.stringify({ content: rows, page }))
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) throw new Problem(400, 'The request body is not JSON')
    throw error
  }
}
