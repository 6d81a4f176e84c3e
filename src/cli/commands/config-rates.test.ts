import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runFakeCli } from '../../../test/helpers/fake-cli.ts'

let directory: string
let rates: string
let config: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'seatledger-rates-'))
  rates = join(directory, 'eurofxref-hist.csv')
  config = join(directory, 'billing.yaml')
  await writeFile(rates, 'Date,USD,GBP,\n2026-10-30,1.0925,0.8450,\n2026-10-29,1.0901,N/A,\n')
})

afterAll(async () => {
  await rm(directory, { recursive: true, force: true })
})

test('rates are printed as the config writes them', async () => {
  const { exit, out } = await runFakeCli(['config', 'rates', 'import', rates, '--currencies', 'usd'])
  expect([exit, out]).toEqual([
    0,
    `rates:
  - { from: EUR, to: USD, day: 2026-10-29, rate: 1.0901, source: "ECB" }
  - { from: EUR, to: USD, day: 2026-10-30, rate: 1.0925, source: "ECB" }
`,
  ])
})

test('rates are written into a config that is one, and a file that is none stays as it is', async () => {
  const command = ['config', 'rates', 'import', rates, '--from', '2026-10-30', '--into', config]
  await writeFile(config, '# ours\nseatledger: 1\nhouse: { currency: USD }\n')
  expect((await runFakeCli(command)).out).toContain('2 rates are in ')
  expect(await readFile(config, 'utf8')).toContain(
    '# ours\nseatledger: 1\nhouse: { currency: USD }\nrates:\n  - { from: EUR',
  )

  await writeFile(config, 'seatledger: 1\nhouse: { currency: QQQ }\n')
  const refused = await runFakeCli(command)
  expect(refused.exit).not.toBe(0)
  expect(refused.err).toContain('billing.yaml:2: house.currency')
  expect(await readFile(config, 'utf8')).toBe('seatledger: 1\nhouse: { currency: QQQ }\n')
})

test('a currency that is none and a day that is none are told', async () => {
  const run = async (...more: string[]): Promise<string> =>
    (await runFakeCli(['config', 'rates', 'import', rates, ...more])).err
  expect(await run('--currencies', 'DOLLAR')).toContain('--currencies DOLLAR is not a currency code such as USD.')
  expect(await run('--from', '2026-02-30')).toContain('--from 2026-02-30 is not a day; write it YYYY-MM-DD.')
  expect(await run('--from', '2027-01-01')).toContain('has no rates for these days and currencies.')
})
