import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { z } from 'zod'
import { createManualClock } from '../../src/support/clock.ts'
import { listenOnLoopback } from '../../src/support/loopback-server.ts'
import { startSandbox, type Sandbox, type SandboxOptions } from './sandbox.ts'

const clock = createManualClock(new Date('2026-10-10T09:00:00Z'))
const toClose: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const close of toClose.splice(0).reverse()) await close()
})

async function start(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  const small = { clients: 3, months: 2, seed: '1', pax8Port: 0, quickBooksPort: 0, directory: undefined }
  const sandbox = await startSandbox({ clock, ...small, ...options })
  let isClosed = false
  const close = async (): Promise<void> => {
    if (!isClosed) await sandbox.close()
    isClosed = true
  }
  toClose.push(close)
  return { ...sandbox, close }
}

const moved = z.looseObject({
  now: z.string(),
  newFacts: z.number(),
  newDistributorInvoices: z.array(z.string()),
  happenings: z.array(z.looseObject({ day: z.string(), kind: z.string(), effect: z.string() })),
})

async function move(url: string, body: unknown): Promise<z.infer<typeof moved>> {
  const response = await fetch(`${url}/_emulator/clock`, { method: 'POST', body: JSON.stringify(body) })
  expect(response.status).toBe(200)
  return moved.parse(await response.json())
}

async function timeAt(url: string): Promise<string> {
  const response = await fetch(`${url}/_emulator/clock`)
  return z.looseObject({ now: z.string() }).parse(await response.json()).now
}

test('it starts in the present, with the months before it played', async () => {
  const sandbox = await start()
  expect(sandbox.firstMonth).toBe('2026-09')
  expect(sandbox.lastMonth).toBe('2026-11')
  expect(await timeAt(sandbox.pax8Url)).toBe('2026-10-10T09:00:00.000Z')
})

test('moving the time on one emulator moves both, and answers what happened by then', async () => {
  const sandbox = await start()
  const later = await move(sandbox.quickBooksUrl, { to: '2026-11-05T03:00:00Z' })
  expect(later.now).toBe('2026-11-05T03:00:00.000Z')
  expect(await timeAt(sandbox.pax8Url)).toBe(later.now)
  expect(later.newFacts).toBeGreaterThan(0)
  // One for the MSP and maybe one for its branch: the month of October, visible on the 4th of November.
  expect(later.newDistributorInvoices.length).toBeGreaterThan(0)
  expect(later.happenings.every(({ day }) => day > '2026-10-10' && day <= '2026-11-05')).toBe(true)
  expect(later.happenings.map(({ effect }) => effect).join('\n')).toContain('Bear Creek Winery')
  const answer = await fetch(`${sandbox.pax8Url}/v1/companies`)
  expect(answer.headers.get('date')).toBe('Thu, 05 Nov 2026 03:00:00 GMT')
})

test('the time can be advanced by days, and never goes back', async () => {
  const sandbox = await start()
  expect((await move(sandbox.pax8Url, { advanceDays: 1 })).now).toBe('2026-10-11T09:00:00.000Z')
  const back = await fetch(`${sandbox.pax8Url}/_emulator/clock`, {
    method: 'POST',
    body: '{"to": "2026-10-01T00:00:00Z"}',
  })
  expect(back.status).toBe(400)
  expect(await back.text()).toContain('time only goes forward')
  expect(await timeAt(sandbox.quickBooksUrl)).toBe('2026-10-11T09:00:00.000Z')
})

test('what is no move is answered with what one looks like', async () => {
  const sandbox = await start()
  for (const body of ['', '{', '{"advanceDays": -1}', '{"to": "tomorrow"}', '{"to": "2026-12-01T00:00:00Z", "x": 1}']) {
    const response = await fetch(`${sandbox.pax8Url}/_emulator/clock`, { method: 'POST', body })
    expect(response.status, body).toBe(400)
    expect(await response.text(), body).toContain('advanceDays')
  }
})

test('a port that is taken is named, with its option; the other emulator does not stay behind', async () => {
  const holder = createServer()
  const port = await listenOnLoopback(holder, 0, '--port')
  toClose.push(() => new Promise((resolve) => holder.close(resolve)))
  await expect(start({ pax8Port: port })).rejects.toThrow(`Port ${String(port)} of this computer is taken`)
  await expect(start({ pax8Port: port })).rejects.toThrow('--pax8-port')
  await expect(start({ quickBooksPort: port })).rejects.toThrow('--quickbooks-port')
})

test('with a directory, books and time are there again at the next start; another sandbox is refused there', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'seatledger-sandbox-'))
  toClose.push(() => rm(directory, { recursive: true }))
  const first = await start({ directory })
  await move(first.pax8Url, { advanceDays: 3 })
  const customers = await contents(first)
  await first.close()
  const second = await start({ directory })
  expect(await timeAt(second.pax8Url)).toBe('2026-10-13T09:00:00.000Z')
  expect(await contents(second)).toEqual(customers)
  await second.close()
  await expect(start({ directory, seed: '2' })).rejects.toThrow('holds a sandbox of 3 clients, 2 months and seed 1')
})

async function contents(sandbox: Sandbox): Promise<unknown> {
  const response = await fetch(`${sandbox.quickBooksUrl}/_emulator/companies/${sandbox.realmId}/contents`)
  return response.json()
}
