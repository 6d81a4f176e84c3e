import { createAdaptorServer, type ServerType } from '@hono/node-server'
import type { Hono } from 'hono'
import type { Clock } from '../../src/support/clock.ts'
import { Failure } from '../../src/support/failure.ts'
import { createApp } from './app.ts'
import type { Pax8App } from './call.ts'
import { CallLimit } from './call-limit.ts'
import type { Pax8Context } from './context.ts'
import { deliverNotice, type DeliveredNotice } from './deliver-notice.ts'
import { isDropped } from './failures.ts'
import { Faults } from './faults.ts'
import type { FaultSwitches } from './fault-switches.ts'
import { RequestLog, type LoggedRequest } from './request-log.ts'
import type { Webhook } from './routes/webhooks.ts'
import { Pax8State } from './state.ts'
import { Tokens, type Credential } from './tokens.ts'

/** How an emulator starts: its credentials, and any switch that is to stand from the first call (and after a reset). */
export interface Pax8Settings extends Partial<FaultSwitches> {
  readonly credentials?: readonly Credential[]
  /** How many calls {@link Pax8Emulator.requests} keeps at least. */
  readonly requestLogSize?: number
}

export interface Pax8Emulator {
  readonly state: Pax8State
  readonly faults: Faults
  readonly settings: Required<Pick<Pax8Settings, 'credentials' | 'requestLogSize'>>
  /** The latest calls, oldest first. */
  readonly requests: readonly LoggedRequest[]
  readonly webhooks: ReadonlyMap<string, Webhook>
  /** Every notice that was sent, with what became of it. */
  readonly notices: readonly DeliveredNotice[]
  /** Sends the notice of a new invoice to whoever asked for it. */
  announceInvoice(invoiceId: string): Promise<void>
  /** Answers a request without a socket. Rejects with a `TypeError`, as `fetch` does, when the call is dropped. */
  fetch(request: Request): Promise<Response>
  /**
   * Serves on 127.0.0.1 only. The vendor's paths are below `url + '/v1'`.
   * @param port A free one is taken when it is left out.
   * @throws {PortUnavailable} when the port is taken or not allowed.
   */
  listen(port?: number): Promise<{ readonly url: string; close(): Promise<void> }>
}

export class PortUnavailable extends Failure {
  readonly code = 'emulator.port-unavailable'
}

/** The first reads everything; the second may not see invoices. */
const sandboxCredentials: readonly Credential[] = [
  { clientId: 'sandbox-client', clientSecret: 'sandbox-secret', deniedPaths: [] },
  { clientId: 'sandbox-without-invoices', clientSecret: 'sandbox-secret', deniedPaths: ['/v1/invoices/**'] },
]

/** Creates an emulated Pax8 for reading. It lives in memory; its time is the clock's. */
export function createPax8Emulator(options: {
  readonly clock: Clock
  readonly state?: Pax8State
  readonly settings?: Pax8Settings
  /** More addresses below `/_emulator`. */
  readonly controls?: Hono
}): Pax8Emulator {
  const { clock, state = new Pax8State() } = options
  const { credentials = sandboxCredentials, requestLogSize = 1000, ...switches } = options.settings ?? {}
  const faults = new Faults(switches)
  const log = new RequestLog(requestLogSize)
  const tokens = new Tokens(credentials, clock)
  const webhooks = new Map<string, Webhook>()
  const notices: DeliveredNotice[] = []
  const deliver: Pax8Context['deliver'] = async (...notice) => {
    const delivered = await deliverNotice(...notice)
    notices.push(delivered)
    return delivered
  }
  const shared = { clock, state, faults, tokens, callLimit: new CallLimit(), webhooks, deliver }
  const app = createApp(shared, log, options.controls)
  return {
    state,
    faults,
    settings: { credentials, requestLogSize },
    requests: log.entries,
    webhooks,
    notices,
    announceInvoice: async (invoiceId) => {
      for (const webhook of webhooks.values()) {
        const isWanted = webhook.webhookTopics.some(
          ({ topic, filters }) => topic === 'INVOICE' && filters.some(({ action }) => action === 'CREATED'),
        )
        if (webhook.active && isWanted) await deliver(webhook, 'INVOICE', { invoiceId }, clock.now())
      }
    },
    fetch: async (request) => {
      const response = await app.fetch(request, {})
      if (isDropped(response)) throw new TypeError('fetch failed', { cause: new Error('the connection was reset') })
      return response
    },
    listen: (port = 0) => listen(app, port),
  }
}

async function listen(app: Pax8App, port: number): Promise<{ url: string; close(): Promise<void> }> {
  const server = createAdaptorServer({ fetch: app.fetch })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      reject(new PortUnavailable(`Port ${port} on 127.0.0.1 cannot be used; free it or choose another.`, { cause }))
    })
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  const actualPort = typeof address === 'object' && address !== null ? address.port : port
  return { url: `http://127.0.0.1:${actualPort}`, close: () => close(server) }
}

/** Open connections (a client's keep-alive, a call that hangs) do not hold the shutdown up. */
function close(server: ServerType): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => {
      if (error === undefined) resolve()
      else reject(error)
    })
    if ('closeAllConnections' in server) server.closeAllConnections()
  })
}
