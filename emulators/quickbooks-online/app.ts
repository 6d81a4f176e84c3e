import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import { jsonAnswer, type Answer } from './answer.ts'
import { readCall, type Call } from './call.ts'
import { controlRoutes } from './control-routes.ts'
import { authorize } from './oauth/authorize.ts'
import { answerRevocation, answerTokenRequest } from './oauth/token-endpoint.ts'
import { Draft } from './state/row-store.ts'
import { deliver } from './trouble/deliver.ts'
import { exchange, type Outcome } from './trouble/exchange.ts'
import type { FaultRule } from './trouble/fault-rule.ts'
import type { World } from './world.ts'

type Work = (call: Call, trouble: FaultRule | undefined) => Answer | Promise<Answer>

/** How an outcome reaches whoever called. */
type Delivery = (outcome: Outcome, headers: Readonly<Record<string, string>>, bindings: HttpBindings) => Response

/** The vendor's addresses, and below `/_emulator` the emulator's own. */
export function createApp(world: World, controls?: Hono, hand: Delivery = deliver): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>()
  const serve = async (request: Request, bindings: HttpBindings, work: Work): Promise<Response> => {
    const call = await readCall(request)
    const parts = { clock: world.clock, plan: world.faults, store: world.store, requestIds: world.service.requestIds }
    const outcome = await exchange(parts, call, async (trouble) => work(call, trouble))
    return hand(outcome, world.answerHeaders(), bindings)
  }
  app.route('/_emulator', controlRoutes(world))
  if (controls !== undefined) app.route('/_emulator', controls)
  app.get('/connect/oauth2', (c) => serve(c.req.raw, c.env, (call) => consent(world, call)))
  app.post('/oauth2/v1/tokens/bearer', (c) =>
    serve(c.req.raw, c.env, (call) => withDraft(world, (draft) => answerTokenRequest(draft, moment(world), call))),
  )
  app.post('/v2/oauth2/tokens/revoke', (c) =>
    serve(c.req.raw, c.env, (call) => withDraft(world, (draft) => answerRevocation(draft, moment(world), call))),
  )
  app.get('/.well-known/openid_configuration', (c) =>
    serve(c.req.raw, c.env, () => discovery(new URL(c.req.url).origin)),
  )
  app.all('/v3/company/*', (c) => serve(c.req.raw, c.env, (call, trouble) => world.service.answer(call, trouble)))
  return app
}

function consent(world: World, call: Call): Answer {
  const { settings, clock } = world
  const named = call.query.get('realmId')
  if (named !== null) world.company(named)
  return withDraft(world, (draft) =>
    authorize(draft, { query: call.query, settings, now: clock.now(), defaultRealmId: world.firstRealmId() }),
  )
}

function withDraft(world: World, work: (draft: Draft) => Answer): Answer {
  const draft = new Draft(world.store)
  const answer = work(draft)
  draft.commit()
  return answer
}

function moment(world: World): { now: Date; settings: World['settings'] } {
  return { now: world.clock.now(), settings: world.settings }
}

/** The vendor's discovery document, with this server's addresses in it. */
function discovery(origin: string): Answer {
  return jsonAnswer(200, {
    issuer: `${origin}/op/v1`,
    authorization_endpoint: `${origin}/connect/oauth2`,
    token_endpoint: `${origin}/oauth2/v1/tokens/bearer`,
    revocation_endpoint: `${origin}/v2/oauth2/tokens/revoke`,
    response_types_supported: ['code'],
    scopes_supported: ['com.intuit.quickbooks.accounting'],
    token_endpoint_auth_methods_supported: ['client_secret_basic'],
  })
}
