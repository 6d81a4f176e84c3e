import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import { listenOnLoopback } from '../support/loopback-server.ts'
import { createApi } from './create-api.ts'
import type { ApiTools } from './endpoint.ts'
import { getHealth } from './routes/get-health.ts'
import { getPage, type Page } from './routes/get-page.ts'
import { getReadiness, type Readiness } from './routes/get-readiness.ts'
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
  app.use(securityHeaders)
  getHealth(app)
  getReadiness(app, readiness)
  app.route('/api/v1', createApi(tools))
  getPage(app, page)
  app.notFound((context) =>
    context.json({ error: { code: 'not-found', message: 'There is nothing at this address.' } }, 404),
  )
  return app
}

/**
 * Serves on 127.0.0.1 and on no other address.
 * @throws {PortTaken} that names the port and the option.
 */
export async function startHttpServer(app: Hono, port: number): Promise<HttpServer> {
  const server = createAdaptorServer({ fetch: app.fetch })
  const actual = await listenOnLoopback(server, port, '--port')
  return {
    url: `http://127.0.0.1:${String(actual)}`,
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
