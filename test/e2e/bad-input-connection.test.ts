import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openMonthScene, type MonthScene } from '../helpers/month-scene.ts'

let scene: MonthScene

beforeAll(async () => {
  scene = await openMonthScene()
})
afterAll(() => scene.close())

const named =
  'The config names the ledger "quickbooks-onlin", which is not connected; there is: quickbooks-online. ' +
  'Did you mean "quickbooks-online"? Name one that is there, or make it with `seatledger connect`.'

const run = z.object({
  invoices: z.array(z.object({ clientId: z.string(), outcome: z.string(), documentNumber: z.string().nullish() })),
  anomalies: z.array(z.looseObject({ code: z.string(), clientId: z.string().optional(), message: z.string() })),
})

test('a ledger that is not connected is named when the config is planned and applied, and blocks its clients alone', async () => {
  const elsewhere = scene
    .config()
    .replace(/(client: north-wind-bakery[^]*?connection: )quickbooks-online/, '$1quickbooks-onlin')
  const path = await scene.file('billing.yaml', elsewhere)
  expect(await scene.succeed(['config', 'plan', path, '--month', '2026-04'])).toContain(`Warning: ${named}`)
  expect(await scene.succeed(['config', 'apply', path, '--effective', '2026-04-01'])).toContain(`Warning: ${named}`)
  const { invoices, anomalies } = run.parse(JSON.parse(await scene.succeed(['run', '2026-04', '--json'], 3)))
  expect(invoices.map(({ clientId, outcome }) => `${clientId} ${outcome}`)).toEqual([
    'bear-creek-winery ready',
    'north-wind-bakery blocked',
    'tidewater-boatyard blocked',
  ])
  const missing = anomalies.find(
    ({ code, clientId }) => code === 'ledger-customer-missing' && clientId === 'north-wind-bakery',
  )
  expect(missing?.message).toMatch(
    /of quickbooks-onlin, of which nothing was read: it is not connected, or was not synced yet\.$/,
  )
})

test('a source that is not connected is named, and blocks its clients alone', async () => {
  const path = await scene.file('billing.yaml', scene.config().replaceAll('source: pax8', 'source: pax-8'))
  const applied = await scene.succeed(['config', 'apply', path, '--effective', '2026-04-01'])
  expect(applied).toContain(
    'Warning: The config names the source "pax-8", which is not connected; there is: pax8. Did you mean "pax8"?',
  )
  const { invoices } = run.parse(JSON.parse(await scene.succeed(['run', '2026-04', '--json'], 3)))
  expect(invoices.map(({ clientId, outcome }) => `${clientId} ${outcome}`)).toEqual([
    'bear-creek-winery blocked',
    'north-wind-bakery ready',
    'tidewater-boatyard blocked',
  ])
})

test('a config of connections that are there is applied without a warning', async () => {
  const path = await scene.file('billing.yaml', scene.config())
  expect(await scene.succeed(['config', 'apply', path, '--effective', '2026-04-01'])).not.toContain('Warning')
})
