import { z } from 'zod'
import type { Endpoint } from './endpoint.ts'
import { scopeOf } from './token-scopes.ts'

/** The OpenAPI 3.1 document of some endpoints, from the very schemas that check their requests. */
export function openApiDocument(endpoints: readonly Endpoint[]): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const endpoint of endpoints) {
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method]: operationOf(endpoint) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'SeatLedger', version: '1', description: 'Amounts are decimal strings beside their currency.' },
    servers: [{ url: '/api/v1' }],
    paths,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'seatledger_session' },
        token: { type: 'http', scheme: 'bearer', description: 'Made under Account; each has its scopes.' },
      },
      schemas: { Error: errorSchema },
    },
  }
}

/** A program needs a scope; where there is none for it, only a session of a browser will do. */
function securityOf(endpoint: Endpoint): object[] {
  if (endpoint.needs === 'nobody') return []
  const scope = scopeOf(endpoint)
  return [{ session: [] }, ...(scope === undefined ? [] : [{ token: [scope] }])]
}

function operationOf(endpoint: Endpoint): object {
  const { summary, needs, status, params, query, body } = endpoint
  const content = contentOf(endpoint)
  const error = {
    description: 'refused',
    content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
  }
  return {
    summary: needs === 'nobody' ? summary : `${summary} (${needs})`,
    security: securityOf(endpoint),
    parameters: [...parametersOf(params, 'path'), ...parametersOf(query, 'query')],
    ...(body === undefined ? {} : { requestBody: { required: true, content: json(body, 'input') } }),
    responses: { [String(status)]: { description: 'done', ...content }, default: error },
  }
}

function contentOf({ answer, file }: Endpoint): object {
  if (file !== undefined) return { content: { [file]: { schema: { type: 'string', contentMediaType: file } } } }
  return answer === undefined ? {} : { content: json(answer, 'output') }
}

const objectSchema = z.looseObject({
  properties: z.record(z.string(), z.unknown()).default({}),
  required: z.array(z.string()).default([]),
})

function parametersOf(schema: z.ZodType | undefined, place: 'path' | 'query'): object[] {
  if (schema === undefined) return []
  const { properties, required } = objectSchema.parse(z.toJSONSchema(schema, { io: 'input' }))
  return Object.entries(properties).map(([name, each]) => ({
    name,
    in: place,
    required: required.includes(name),
    schema: each,
  }))
}

function json(schema: z.ZodType, io: 'input' | 'output'): object {
  // The document says once which dialect its schemas are written in.
  const schemaWithDialect: object = z.toJSONSchema(schema, { io })
  const plain = Object.fromEntries(Object.entries(schemaWithDialect).filter(([name]) => name !== '$schema'))
  return { 'application/json': { schema: plain } }
}

const errorSchema = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message'],
      properties: { code: { type: 'string' }, message: { type: 'string' }, details: {} },
    },
  },
}
