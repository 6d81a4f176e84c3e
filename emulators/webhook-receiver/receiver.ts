import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { z } from 'zod'
import type { Clock } from '../../src/support/clock.ts'
import { listenOnLoopback } from '../../src/support/loopback-server.ts'

/**
 * An MSP's own endpoint as `docs/ledgers/webhook.md` asks for it, and an example of one. It keeps what it is sent,
 * answers the same bytes under the same id as it did before, and goes wrong on request.
 */
export interface WebhookReceiver {
  readonly documents: ReadonlyMap<string, StoredDocument>
  /** Of every request that was answered or not: method and path. */
  readonly seen: readonly string[]
  /** The next request meets this. */
  meet(fault: ReceiverFault): void
  /** What a person may do to the endpoint's data. */
  change(id: string, change: (document: StoredDocument) => StoredDocument): void
  remove(id: string): void
  setCustomerActive(id: string, active: boolean): void
  listen(port?: number): Promise<{ readonly url: string; readonly close: () => Promise<void> }>
}

/** `before`: nothing was done. `after`: the document was kept, and the answer went wrong. */
export type ReceiverFault =
  | 'drop-before'
  | 'drop-after'
  | 'cut-after'
  | 'error-before'
  | 'error-after'
  | 'web-page'
  | 'too-many'
  | 'unknown-secret'
  | 'slow-after'
  | 'other-receipt'

export interface StoredDocument {
  readonly id: string
  readonly document: Readonly<Record<string, unknown>>
  readonly voided: boolean
  readonly version: number
  readonly changedAt: Date
}

export interface ReceiverOptions {
  readonly clock: Clock
  /** As it was given to whoever posts: `whsec_` and base64. */
  readonly secret: string
  readonly company?: string
  readonly customers?: readonly { readonly id: string; readonly name: string }[]
  readonly items?: readonly { readonly id: string; readonly name: string }[]
}

interface Answer {
  readonly status: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

const oldestSignatureSeconds = 300
const documentSchema = z.looseObject({
  documentKind: z.enum(['invoice', 'credit-memo']),
  reference: z.string(),
  customer: z.looseObject({ id: z.string() }),
})

export function createWebhookReceiver({
  clock,
  secret,
  company,
  customers = [],
  items = [],
}: ReceiverOptions): WebhookReceiver {
  const documents = new Map<string, StoredDocument>()
  const deleted: { readonly id: string; readonly documentKind: unknown; readonly at: Date }[] = []
  const answered = new Map<string, { readonly bytes: string; readonly answer: Answer }>()
  const inactive = new Set<string>()
  const seen: string[] = []
  let fault: ReceiverFault | undefined

  function answerTo(method: string, url: URL, body: string, id: string): Answer {
    if (method === 'POST') return once(id, body, () => write(url, body))
    const [, , name] = url.pathname.split('/')
    if (name === 'company')
      return {
        status: 200,
        body: {
          company,
          customers: customers.map((customer) => ({ ...customer, active: !inactive.has(customer.id) })),
          items,
        },
      }
    const since = url.searchParams.get('changedSince')
    if (since !== null) return { status: 200, body: changes(new Date(since)) }
    const reference = url.searchParams.get('reference')
    if (reference !== null) {
      return {
        status: 200,
        body: {
          documents: [...documents.values()].filter((kept) => kept.document['reference'] === reference).map(shown),
        },
      }
    }
    const kept = documents.get(decodeURIComponent(name ?? ''))
    return kept === undefined ? refusal(404, 'there is no such document') : { status: 200, body: shown(kept) }
  }

  /** The same bytes under the same id are one request, however often they come. */
  function once(id: string, bytes: string, work: () => Answer): Answer {
    const before = answered.get(id)
    if (before !== undefined)
      return before.bytes === bytes ? before.answer : refusal(422, 'this id was used for other bytes')
    const answer = work()
    if (answer.status < 300) answered.set(id, { bytes, answer })
    return answer
  }

  function write(url: URL, body: string): Answer {
    const [, , name, verb] = url.pathname.split('/')
    if (verb === 'void') return voidOne(decodeURIComponent(name ?? ''), body)
    const parsed = documentSchema.safeParse(jsonOf(body))
    if (!parsed.success) return refusal(422, 'this is no document')
    if (inactive.has(parsed.data.customer.id)) return refusal(422, 'this customer is not active', 'customer.id')
    const id = `doc-${String(documents.size + deleted.length + 1001)}`
    documents.set(id, { id, document: parsed.data, voided: false, version: 1, changedAt: clock.now() })
    return { status: 201, body: { id, sha256: createHash('sha256').update(body).digest('hex'), version: '1' } }
  }

  function voidOne(id: string, body: string): Answer {
    const kept = documents.get(id)
    if (kept === undefined) return refusal(404, 'there is no such document')
    const { version } = z.object({ version: z.string() }).parse(jsonOf(body))
    if (version !== String(kept.version)) return refusal(409, 'it was changed since')
    const voided = { ...kept, voided: true, version: kept.version + 1, changedAt: clock.now() }
    documents.set(id, voided)
    return { status: 200, body: shown(voided) }
  }

  function changes(since: Date): unknown {
    return {
      documents: [...documents.values()].filter(({ changedAt }) => changedAt > since).map(shown),
      deleted: deleted.filter(({ at }) => at > since).map(({ id, documentKind }) => ({ id, documentKind })),
    }
  }

  function isSigned(request: IncomingMessage, content: string): boolean {
    const header = (name: string): string => [request.headers[name] ?? ''].flat().join('')
    const timestamp = Number(header('webhook-timestamp'))
    if (!(Math.abs(clock.now().getTime() / 1000 - timestamp) <= oldestSignatureSeconds)) return false
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
    const expected = createHmac('sha256', key)
      .update(`${header('webhook-id')}.${header('webhook-timestamp')}.${content}`)
      .digest()
    return header('webhook-signature')
      .split(' ')
      .some((signature) => {
        const given = Buffer.from(signature.replace(/^v1,/, ''), 'base64')
        return given.length === expected.length && timingSafeEqual(given, expected)
      })
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request)
    const url = new URL(request.url ?? '/', 'http://receiver')
    const method = request.method ?? ''
    seen.push(`${method} ${url.pathname}`)
    const met = fault
    fault = undefined
    const inPlace = met === undefined ? undefined : wrongBefore[met]
    if (inPlace !== undefined) {
      inPlace(response, request)
      return
    }
    const content = method === 'POST' ? body : `${method} ${url.pathname}${url.search}`
    if (met === 'unknown-secret' || !isSigned(request, content)) {
      respond(response, refusal(401, 'the signature is not good'))
      return
    }
    const answer = answerTo(method, url, body, [request.headers['idempotency-key'] ?? ''].flat().join(''))
    const spoilt = met === undefined ? undefined : wrongAfter[met]
    if (spoilt === undefined) respond(response, answer)
    else spoilt(response, request)
  }

  return {
    documents,
    seen,
    meet: (next) => {
      fault = next
    },
    change: (id, change) => {
      const kept = documents.get(id)
      if (kept === undefined) throw new Error(`There is no document ${id}.`)
      documents.set(id, { ...change(kept), version: kept.version + 1, changedAt: clock.now() })
    },
    remove: (id) => {
      deleted.push({ id, documentKind: documents.get(id)?.document['documentKind'], at: clock.now() })
      documents.delete(id)
    },
    setCustomerActive: (id, active) => {
      if (active) inactive.delete(id)
      else inactive.add(id)
    },
    listen: async (port = 0) => {
      const server = createServer((request, response) => {
        serve(request, response).catch((error: unknown) => {
          response.destroy(error instanceof Error ? error : new Error(String(error)))
        })
      })
      const taken = await listenOnLoopback(server, port, '--port')
      return {
        url: `http://127.0.0.1:${String(taken)}/seatledger`,
        close: async () => {
          server.closeAllConnections()
          await new Promise((resolve) => server.close(resolve))
        },
      }
    },
  }
}

type GoesWrong = (response: ServerResponse, request: IncomingMessage) => void

/** What answers in place of any work. */
const wrongBefore: Partial<Record<ReceiverFault, GoesWrong>> = {
  'drop-before': (response) => {
    response.destroy()
  },
  'error-before': (response) => {
    respond(response, refusal(503, 'out for maintenance'))
  },
  'web-page': (response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>')
  },
  'too-many': (response) => {
    respond(response, { ...refusal(429, 'slow down'), headers: { 'retry-after': '7' } })
  },
}

/** What comes in place of the answer when all was done. */
const wrongAfter: Partial<Record<ReceiverFault, GoesWrong>> = {
  'drop-after': (response) => {
    response.destroy()
  },
  'error-after': (response) => {
    respond(response, refusal(500, 'something went wrong'))
  },
  'other-receipt': (response) => {
    respond(response, { status: 200, body: { id: 'doc-1', sha256: '00' } })
  },
  'cut-after': (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
    response.write('{"id":')
    setImmediate(() => response.destroy())
  },
  // Never answered: whoever asked gives up.
  'slow-after': (response, request) => {
    request.socket.once('close', () => response.destroy())
  },
}

function shown({ id, document, voided, version }: StoredDocument): unknown {
  return { id, document, voided, version: String(version) }
}

function refusal(status: number, error: string, field?: string): Answer {
  return { status, body: field === undefined ? { error } : { error, field } }
}

function respond(response: ServerResponse, { status, body, headers }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Uint8Array[] = []
  for await (const part of request) if (part instanceof Uint8Array) parts.push(part)
  return Buffer.concat(parts).toString('utf8')
}

function jsonOf(text: string): unknown {
  try {
    return z.unknown().parse(JSON.parse(text))
  } catch {
    return undefined
  }
}
