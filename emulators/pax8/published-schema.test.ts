import { Ajv, type ValidateFunction } from 'ajv'
import formats from 'ajv-formats'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { sharedSpecs } from '../../test/helpers/shared-specs.ts'
import { createManualClock } from '../../src/support/clock.ts'
import { createExampleTenant, ids } from './example-tenant.ts'
import { createPax8Emulator } from './server.ts'
import { connect, tokenAnswer } from './test-client.ts'

const partnerDocument = sharedSpecs('pax8', 'pax8-partner-endpoints-openapi.json')
const tokenDocument = sharedSpecs('pax8', 'pax8-authentication-openapi.json')
const isThere = partnerDocument !== undefined && tokenDocument !== undefined
if (!isThere) console.warn("Not checked: the Pax8 emulator's answers against Pax8's OpenAPI, which is not at hand.")

/** Each documented reading path, and a call to it. */
const calls: Readonly<Record<string, string>> = {
  '/companies': '/v1/companies?size=200',
  '/companies/{companyId}': `/v1/companies/${ids.bearCreek}`,
  '/companies/{companyId}/contacts': `/v1/companies/${ids.bearCreek}/contacts`,
  '/companies/{companyId}/contacts/{contactId}': `/v1/companies/${ids.bearCreek}/contacts/${ids.contact}`,
  '/products': '/v1/products?size=200',
  '/products/{productId}': `/v1/products/${ids.businessStandard}`,
  '/products/{productId}/provision-details': `/v1/products/${ids.businessStandard}/provision-details`,
  '/products/{productId}/dependencies': `/v1/products/${ids.businessStandard}/dependencies`,
  '/products/{productId}/pricing': `/v1/products/${ids.businessStandard}/pricing`,
  '/orders': '/v1/orders',
  '/orders/{orderId}': `/v1/orders/${ids.order}`,
  '/subscriptions': '/v1/subscriptions?size=200',
  '/subscriptions/{subscriptionId}': `/v1/subscriptions/${ids.seats}`,
  '/subscriptions/{subscriptionId}/history': `/v1/subscriptions/${ids.seats}/history`,
  '/subscriptions/{subscriptionId}/usage-summaries': `/v1/subscriptions/${ids.azure}/usage-summaries`,
  '/usage-summaries/{usageSummaryId}': `/v1/usage-summaries/${ids.usage}`,
  '/usage-summaries/{usageSummaryId}/usage-lines': `/v1/usage-summaries/${ids.usage}/usage-lines?usageDate=2026-03-14`,
  '/invoices': '/v1/invoices',
  '/invoices/{invoiceId}': `/v1/invoices/${ids.invoice}`,
  '/invoices/{invoiceId}/items': `/v1/invoices/${ids.childInvoice}/items?size=200`,
  '/invoices/draftItems': '/v1/invoices/draftItems?monthOffset=0',
}

describe.runIf(isThere)("the answers fit Pax8's published OpenAPI", () => {
  test('every documented reading path is answered', () => {
    const documented = Object.entries(readDocument(partnerDocument).paths).filter(([, methods]) => 'get' in methods)
    expect(documented.map(([path]) => path).toSorted()).toEqual(Object.keys(calls).toSorted())
  })

  test.each(Object.entries(calls))('GET %s', async (path, url) => {
    const { get } = await connect(emulatorToCheck())
    const answer = await get(url)
    expect(answer.status).toBe(200)
    const validate = compile(partnerDocument, ['paths', path, 'get'])
    expect(validate(JSON.parse(answer.text)), JSON.stringify(validate.errors?.slice(0, 3))).toBe(true)
    expect(answer.text.length).toBeGreaterThan('{"content":[]}'.length)
  })

  test('POST /token', async () => {
    const answer = await tokenAnswer(emulatorToCheck())
    const validate = compile(tokenDocument, ['paths', '/token', 'post'])
    expect(validate(JSON.parse(answer.text)), JSON.stringify(validate.errors)).toBe(true)
  })

  test('a wrong field name or type does not pass, so the check above means something', () => {
    const validate = compile(partnerDocument, ['paths', '/subscriptions', 'get'])
    expect(validate({ content: [{ quantity: 17 }] })).toBe(true)
    expect(validate({ content: [{ quantity: '17' }] })).toBe(false)
    expect(validate({ content: [{ unitPrice: 12.5 }] })).toBe(false)
  })
})

/** The document lists rate types with their explanation inside, so its own example would fail: prose is asked for. */
function emulatorToCheck(): ReturnType<typeof createPax8Emulator> {
  const clock = createManualClock(new Date('2026-04-05T00:00:00Z'))
  const state = createExampleTenant()
  state.changeQuantity(ids.seats, '18', '2026-04-03T00:00:00Z')
  return createPax8Emulator({
    clock,
    state,
    settings: { rateType: 'prose', listCarriesCost: true, itemIds: 'present' },
  })
}

const openApi = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.looseObject({ schemas: z.record(z.string(), z.record(z.string(), z.unknown())) }),
})
type OpenApi = z.output<typeof openApi>

function readDocument(path: string | undefined): OpenApi {
  return openApi.parse(JSON.parse(readFileSync(path ?? '', 'utf8')))
}

/** The schema of the 200 answer, closed against unknown fields so that a misspelt one is seen. */
function compile(path: string | undefined, operation: readonly string[]): ValidateFunction {
  const document = readDocument(path)
  for (const [name, schema] of Object.entries(document.components.schemas)) close(name, schema)
  const ajv = new Ajv({ strict: false, allErrors: true })
  formats.default(ajv)
  ajv.addFormat('yyyy-MM-dd', /^\d{4}-\d{2}-\d{2}$/)
  ajv.addFormat('phone', /^[\d-]+$/)
  ajv.addSchema(document, 'pax8')
  const pointer = [...operation, 'responses', '200', 'content', 'application/json', 'schema']
  const $ref = `pax8#/${pointer.map((part) => encodeURIComponent(part.replaceAll('/', '~1'))).join('/')}`
  return ajv.compile({ $ref })
}

/** Fields that the published examples have and the published schemas have forgotten. */
const forgotten: Readonly<Record<string, string>> = { Invoice: 'status', UsageSummary: 'subscriptionId' }

function close(name: string, schema: Record<string, unknown>): void {
  const properties = z.record(z.string(), z.looseObject({})).parse(schema['properties'] ?? {})
  const missing = forgotten[name]
  if (missing !== undefined) properties[missing] = { type: 'string' }
  schema['properties'] = properties
  schema['additionalProperties'] = false
  // Some schemas require what they declare as write-only or do not declare at all; no answer can have that.
  const required = z.array(z.string()).parse(schema['required'] ?? [])
  const isAnswered = (field: string): boolean => field in properties && properties[field]?.['writeOnly'] !== true
  schema['required'] = required.filter(isAnswered)
}
