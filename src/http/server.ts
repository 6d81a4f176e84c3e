import { createAdaptorServer } from '@hono/node-server'
import { createServer as createTlsServer } from 'node:https'
import { isIP } from 'node:net'
import { Hono } from 'hono'
import { listenAt } from '../support/loopback-server.ts'
import { createApi } from './create-api.ts'
import type { ApiTools } from './endpoint.ts'
import { getHealth } from './routes/get-health.ts'
import { getPage, type Page } from './routes/get-page.ts'
import { getReadiness, type Readiness } from './routes/get-readiness.ts'
import { receiveNotices } from './receive-notices.ts'
import { requireProtected, type Reach } from './reach.ts'
import { securityHeaders } from './security-headers.ts'

export interface HttpServer {
  readonly url: string
  close(): Promise<void>
}

/** All that the server answers. Errors are `{ error: { code, message } }`. */
export function createHttpApp(
  readiness: () => Promise<Readiness>,
  tools: () => ApiTools | undefined,
  page: Page,
): Hono {
  const app = new Hono()
  app.use(securityHeaders(() => tools()?.isSecure === true))
  getHealth(app)
  getReadiness(app, readiness)
  receiveNotices(app, tools)
  app.route('/api/v1', createApi(tools))
  getPage(app, page)
  app.notFound((context) =>
    context.json({ error: { code: 'not-found', message: 'There is nothing at this address.' } }, 404),
  )
  return app
}

/** This computer alone, and so without TLS. */
export const loopbackReach: Reach = { host: '127.0.0.1', tls: undefined, isBehindProxy: false }

/**
 * Serves on one address, by default one that no other computer reaches.
 * @throws {ReachUnprotected} for one that others reach, without TLS. @throws {PortTaken} that names port and option.
 */
export async function startHttpServer(app: Hono, port: number, reach: Reach = loopbackReach): Promise<HttpServer> {
  requireProtected(reach)
  const { host, tls } = reach
  const server = createAdaptorServer({
    fetch: app.fetch,
    ...(tls === undefined
      ? {}
      : { createServer: createTlsServer, serverOptions: { cert: tls.certificate, key: tls.key } }),
  })
  const actual = await listenAt(server, host, port, '--port')
  return {
    url: `${tls === undefined ? 'http' : 'https'}://${isIP(host) === 6 ? `[${host}]` : host}:${String(actual)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        // A client that keeps its connection must not hold the shutdown up.
        if ('closeAllConnections' in server) server.closeAllConnections()
      }),
  }
}
