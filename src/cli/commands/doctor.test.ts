import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { createExampleTenant } from '../../../emulators/pax8/example-tenant.ts'
import { createPax8Emulator, type Pax8Emulator } from '../../../emulators/pax8/server.ts'
import { openCliHome, type CliHome } from '../../../test/helpers/cli-home.ts'
import { runFakeCli } from '../../../test/helpers/fake-cli.ts'
import { systemClock } from '../../support/clock.ts'
import { generateEncryptionKey } from '../../support/encryption.ts'

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

const report = z.object({
  healthy: z.boolean(),
  findings: z.array(
    z.object({
      code: z.string(),
      state: z.enum(['good', 'notice', 'wrong']),
      subject: z.string(),
      message: z.string(),
      nextStep: z.string().nullable(),
    }),
  ),
})

async function examine(...more: string[]): Promise<{ exit: number; states: Record<string, string>; messages: string }> {
  const { exit, out } = await home.run(['doctor', '--json', ...more])
  const { findings } = report.parse(JSON.parse(out))
  for (const { state, nextStep } of findings) expect(nextStep === null).toBe(state === 'good')
  const states = Object.fromEntries(findings.map(({ code, state }) => [code, state]))
  return { exit, states, messages: findings.map(({ message }) => message).join('\n') }
}

test('before anything is connected nothing is wrong, and the next step is said', async () => {
  const { exit, out } = await home.run(['doctor'])
  expect(out).toContain('row-level security holds for')
  expect(out).toContain('Begin with `seatledger connect pax8`.')
  expect(out).toContain('Nothing is wrong; 1 worth knowing.')
  expect(exit).toBe(0)
})

test('a connection that works: rights, clock, schedule; without a complete snapshot a person is wanted', async () => {
  const args = ['connect', 'pax8', '--client-id', 'sandbox-client', '--base-url', `${server.url}/v1`]
  await home.run([...args, '--requests-per-second', '1000'], { environment: { SEATLEDGER_PAX8_CLIENT_SECRET: secret } })
  const before = await examine()
  expect(before.exit).toBe(3)
  expect(before.states).toMatchObject({
    'connection.rights': 'good',
    'connection.clock': 'good',
    'schedule.sync': 'good',
    'key.opens-secrets': 'good',
    'snapshot.age': 'wrong',
  })
  await home.run(['sync'])
  const after = await examine()
  expect(after.states).toMatchObject({ 'snapshot.age': 'good', 'posting.unsettled': 'good', 'jobs.failed': 'good' })
})

test('a clock an hour off, rights taken away and a page of HTML are each told, with the connection named', async () => {
  pax8.faults.set({ dateSkewSeconds: 3600 })
  const skewed = await examine()
  expect(skewed.states['connection.clock']).toBe('wrong')
  expect(skewed.messages).toContain("this computer's clock is 60 min behind pax8's")
  pax8.faults.set({ dateSkewSeconds: 0, failures: [{ kind: 'forbidden', path: '/v1/invoices' }] })
  const forbidden = await examine()
  expect(forbidden.exit).toBe(3)
  expect(forbidden.messages).toContain('right to read invoices')
})

test('--offline calls nothing outside', async () => {
  const before = pax8.requests.length
  const { states } = await examine('--offline')
  expect(states['connection.rights']).toBeUndefined()
  expect(states['schedule.sync']).toBe('good')
  expect(pax8.requests.length).toBe(before)
})

test('another key than the one that the secrets were encrypted with is found before it is needed', async () => {
  const { exit, out } = await home.run(['doctor', '--offline'], {
    environment: { SEATLEDGER_KEY: generateEncryptionKey() },
  })
  expect(exit).toBe(3)
  expect(out).toMatch(/SEATLEDGER_KEY: does not open \d of \d stored secrets/)
})

test('a database that cannot be reached and a directory open to others do not end the examination', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'seatledger-open-'))
  await chmod(directory, 0o755)
  const { exit, out } = await runFakeCli(['doctor'], {
    environment: { DATABASE_URL: 'postgresql://nobody@127.0.0.1:9/none', SEATLEDGER_DATA: directory },
  })
  await rm(directory, { recursive: true })
  expect(exit).toBe(3)
  expect(out).toContain('other users of this computer may look into it')
  expect(out).toContain(`next: Run: chmod 700 ${directory}`)
  expect(out).toContain('127.0.0.1:9/none cannot be reached')
  expect(out).toContain('The key that opens stored secrets cannot be read')
})
