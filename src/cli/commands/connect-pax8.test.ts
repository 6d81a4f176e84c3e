import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createExampleTenant } from '../../../emulators/pax8/example-tenant.ts'
import { createPax8Emulator, type Pax8Emulator } from '../../../emulators/pax8/server.ts'
import { openCliHome, type CliHome } from '../../../test/helpers/cli-home.ts'
import { systemClock } from '../../support/clock.ts'

const secret = 'sandbox-secret'
let home: CliHome
let pax8: Pax8Emulator
let server: { url: string; close(): Promise<void> }

beforeAll(async () => {
  home = await openCliHome()
  pax8 = createPax8Emulator({ clock: systemClock, state: createExampleTenant() })
  server = await pax8.listen()
})
afterAll(async () => {
  await server.close()
  await home.close()
})
afterEach(() => {
  pax8.faults.reset()
})

function connect(...more: string[]): string[] {
  return ['connect', 'pax8', '--client-id', 'sandbox-client', '--base-url', `${server.url}/v1`, ...more]
}
const withSecret = { environment: { SEATLEDGER_PAX8_CLIENT_SECRET: secret } }

test('connecting says what the key may see, how the clocks stand, and what to do next', async () => {
  const { exit, out, err } = await home.run(connect(), withSecret)
  expect(err).toBe('')
  expect(exit).toBe(0)
  expect(out).toContain('Pax8 lets this credential see 3 companies, 4 subscriptions, 3 invoices.')
  expect(out).toContain("this computer's clock agrees with Pax8's")
  expect(out).toContain('Next: seatledger sync')
})

test('the secret comes from a file, from standard input, or from a prompt that does not show it', async () => {
  const file = join(home.directory, 'pax8.secret')
  await writeFile(file, `${secret}\n`)
  expect((await home.run(connect('--secret-file', file))).exit).toBe(0)
  expect((await home.run(connect('--secret-file', '-'), { standardInput: `${secret}\n` })).exit).toBe(0)
  const prompted = await home.run(['connect', 'pax8', '--name', 'prompted', '--base-url', `${server.url}/v1`], {
    answers: { 'client id': 'sandbox-client', 'client secret': secret },
  })
  expect(prompted.exit).toBe(0)
  expect(prompted.asked.map((question) => question.secret)).toEqual([false, true])
})

test('a secret is never shown, and is no argument', async () => {
  const plain = await home.run(connect(), withSecret)
  const asJson = await home.run([...connect(), '--json'], withSecret)
  const asArgument = await home.run(connect('--client-secret', secret))
  for (const { out, err } of [plain, asJson]) expect(out + err).not.toContain(secret)
  expect(asArgument.exit).toBe(2)
  expect(asArgument.err).toContain("unknown option '--client-secret'")
})

test('an empty secret, a missing file and nobody to ask are said, and nothing is asked of Pax8', async () => {
  const before = pax8.requests.length
  const empty = await home.run(connect('--secret-file', '-'), { standardInput: '\n' })
  const missing = await home.run(connect('--secret-file', '/nowhere/secret'))
  const nobody = await home.run(connect())
  expect([empty.exit, missing.exit, nobody.exit]).toEqual([2, 2, 2])
  expect(empty.err).toContain('Standard input holds no Pax8 client secret.')
  expect(missing.err).toContain('The file with the Pax8 client secret cannot be read')
  expect(nobody.err).toContain('Pax8 client secret is needed, and nobody can be asked here')
  expect(pax8.requests.length).toBe(before)
})

test('a key without the right to invoices: exit code 4, and the message names the right', async () => {
  const { exit, err } = await home.run(
    ['connect', 'pax8', '--client-id', 'sandbox-without-invoices', '--base-url', `${server.url}/v1`],
    withSecret,
  )
  expect(exit).toBe(4)
  expect(err).toContain('lacks the right to read invoices')
})

test('a wrong secret: exit code 4, as JSON with a code', async () => {
  const wrong = { environment: { SEATLEDGER_PAX8_CLIENT_SECRET: 'wrong-secret-value' } }
  const { exit, out, err } = await home.run([...connect('--name', 'wrong'), '--json'], wrong)
  expect(exit).toBe(4)
  expect(JSON.parse(out)).toMatchObject({ error: { code: 'source.authentication' } })
  expect(out + err).not.toContain('wrong-secret-value')
})

test('a page of HTML instead of JSON, and a body cut off, are told apart from a refusal: exit code 5', async () => {
  for (const kind of ['page-instead-of-data', 'truncated-body'] as const) {
    pax8.faults.set({ failures: [{ kind, path: '/v1/token' }] })
    const { exit, err } = await home.run(connect('--name', 'broken'), withSecret)
    expect(exit, kind).toBe(5)
    expect(err, kind).toContain('answered the request for a token with')
  }
})

test('a clock an hour off is named with its direction and what to do: exit code 3', async () => {
  pax8.faults.set({ dateSkewSeconds: -3600 })
  const { exit, out } = await home.run(connect(), withSecret)
  expect(exit).toBe(3)
  expect(out).toContain("! Time: this computer's clock is 60 min ahead of Pax8's. Set the clock right")
})

test('settings that cannot be used are refused before anything is stored', async () => {
  const rate = await home.run(connect('--name', 'odd', '--requests-per-second', 'many'), withSecret)
  const address = await home.run(
    ['connect', 'pax8', '--client-id', 'x', '--base-url', 'pax8', '--name', 'odd'],
    withSecret,
  )
  const name = await home.run(connect('--name', 'My Pax8'), withSecret)
  expect([rate.exit, address.exit, name.exit]).toEqual([2, 2, 2])
  expect(rate.err).toContain('requestsPerSecond')
  expect(address.err).toContain('baseUrl')
  expect(name.err).toContain('"My Pax8" cannot name a connection')
  expect((await home.run(['disconnect', 'odd'])).err).toContain('There is no connection "odd"')
})

test('connecting again needs to state only what changes', async () => {
  await home.run(connect('--name', 'again', '--partner-name', 'Harborlight IT'), withSecret)
  const { exit, out, asked } = await home.run(
    ['connect', 'pax8', '--name', 'again', '--requests-per-second', '20'],
    withSecret,
  )
  expect(exit).toBe(0)
  expect(asked).toEqual([])
  expect(out).toContain(new URL(server.url).host)
})

test("an emulator's evidence and Pax8's own never stand under one name", async () => {
  const { exit, err } = await home.run(['connect', 'pax8', '--base-url', 'https://api.pax8.com/v1'], withSecret)
  expect(exit).toBe(2)
  expect(err).toContain('"pax8" reads from an emulator on this computer, and what was read belongs to that.')
})

test('credentials travel without encryption on this computer only', async () => {
  const { exit, err } = await home.run(
    ['connect', 'pax8', '--name', 'plain', '--client-id', 'x', '--base-url', 'http://pax8.example/v1'],
    withSecret,
  )
  expect(exit).toBe(2)
  expect(err).toContain('baseUrl: must begin with https://')
})

test('disconnecting forgets the secret and keeps the connection, which can be made again', async () => {
  await home.run(connect('--name', 'second'), withSecret)
  const { exit, out } = await home.run(['disconnect', 'second'])
  expect(exit).toBe(0)
  expect(out).toContain('Its tokens and secrets are forgotten; what was read and posted is kept.')
  const synced = await home.run(['sync', 'second'])
  expect(synced.exit).not.toBe(0)
  expect((await home.run(connect('--name', 'second'), withSecret)).exit).toBe(0)
})
