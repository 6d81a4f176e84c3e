import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { createExampleTenant } from '../../../emulators/pax8/example-tenant.ts'
import { createPax8Emulator, type Pax8Emulator } from '../../../emulators/pax8/server.ts'
import { startProgram } from '../../../test/helpers/child-process.ts'
import { openCliHome, type CliHome } from '../../../test/helpers/cli-home.ts'
import { countServers } from '../../../test/helpers/embedded-server-process.ts'
import { runFakeCli } from '../../../test/helpers/fake-cli.ts'
import { systemClock } from '../../support/clock.ts'
import { listenOnLoopback } from '../../support/loopback-server.ts'

const pax8Secret = { SEATLEDGER_PAX8_CLIENT_SECRET: 'sandbox-secret' }
let home: CliHome
let pax8: Pax8Emulator
let pax8Server: { url: string; close(): Promise<void> }

beforeAll(async () => {
  home = await openCliHome()
  pax8 = createPax8Emulator({ clock: systemClock, state: createExampleTenant() })
  pax8Server = await pax8.listen()
})
afterAll(async () => {
  await pax8Server.close()
  await home.close()
})

const jobs = z.array(z.looseObject({ name: z.string(), state: z.string(), failure: z.string().nullable() }))

async function listJobs(): Promise<string[]> {
  const { out } = await home.run(['jobs', '--json'])
  return jobs
    .parse(JSON.parse(out))
    .map(({ name, state, failure }) => `${name} ${state}${failure === null ? '' : ` ${failure}`}`)
}

test('the server is ready, does what was put in, and ends well when it is asked to stop', async () => {
  const connect = ['connect', 'pax8', '--client-id', 'sandbox-client', '--base-url', `${pax8Server.url}/v1`]
  await home.run([...connect, '--requests-per-second', '1000'], { environment: pax8Secret })
  const put = await home.run(['sync', '--background'])
  expect(put.out).toContain('Put in the job sync-source for pax8.')
  expect((await home.run(['sync', '--background'])).out).toContain('A job sync-source for pax8 waits already.')
  expect(await listJobs()).toEqual(['sync-source created'])

  const stop = new AbortController()
  let tell: (text: string) => void = () => undefined
  const said = new Promise<string>((resolve) => {
    tell = resolve
  })
  const running = home.run(['serve', '--port', '0', '--json'], { onOut: tell, signal: stop.signal })
  const { url, schedules } = z
    .looseObject({ url: z.string(), schedules: z.array(z.looseObject({ connectionId: z.string(), cron: z.string() })) })
    .parse(JSON.parse(await said))
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  expect(schedules).toMatchObject([{ connectionId: 'pax8', cron: '0 2 * * *' }])
  const workers = async (): Promise<string[]> => {
    const { out } = await home.run(['doctor', '--offline', '--json'])
    const { findings } = z
      .looseObject({ findings: z.array(z.looseObject({ code: z.string(), state: z.string() })) })
      .parse(JSON.parse(out))
    return findings.flatMap(({ code, state }) => (code === 'jobs.worker' ? [state] : []))
  }
  expect(await workers()).toEqual(['good'])
  expect((await fetch(`${url}/healthz`)).status).toBe(200)
  expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ status: 'ready' })
  expect((await fetch(`${url}/api/v1/elsewhere`)).status).toBe(404)
  await vi.waitFor(
    async () => {
      expect(await listJobs()).toEqual(['sync-source completed'])
    },
    { timeout: 20_000, interval: 250 },
  )
  stop.abort()
  expect((await running).exit).toBe(0)
  await expect(fetch(`${url}/healthz`)).rejects.toThrow('fetch failed')
  // Its schedule is still there, and nobody works on it any more.
  expect(await workers()).toEqual(['notice'])
})

test('a port that is taken: exit code 2, with the port and the option', async () => {
  const holder = createServer()
  const port = await listenOnLoopback(holder, 0, '--port')
  const { exit, err } = await home.run(['serve', '--port', String(port)])
  expect(exit).toBe(2)
  expect(err).toContain(`Port ${String(port)} of this computer is taken`)
  expect(err).toContain('choose another port with --port')
  await new Promise((resolve) => holder.close(resolve))
  expect((await home.run(['serve', '--port', '99999'])).err).toContain('give a whole number from 0 to 65535')
})

test('a worker is stopped by SIGTERM in good order, and nothing secret stands in its arguments', async () => {
  const worker = startProgram('seatledger', ['worker'], { environment: home.environment })
  await worker.line('Working on the jobs of the database')
  const commandLine = await readFile(`/proc/${String(worker.pid)}/cmdline`, 'utf8').catch(() => '')
  for (const value of Object.values(home.environment)) expect(commandLine).not.toContain(value)
  worker.kill('SIGTERM')
  await worker.gone
  expect(worker.exitCode()).toBe(0)
})

test(
  'a command beside the server joins its database; a server that was killed is taken over',
  { timeout: 120_000 },
  async () => {
    const directory = await mkdtemp(join(tmpdir(), 'seatledger-serve-'))
    const environment = { SEATLEDGER_DATA: directory, SEATLEDGER_LOG: 'silent' }
    try {
      expect((await runFakeCli(['init', '--name', 'Harborlight IT'], { environment })).exit).toBe(0)
      const first = startProgram('seatledger', ['serve', '--port', '0'], { environment })
      await first.line('Serving at')
      const beside = await runFakeCli(['schedule', 'list'], { environment })
      expect(beside.err).toBe('')
      expect(beside.out).toContain('Nothing is synced by itself.')
      expect(await countServers(directory)).toBe(1)
      first.kill('SIGKILL')
      await first.gone

      const second = startProgram('seatledger', ['serve', '--port', '0'], { environment })
      const line = await second.line('Serving at')
      const url = /http:\/\/\S+/.exec(line)?.[0] ?? ''
      expect((await fetch(`${url}/readyz`)).status).toBe(200)
      expect(await countServers(directory)).toBe(1)
      second.kill('SIGINT')
      await second.gone
      expect(second.exitCode()).toBe(0)
      expect(await countServers(directory)).toBe(0)
    } finally {
      await rm(directory, { recursive: true, force: true })
    }
  },
)
