import { Hono } from 'hono'
import { z } from 'zod'
import { InvalidInput } from '../../src/support/failure.ts'
import type { SimulatedTime, TimeMoved } from './simulated-time.ts'

const dayMilliseconds = 86_400_000

const move = z.union([
  z.strictObject({ to: z.iso.datetime({ offset: true }) }),
  z.strictObject({ advanceDays: z.number().positive() }),
])

const usage = 'Send {"to": "2026-10-14T03:00:00Z"} or {"advanceDays": 1}.'

/**
 * `GET /clock` tells the time; `POST /clock` moves it. Mounted below `/_emulator` of both emulators, which share the
 * time.
 * @param moved is told of each move, after it.
 */
export function clockRoutes(time: SimulatedTime, moved: (result: TimeMoved) => Promise<void>): Hono {
  const app = new Hono()
  app.get('/clock', (context) => {
    time.catchUp()
    return context.json({ now: time.now().toISOString(), lastMonth: time.lastMonth })
  })
  app.post('/clock', async (context) => {
    const target = readMove(await context.req.text(), time.now())
    if (target === undefined) return context.json({ error: usage }, 400)
    try {
      const result = time.moveTo(target)
      await moved(result)
      return context.json(result)
    } catch (error) {
      if (error instanceof InvalidInput) return context.json({ error: `${error.message} ${usage}` }, 400)
      throw error
    }
  })
  return app
}

function readMove(text: string, now: Date): Date | undefined {
  const parsed = move.safeParse(jsonOf(text))
  if (!parsed.success) return undefined
  if ('to' in parsed.data) return new Date(parsed.data.to)
  return new Date(now.getTime() + parsed.data.advanceDays * dayMilliseconds)
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // What is no JSON is no move either, and is answered as one.
    return undefined
  }
}
