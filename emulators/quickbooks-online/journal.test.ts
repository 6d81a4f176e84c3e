import { spawn, type ChildProcess } from 'node:child_process'
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { packageRoot } from '../../src/support/package-root.ts'
import { createManualClock } from '../../src/support/clock.ts'
import { invoiceBody, openScene, sceneRealmId, type Scene } from './emulator-scene.ts'
import { createQuickBooksOnlineEmulator } from './server.ts'
import { JournalUnreadable } from './state/journal.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'qbo-journal-'))
})
/** Ended after each test, so that one that fails leaves no process behind. */
const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

const file = (): string => join(folder, 'journal.jsonl')

async function openSeeded(): Promise<Scene> {
  const scene = await openScene({ journalFile: file() })
  scene.company.addCustomer({ DisplayName: 'Bear Creek Winery' })
  scene.company.addItem({ Name: 'Microsoft 365 Business Standard' })
  return scene
}

test('what was held is held again, tokens and request ids with it', async () => {
  const first = await openSeeded()
  const answer = await first.post('/invoice?requestid=kept', invoiceBody({ DocNumber: 'KEPT' }))
  const contents = first.company.contents()
  await first.close()
  const second = await openScene({ journalFile: file() })
  expect(second.company.contents()).toEqual(contents)
  const replay = await fetch(`${second.url}/v3/company/${sceneRealmId}/invoice?requestid=kept`, {
    method: 'POST',
    headers: { authorization: `Bearer ${first.accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(invoiceBody({ DocNumber: 'KEPT' })),
  })
  expect(await replay.text()).toBe(answer.text)
  expect(second.company.invoices()).toHaveLength(1)
  await second.close()
})

test('a torn last line is left out, a damaged line before it is not passed over', async () => {
  const first = await openSeeded()
  await first.post('/invoice', invoiceBody({ DocNumber: 'WHOLE' }))
  await first.close()
  appendFileSync(file(), '[["9341453000000001/Invoice","77",{"Id":"77","DocNu')
  const second = await openScene({ journalFile: file() })
  expect(second.company.invoices()).toHaveLength(1)
  await second.close()
  const lines = readFileSync(file(), 'utf8').split('\n')
  writeFileSync(file(), ['not json', ...lines].join('\n'))
  expect(() => createQuickBooksOnlineEmulator({ clock: createManualClock(new Date(0)), journalFile: file() })).toThrow(
    JournalUnreadable,
  )
})

test('starting compacts the journal to what is held', async () => {
  const first = await openSeeded()
  for (let change = 0; change < 50; change += 1) first.company.change('Customer', '1', { Notes: `note ${change}` })
  const before = readFileSync(file(), 'utf8').length
  await first.close()
  const second = await openScene({ journalFile: file() })
  expect(readFileSync(file(), 'utf8').length).toBeLessThan(before / 2)
  await second.close()
})

const heldSchema = z.object({ invoices: z.array(z.object({ DocNumber: z.string() })) })

const program = `
import { createQuickBooksOnlineEmulator } from './emulators/quickbooks-online/server.ts'
import { systemClock } from './src/support/clock.ts'
const emulator = createQuickBooksOnlineEmulator({ clock: systemClock, journalFile: process.argv[2], settings: { limits: 'off' } })
const company = emulator.company('${sceneRealmId}')
if (company.invoices().length === 0) {
  company.addCustomer({ DisplayName: 'Bear Creek Winery' })
  company.addItem({ Name: 'Microsoft 365 Business Standard' })
}
const { url } = await emulator.listen()
console.log(JSON.stringify({ url, token: company.issueTokens().accessToken }))
`

async function startProcess(): Promise<{ child: ChildProcess; url: string; token: string }> {
  const hooks = join(packageRoot, 'test', 'helpers', 'run-typescript.mjs')
  const script = join(folder, 'emulator.ts')
  writeFileSync(script, program.replaceAll("'./", `'${packageRoot}/`))
  const child = spawn(process.execPath, ['--import', hooks, script, file()], { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  const line = await new Promise<string>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', () => {
      reject(new Error('The emulator ended before it served.'))
    })
    child.stdout.once('data', (data: Buffer) => {
      resolve(data.toString('utf8'))
    })
  })
  return { child, ...z.object({ url: z.string(), token: z.string() }).parse(JSON.parse(line)) }
}

test('an emulator killed while it works comes back with every invoice that it answered for', async () => {
  const first = await startProcess()
  const answered: string[] = []
  const exited = new Promise((resolve) => first.child.once('exit', resolve))
  const send = async (number: string, at: { url: string; token: string }): Promise<void> => {
    const response = await fetch(`${at.url}/v3/company/${sceneRealmId}/invoice?requestid=${number}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${at.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(invoiceBody({ DocNumber: number })),
    })
    if (response.status === 200 && (await response.text()).endsWith('}')) answered.push(number)
  }
  const work = (async () => {
    for (let number = 0; ; number += 1) await send(`K-${number}`, first)
  })()
  while (answered.length < 40) await new Promise((resolve) => setTimeout(resolve, 1))
  first.child.kill('SIGKILL')
  await expect(work).rejects.toThrow()
  await exited
  const second = await startProcess()
  const held = async (): Promise<readonly string[]> => {
    const response = await fetch(`${second.url}/_emulator/companies/${sceneRealmId}/invoices`)
    return heldSchema.parse(await response.json()).invoices.map((invoice) => invoice.DocNumber)
  }
  const numbers = await held()
  expect(numbers).toEqual(expect.arrayContaining(answered))
  // At most the one that was being worked on is held beyond those answered for.
  expect(numbers.length - answered.length).toBeLessThanOrEqual(1)
  await send('K-0', second)
  expect(await held()).toHaveLength(numbers.length)
})
