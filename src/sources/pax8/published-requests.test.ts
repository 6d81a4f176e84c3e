import { Ajv } from 'ajv'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { ids } from '../../../emulators/pax8/example-tenant.ts'
import { openEmulatedPax8, type EmulatedPax8 } from '../../../test/helpers/emulated-pax8.ts'
import { sharedSpecs } from '../../../test/helpers/shared-specs.ts'
import { collect } from '../source-contract.ts'
import type { StreamName } from '../source.ts'

const partnerDocument = sharedSpecs('pax8', 'pax8-partner-endpoints-openapi.json')
const tokenDocument = sharedSpecs('pax8', 'pax8-authentication-openapi.json')
const isThere = partnerDocument !== undefined && tokenDocument !== undefined
if (!isThere) console.warn("Not checked: the requests to Pax8 against Pax8's OpenAPI, which is not at hand.")

const parameter = z.looseObject({
  in: z.string(),
  name: z.string(),
  required: z.boolean().optional(),
  schema: z.record(z.string(), z.unknown()),
})
const document = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), z.looseObject({ parameters: z.array(parameter).optional() }))),
})

const readings: readonly (readonly [StreamName, readonly string[] | undefined])[] = [
  ['companies', undefined],
  ['contacts', [ids.bearCreek]],
  ['products', [ids.businessStandard]],
  ['prices', [ids.businessStandard]],
  ['subscriptions', undefined],
  ['subscription-details', [ids.seats]],
  ['subscription-history', [ids.seats]],
  ['orders', undefined],
  ['usage-summaries', [ids.azure]],
  ['usage-lines', [`${ids.usage}/2026-03-14`]],
  ['distributor-invoices', undefined],
  ['charges', [ids.invoice]],
  ['draft-charges', ['0', '1']],
]

describe.runIf(isThere)("every request fits Pax8's published OpenAPI", () => {
  let emulated: EmulatedPax8
  beforeAll(async () => {
    emulated = await openEmulatedPax8({ pageSize: 200 })
    await emulated.source.check(new AbortController().signal)
    for (const [stream, keys] of readings) {
      await collect(emulated.source, stream, keys === undefined ? { since: '2026-01-01' } : { keys })
    }
  })
  afterAll(() => emulated.close())

  test('each path exists for reading, and each parameter is documented with a value that its schema allows', () => {
    const { paths } = document.parse(JSON.parse(readFileSync(partnerDocument ?? '', 'utf8')))
    const reads = emulated.emulator.requests.filter(({ method }) => method === 'GET')
    expect(reads.length).toBeGreaterThan(readings.length)
    const complaints = reads.flatMap(({ path, query }) => complaintsAbout(paths, path.replace('/v1', ''), query))
    // The document calls usage lines paged and names no parameters for it; the counters of the answer decide.
    const usageLines = `/usage-summaries/${ids.usage}/usage-lines`
    expect(complaints).toEqual([`${usageLines} knows no page`, `${usageLines} knows no size`])
  })

  test('nothing but reads and token calls is ever sent', () => {
    const others = emulated.emulator.requests.filter(({ method, path }) => method !== 'GET' && path !== '/v1/token')
    expect(others).toEqual([])
    expect(emulated.emulator.requests.map(({ status }) => status).every((status) => status === 200)).toBe(true)
  })

  test('a misspelt path or parameter would be seen', () => {
    const { paths } = document.parse(JSON.parse(readFileSync(partnerDocument ?? '', 'utf8')))
    expect(complaintsAbout(paths, '/invoices/draft-items', '')).toEqual(['/invoices/draft-items takes no such id'])
    expect(complaintsAbout(paths, '/invoices', 'since=2026-01-01')).toEqual(['/invoices knows no since'])
    expect(complaintsAbout(paths, '/subscriptions', 'size=1000')).toEqual(['/subscriptions does not allow size=1000'])
  })
})

type Paths = z.output<typeof document>['paths']

function complaintsAbout(paths: Paths, path: string, query: string): string[] {
  const template = templateOf(paths, path)
  const operation = template === undefined ? undefined : paths[template]?.['get']
  if (operation === undefined) return [`${path} is not documented`]
  if (template?.includes('{') === true && !/[0-9a-f]{8}-/.test(path)) return [`${path} takes no such id`]
  const parameters = operation.parameters ?? []
  const sent = new URLSearchParams(query)
  const missing = parameters.filter(
    ({ in: place, name, required }) => place === 'query' && required === true && !sent.has(name),
  )
  return [
    ...missing.map(({ name }) => `${path} lacks ${name}`),
    ...[...sent].flatMap(([name, value]) => {
      const documented = parameters.find((candidate) => candidate.in === 'query' && candidate.name === name)
      if (documented === undefined) return [`${path} knows no ${name}`]
      return allows(documented.schema, value) ? [] : [`${path} does not allow ${name}=${value}`]
    }),
  ]
}

/** The documented path that fits; one without ids in it goes first, so that `draftItems` is not taken for an id. */
function templateOf(paths: Paths, path: string): string | undefined {
  if (path in paths) return path
  const segments = path.split('/')
  return Object.keys(paths).find((template) => {
    const parts = template.split('/')
    return parts.length === segments.length && parts.every((part, at) => part.startsWith('{') || part === segments[at])
  })
}

function allows(schema: Record<string, unknown>, value: string): boolean {
  const ajv = new Ajv({ strict: false })
  ajv.addFormat('yyyy-MM-dd', /^\d{4}-\d{2}-\d{2}$/)
  ajv.addFormat('uuid', /^[0-9a-f-]{36}$/)
  const isNumeric = schema['type'] === 'number' || schema['type'] === 'integer'
  return ajv.validate(schema, isNumeric ? Number(value) : value)
}
