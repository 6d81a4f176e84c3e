import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Clock } from '../../src/support/clock.ts'
import { listenOnLoopback } from '../../src/support/loopback-server.ts'
import { textAnswer, type Answer, type Call } from './call.ts'
import type { FaultKind, FaultPlan } from './fault-plan.ts'

/** How an exchange ends: with an answer, with half of one, or with a connection that is cut. */
type Outcome = { readonly kind: 'answered' | 'truncated'; readonly answer: Answer } | { readonly kind: 'reset' }

export interface VendorParts {
  readonly clock: Clock
  readonly faults: FaultPlan
  /** Carries out one call. */
  answer(call: Call): Answer
  /** What this vendor says when it wants a caller to wait, and when it is at a loss. */
  throttled(): Answer
  failed(): Answer
  expireToken(call: Call): void
  revokeGrant(call: Call): void
}

export interface RunningService {
  readonly url: string
  readonly close: () => Promise<void>
}

/** A vendor's service on loopback, or in this very process, with faults on request. */
export class EmulatedService {
  readonly #parts: VendorParts

  constructor(parts: VendorParts) {
    this.#parts = parts
  }

  /** @throws {PortTaken} when the port is not free. */
  async listen(port = 0, option = '--port'): Promise<RunningService> {
    const server = createServer((incoming, outgoing) => {
      void readCall(incoming).then((call) => {
        this.#deliver(this.#exchange(call), outgoing)
      })
    })
    const taken = await listenOnLoopback(server, port, option)
    return {
      url: `http://127.0.0.1:${String(taken)}`,
      close: () =>
        new Promise((resolve) => {
          server.close(() => {
            resolve()
          })
          server.closeAllConnections()
        }),
    }
  }

  /** In place of the network: what would cut a connection is thrown here, as `fetch` does. */
  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    const url = new URL(request.url)
    const outcome = this.#exchange({
      method: request.method,
      path: url.pathname,
      query: url.searchParams,
      header: (name) => request.headers.get(name) ?? undefined,
      body: await request.text(),
    })
    if (outcome.kind !== 'answered') throw new TypeError('fetch failed', { cause: new Error('the connection was cut') })
    const { status, headers, body } = outcome.answer
    return new Response(body === '' ? null : body, { status, headers: { ...headers, ...this.#common() } })
  }

  #exchange(call: Call): Outcome {
    const { faults } = this.#parts
    const address = `${call.path}?${call.query.toString()}`
    const fault = faults.take({ method: call.method, address, body: call.body })
    const early = fault === undefined ? undefined : this.#before(fault, call)
    return early ?? this.#after(fault, this.#parts.answer(call))
  }

  /** What ends the call before anything was done, or lets it go on. */
  #before(fault: FaultKind, call: Call): Outcome | undefined {
    switch (fault) {
      case 'reset-before':
        return { kind: 'reset' }
      case 'unavailable':
        return { kind: 'answered', answer: textAnswer(503, 'text/plain', 'Service Unavailable') }
      case 'html':
        return { kind: 'answered', answer: textAnswer(200, 'text/html; charset=utf-8', maintenancePage) }
      case 'throttled':
        return { kind: 'answered', answer: this.#parts.throttled() }
      case 'token-expired':
        this.#parts.expireToken(call)
        return undefined
      case 'token-revoked':
        this.#parts.revokeGrant(call)
        return undefined
      case 'commit-then-drop':
      case 'commit-then-500':
      case 'truncated':
        return undefined
    }
  }

  #after(fault: FaultKind | undefined, answer: Answer): Outcome {
    if (fault === 'commit-then-drop') return { kind: 'reset' }
    if (fault === 'commit-then-500') return { kind: 'answered', answer: this.#parts.failed() }
    return { kind: fault === 'truncated' ? 'truncated' : 'answered', answer }
  }

  #common(): Readonly<Record<string, string>> {
    return { Date: this.#parts.clock.now().toUTCString() }
  }

  #deliver(outcome: Outcome, outgoing: ServerResponse): void {
    if (outcome.kind === 'reset') {
      outgoing.socket?.resetAndDestroy()
      return
    }
    const { status, headers, body } = outcome.answer
    const bytes = Buffer.from(body, 'utf8')
    const isBodiless = status === 204 || status === 302
    const length = isBodiless ? {} : { 'Content-Length': String(bytes.length) }
    outgoing.writeHead(status, { ...headers, ...this.#common(), ...length })
    if (outcome.kind === 'answered') outgoing.end(isBodiless ? undefined : bytes)
    else outgoing.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => outgoing.destroy())
  }
}

async function readCall(incoming: IncomingMessage): Promise<Call> {
  const parts: Buffer[] = []
  for await (const part of incoming) if (Buffer.isBuffer(part)) parts.push(part)
  const url = new URL(incoming.url ?? '/', 'http://localhost')
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    header: (name) => {
      const value = incoming.headers[name.toLowerCase()]
      return Array.isArray(value) ? value[0] : value
    },
    body: Buffer.concat(parts).toString('utf8'),
  }
}

const maintenancePage =
  '<!DOCTYPE html><html><head><title>Maintenance</title></head><body><h1>Back soon</h1></body></html>'
