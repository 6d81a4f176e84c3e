import { z } from 'zod'
import { jsonResponse, type Pax8App } from '../call.ts'
import type { Pax8Context } from '../context.ts'
import { problemResponse, Problem } from '../errors.ts'
import { writeJson } from '../json-text.ts'
import { audiences } from '../tokens.ts'

const tokenRequest = z.object({
  client_id: z.string(),
  client_secret: z.string(),
  audience: z.string(),
  grant_type: z.literal('client_credentials'),
})

/** `POST /token` takes JSON. A refusal has OAuth's own shape, not the envelope of the other endpoints. */
export function tokenRoute(app: Pax8App, { tokens }: Pax8Context): void {
  app.post('/v1/token', async (context) => {
    const body = readBody(await context.req.text())
    if (body === undefined) return problemResponse(new Problem(400, 'The request body is not JSON'), context.req.path)
    const request = tokenRequest.safeParse(body)
    if (!request.success || !audiences.includes(request.data.audience)) return refusal()
    const { client_id: clientId, client_secret: clientSecret, audience } = request.data
    const token = tokens.issue({ clientId, clientSecret, audience })
    if (token === undefined) return refusal()
    return jsonResponse(writeJson({ access_token: token, expires_in: 86_400, token_type: 'Bearer' }))
  })
}

function refusal(): Response {
  return jsonResponse(writeJson({ error: 'access_denied', error_description: 'Unauthorized' }), 401)
}

/** `undefined` for a text that is not JSON: older OAuth clients send a form, which Pax8 does not document. */
function readBody(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
