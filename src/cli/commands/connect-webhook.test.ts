import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { z } from 'zod'
import { createWebhookReceiver, type WebhookReceiver } from '../../../emulators/webhook-receiver/receiver.ts'
import { openCliHome, type CliHome } from '../../../test/helpers/cli-home.ts'
import { systemClock } from '../../support/clock.ts'

const secret = `whsec_${Buffer.alloc(32, 3).toString('base64')}`
let home: CliHome
let receiver: WebhookReceiver
let server: { readonly url: string; close(): Promise<void> }

beforeAll(async () => {
  home = await openCliHome({ timeZone: 'UTC' })
  receiver = createWebhookReceiver({
    clock: systemClock,
    secret,
    company: 'Our own books',
    customers: [{ id: 'C1', name: 'Bear Creek Winery' }],
    items: [{ id: 'I1', name: 'Support' }],
  })
  server = await receiver.listen()
})
afterAll(async () => {
  await server.close()
  await home.close()
})

async function run(...args: readonly string[]): Promise<string> {
  const { exit, out, err } = await home.run(args, { environment: { SEATLEDGER_WEBHOOK_SECRET: secret } })
  expect(exit === 0 ? '' : `${String(exit)} ${err}`).toBe('')
  expect(out).not.toContain(secret)
  return out
}

test('a month goes to an endpoint of our own, once, although an answer is lost; what is changed there is drift', async () => {
  const connecting = ['connect', 'webhook', '--name', 'hook', '--url', server.url]
  const refused = await home.run(connecting, { environment: { SEATLEDGER_WEBHOOK_SECRET: secret } })
  expect(refused.err).toContain('--allow-private-address')
  const out = await run(...connecting, '--allow-private-address')
  expect(out).toContain('Connected "hook": Our own books.\n- It tells of 1 customers and 1 items.')
  const config = join(home.directory, 'billing.yaml')
  const line = { line: 'support', item: 'support', syncsQuantity: 'false', quantity: '3', unitPrice: '100.00' }
  await writeFile(
    config,
    stringify({
      seatledger: '1',
      house: { currency: 'USD', price: { markupPercent: '20' } },
      catalog: [{ item: 'support', name: 'Managed support', ledgerItems: { hook: 'I1' } }],
      clients: [
        { client: 'bear-creek', name: 'Bear Creek', ledger: { connection: 'hook', customer: 'C1' }, lines: [line] },
      ],
    }),
  )
  await run('config', 'apply', config, '--effective', '2026-01-01')
  const made = z
    .object({ run: z.object({ sha256: z.string() }) })
    .parse(JSON.parse(await run('run', '2026-03', '--json')))
  await run('approve', '--hash', made.run.sha256.slice(0, 12))
  receiver.meet('drop-after')
  expect(await run('post')).toContain('1 posted')
  expect([...receiver.documents.values()].map(({ document }) => document['netTotal'])).toEqual(['300.00'])
  expect(await run('drift')).toContain('Every posted document is as it was posted.')
  const [id = ''] = receiver.documents.keys()
  receiver.remove(id)
  expect((await home.run(['drift'])).out).toMatch(/bear-creek\s+2026-03\s+\S+\s+deleted/)
})
