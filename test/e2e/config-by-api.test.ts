import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { offerSetup } from '../../src/app/operators/set-up.ts'
import { createTestApp } from '../helpers/test-app.ts'
import { listOrganizations } from '../../src/store/organizations.ts'
import { openMonthScene, type MonthScene } from '../helpers/month-scene.ts'

const textSchema = z.object({ current: z.looseObject({ version: z.int(), yaml: z.string() }) })
const planSchema = z.looseObject({ effects: z.array(z.looseObject({ clientId: z.string() })) })

let scene: MonthScene
let ask: (path: string, body?: object) => Promise<Response>

beforeAll(async () => {
  scene = await openMonthScene()
  const { database } = scene.home.test
  const app = createTestApp(database)
  let headers: Record<string, string> = { 'content-type': 'application/json' }
  ask = (path, body) =>
    Promise.resolve(
      app.request(`/api/v1${path}`, {
        headers,
        ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
      }),
    )
  const [organization] = await listOrganizations(database)
  const token = organization === undefined ? '' : await offerSetup(database, organization)
  const begun = await ask('/setup', { token, name: 'Ada', password: 'correct horse battery' })
  const { csrfToken } = z.looseObject({ csrfToken: z.string() }).parse(await begun.json())
  headers = { ...headers, cookie: begun.headers.get('set-cookie')?.split(';')[0] ?? '', 'x-seatledger-csrf': csrfToken }
}, 120_000)

afterAll(() => scene.close())

async function currentConfig(): Promise<{ readonly version: number; readonly yaml: string }> {
  return textSchema.parse(await (await ask('/config')).json()).current
}

test('a changed markup is shown in money, client by client, before anything is stored', async () => {
  const { version, yaml } = await currentConfig()
  expect(yaml).toContain('markupPercent: "20"')
  const dearer = yaml.replace('markupPercent: "20"', 'markupPercent: "30"')
  const plan = planSchema.parse(await (await ask('/config/plan', { yaml: dearer, month: '2026-04' })).json())
  // 17 x 10.005 x 1.20 = 204.10 and 17 x 10.005 x 1.30 = 221.12 (221.1105), beside 2 x 40.00 of support.
  expect(plan.effects.find(({ clientId }) => clientId === 'bear-creek-winery')).toMatchObject({
    currency: 'USD',
    totalNow: '284.10',
    totalThen: '301.11',
    change: '17.01',
    blockedThen: false,
  })
  expect(plan['hunks']).toMatchObject([expect.arrayContaining([expect.objectContaining({ kind: 'added' })])])
  expect((await currentConfig()).version).toBe(version)
})

test('a mistake is told with its line and key, and nothing is stored', async () => {
  const { version, yaml } = await currentConfig()
  const wrong = yaml.replace('currency: USD', 'currency: DOLLARS')
  expect(wrong).not.toBe(yaml)
  for (const path of ['/config/plan', '/config']) {
    const answer = await ask(path, { yaml: wrong, ...(path === '/config' ? { basedOn: version } : {}) })
    const { error } = z
      .object({ error: z.looseObject({ code: z.string(), details: z.array(z.looseObject({ line: z.int() })) }) })
      .parse(await answer.json())
    expect([answer.status, error.code, error.details.length]).toEqual([400, 'config.invalid', 1])
    const line = wrong.split('\n').findIndex((text) => text.includes('DOLLARS')) + 1
    expect(error.details[0]).toMatchObject({ line, key: 'house.currency' })
  }
  expect((await currentConfig()).version).toBe(version)
})

test('of two administrators who apply at once one is told that the other was first, and nobody overwrites', async () => {
  const { version, yaml } = await currentConfig()
  const answers = await Promise.all(
    ['25', '26'].map((percent) =>
      ask('/config', {
        yaml: yaml.replace('markupPercent: "20"', `markupPercent: "${percent}"`),
        basedOn: version,
        effectiveFrom: '2026-06-01',
      }),
    ),
  )
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
  const refused = answers.find(({ status }) => status === 409)
  expect(await refused?.json()).toMatchObject({ error: { code: 'config.replaced' } })
  expect((await currentConfig()).version).toBe(version + 1)
  const diff = z
    .object({ hunks: z.array(z.array(z.looseObject({ kind: z.string(), text: z.string() }))) })
    .parse(
      JSON.parse(
        await (await ask(`/config/versions/${String(version)}/diff/${String(version + 1)}`)).text(),
        dropVersions,
      ),
    )
  const changed = diff.hunks.flat().filter(({ kind }) => kind !== 'same')
  expect(changed.map(({ kind }) => kind)).toEqual(['removed', 'added'])
  expect((await ask('/config/versions/99')).status).toBe(404)
})

test('a gap of the mapping is closed by a choice, whose effect the plan shows before it is applied', async () => {
  const schema = z.looseObject({
    configVersion: z.int(),
    gaps: z.array(z.looseObject({ kind: z.string(), id: z.string(), subject: z.record(z.string(), z.string()) })),
    targets: z.looseObject({
      ledgers: z.array(z.looseObject({ customers: z.array(z.looseObject({ id: z.string() })) })),
    }),
  })
  const { configVersion, gaps, targets } = schema.parse(await (await ask('/mappings')).json())
  expect(gaps.map(({ kind, id }) => [kind, id])).toContainEqual(['ledger-customer', 'tidewater-boatyard'])
  const customer = targets.ledgers[0]?.customers[0]?.id ?? ''
  const choices = [{ kind: 'ledger-customer', client: 'tidewater-boatyard', customer }]
  const late = await ask('/mappings/proposal', { basedOn: configVersion - 1, choices })
  expect(late.status).toBe(409)
  const proposal = z
    .object({ yaml: z.string(), basedOn: z.int() })
    .parse(await (await ask('/mappings/proposal', { basedOn: configVersion, choices })).json())
  const plan = planSchema.parse(await (await ask('/config/plan', { yaml: proposal.yaml, month: '2026-04' })).json())
  expect(plan.effects.find(({ clientId }) => clientId === 'tidewater-boatyard')).toMatchObject({
    blockedNow: true,
    blockedThen: false,
  })
  const gone = [{ kind: 'ledger-customer', client: 'nobody', customer }]
  expect((await ask('/mappings/proposal', { basedOn: configVersion, choices: gone })).status).toBe(400)
})

test('what if the markup were 30 %: each client and item beside what it is, and nothing stored', async () => {
  const { version } = await currentConfig()
  const answer = await ask('/what-if', { month: '2026-04', suppositions: ['house:price.markupPercent=30'] })
  const effect = z
    .looseObject({ clients: z.array(z.looseObject({ clientId: z.string(), products: z.array(z.unknown()) })) })
    .parse(await answer.json())
  expect(effect.clients.find(({ clientId }) => clientId === 'bear-creek-winery')).toMatchObject({
    now: '284.10',
    then: '301.11',
    products: [{ now: '204.10', then: '221.11', change: '17.01' }],
  })
  expect((await ask('/what-if', { month: '2026-04', suppositions: ['nonsense'] })).status).toBe(400)
  expect((await currentConfig()).version).toBe(version)
})

/** The diff alone is looked at. */
function dropVersions(key: string, value: unknown): unknown {
  return ['version', 'effectiveFrom', 'recordedAt', 'recordedBy', 'sha256'].includes(key) ? undefined : value
}
