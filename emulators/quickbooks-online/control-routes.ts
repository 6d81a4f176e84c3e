import type { HttpBindings } from '@hono/node-server'
import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { InvalidInput, messageOf, NotFound } from '../../src/support/failure.ts'
import { stringifyJson } from '../../src/support/json.ts'
import { faultRuleSchema } from './trouble/fault-rule.ts'
import { VendorFault } from './vendor-fault.ts'
import type { World } from './world.ts'

type ControlApp = Hono<{ Bindings: HttpBindings }>

/** What a test or an operator of the sandbox can do from outside. Faults never touch these addresses. */
export function controlRoutes(world: World): ControlApp {
  const app: ControlApp = new Hono<{ Bindings: HttpBindings }>()
  app.onError((error, c) => refusal(c, error))
  faultRoutes(app, world)
  app.post('/companies/:realmId', async (c) => {
    world.company(c.req.param('realmId')).setPreferencesFromJson(await bodyOf(c))
    return c.json({ realmId: c.req.param('realmId') })
  })
  app.post('/companies/:realmId/tokens', (c) => c.json(world.existingCompany(c.req.param('realmId')).issueTokens()))
  app.get('/companies/:realmId/invoices', (c) => {
    const invoices = world.existingCompany(c.req.param('realmId')).invoices()
    return c.body(stringifyJson({ count: invoices.length, invoices }), 200, { 'Content-Type': 'application/json' })
  })
  app.get('/companies/:realmId/contents', (c) => c.json(world.existingCompany(c.req.param('realmId')).contents()))
  return app
}

function faultRoutes(app: ControlApp, world: World): void {
  app.get('/faults', (c) => c.json(world.faults.report()))
  app.post('/faults', async (c) => {
    const body = z.union([z.array(faultRuleSchema), faultRuleSchema]).parse(await bodyOf(c))
    if (Array.isArray(body)) world.faults.set(body)
    else world.faults.queue(body)
    return c.json(world.faults.report())
  })
  app.post('/faults/reset', (c) => {
    world.faults.reset()
    return c.json([])
  })
}

async function bodyOf(c: Context): Promise<unknown> {
  const text = await c.req.text()
  return text === '' ? {} : JSON.parse(text)
}

function refusal(c: Context, error: Error): Response {
  if (error instanceof NotFound) return c.json({ error: error.message }, 404)
  if (error instanceof z.ZodError) return c.json({ error: z.prettifyError(error) }, 400)
  if (error instanceof InvalidInput || error instanceof VendorFault || error instanceof SyntaxError) {
    return c.json({ error: messageOf(error) }, 400)
  }
  return c.json({ error: `The emulator failed: ${messageOf(error)}` }, 500)
}
