import type { Hono } from 'hono'

/** What the server can say of itself at this moment. */
export interface Readiness {
  readonly ready: boolean
  /** Why it is not; without addresses or names, because anyone on this computer may ask. */
  readonly reason: string | undefined
}

/** `GET /readyz`: 200 when work is being done; 503, with the reason, while starting, stopping, or without a database. */
export function getReadiness(app: Hono, readiness: () => Promise<Readiness>): void {
  app.get('/readyz', async (context) => {
    const { ready, reason } = await readiness()
    return ready ? context.json({ status: 'ready' }) : context.json({ status: 'not-ready', reason }, 503)
  })
}
