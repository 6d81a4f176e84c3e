import type { Hono } from 'hono'

/** `GET /healthz`: the process is alive. It says nothing about what it needs, so that nobody restarts it for that. */
export function getHealth(app: Hono): void {
  app.get('/healthz', (context) => context.json({ status: 'ok' }))
}
