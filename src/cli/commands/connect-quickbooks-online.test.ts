import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createQuickBooksOnlineEmulator } from '../../../emulators/quickbooks-online/server.ts'
import { openCliHome, type CliHome } from '../../../test/helpers/cli-home.ts'
import type { CliOutcome, FakeCliOptions } from '../../../test/helpers/fake-cli.ts'
import { listenOnLoopback } from '../../support/loopback-server.ts'
import { systemClock } from '../../support/clock.ts'

const secret = 'sandbox-app-secret'
const [firstRealm, otherRealm] = ['9130350000000001', '9130350000000002']
let home: CliHome
let url: string
let close: () => Promise<void>

beforeAll(async () => {
  home = await openCliHome()
  const emulator = createQuickBooksOnlineEmulator({ clock: systemClock, settings: { limits: 'off' } })
  for (const realm of [firstRealm, otherRealm])
    emulator.company(realm).addCustomer({ DisplayName: 'Bear Creek Winery' })
  ;({ url, close } = await emulator.listen())
})
afterAll(async () => {
  await close()
  await home.close()
})

function connect(...more: string[]): string[] {
  const addresses = ['--api-base-url', url, '--authorize-url', `${url}/connect/oauth2`]
  const tokens = ['--token-url', `${url}/oauth2/v1/tokens/bearer`, '--revoke-url', `${url}/v2/oauth2/tokens/revoke`]
  const app = ['--environment', 'sandbox', '--client-id', 'sandbox-app']
  return ['connect', 'quickbooks-online', ...app, ...addresses, ...tokens, ...more]
}
const withSecret = { environment: { SEATLEDGER_QUICKBOOKS_CLIENT_SECRET: secret } }

/** Runs the command, and opens the address it shows as soon as it waits for the answer. */
async function runWithBrowser(
  args: readonly string[],
  browse: (authorizeUrl: string) => Promise<unknown>,
  options: FakeCliOptions = withSecret,
): Promise<CliOutcome> {
  let browsed: Promise<unknown> | undefined
  let seen = ''
  const outcome = await home.run(args, {
    ...options,
    onError: (text) => {
      seen += text
      const address = /^ {2}(http\S+)$/m.exec(seen)?.[1]
      if (address !== undefined && seen.includes('Waiting')) browsed ??= browse(address)
    },
  })
  await browsed
  return outcome
}

async function freePort(): Promise<number> {
  const server = createServer()
  const port = await listenOnLoopback(server, 0, '--port')
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Consents to a company, and answers with the address that the browser is sent back to. */
async function consent(authorizeUrl: string, realm: string): Promise<string> {
  const response = await fetch(`${authorizeUrl}&realmId=${realm}`, { redirect: 'manual' })
  return response.headers.get('location') ?? ''
}

test('the address is shown, the redirect is waited for, and the company is named', async () => {
  const redirect = `http://localhost:${String(await freePort())}/callback`
  const { exit, out, err } = await runWithBrowser(connect('--redirect-uri', redirect), async (address) => {
    expect(new URL(address).searchParams.get('redirect_uri')).toBe(redirect)
    const back = await consent(address, firstRealm)
    const page = await fetch(back)
    expect(await page.text()).toContain('SeatLedger has the answer')
  })
  expect(exit).toBe(0)
  expect(out).toContain('It has 1 customers and 0 items; its home currency is USD.')
  expect(out + err).not.toContain(secret)
})

test('a request that is not the answer is refused, and the wait goes on', async () => {
  const redirect = `http://localhost:${String(await freePort())}/callback`
  const { exit } = await runWithBrowser(connect('--redirect-uri', redirect), async (address) => {
    const forged = await fetch(`${redirect}?code=stolen&realmId=${otherRealm}&state=guessed`)
    expect(forged.status).toBe(400)
    expect((await fetch(redirect.replace('callback', 'elsewhere'))).status).toBe(400)
    await fetch(await consent(address, firstRealm))
  })
  expect(exit).toBe(0)
})

test('without a browser here, the address is pasted; one of another attempt is refused', async () => {
  const stale = 'http://localhost:8467/callback?code=AB11&state=another-attempt&realmId=9130350000000001'
  const refused = await home.run(connect('--paste'), { ...withSecret, answers: { 'whole address': stale } })
  expect(refused.exit).toBe(2)
  expect(refused.err).toContain('its state differs')
})

test('another company under the same name is refused: its books are not those that were posted to', async () => {
  const redirect = `http://localhost:${String(await freePort())}/callback`
  const { exit, err } = await runWithBrowser(connect('--redirect-uri', redirect), async (address) =>
    fetch(await consent(address, otherRealm)),
  )
  expect(exit).toBe(2)
  expect(err).toContain(`is connected to realmId ${firstRealm}, and you have granted access to realmId ${otherRealm}`)
})

test('a port that is taken is named, with the option to choose another', async () => {
  const holder: Server = createServer()
  const port = await listenOnLoopback(holder, 0, '--port')
  const { exit, err } = await home.run(
    connect('--redirect-uri', `http://localhost:${String(port)}/callback`),
    withSecret,
  )
  expect(exit).toBe(2)
  expect(err).toContain(`Port ${String(port)} of this computer is taken by another program`)
  expect(err).toContain('choose another port with --redirect-uri, or use --paste')
  await new Promise((resolve) => holder.close(resolve))
})

test('production keys need an https address to come back to, and that is said before anything is asked', async () => {
  const { exit, err, asked } = await home.run(
    ['connect', 'quickbooks-online', '--name', 'books', '--client-id', 'x'],
    withSecret,
  )
  expect(exit).toBe(2)
  expect(err).toContain('only to an https address')
  expect(asked).toEqual([])
})

test('Ctrl-C gives the wait up', async () => {
  const stop = new AbortController()
  const redirect = `http://localhost:${String(await freePort())}/callback`
  const { exit } = await runWithBrowser(
    connect('--redirect-uri', redirect, '--name', 'given-up'),
    async () => {
      stop.abort(new Error('Cancelled.'))
    },
    { ...withSecret, signal: stop.signal },
  )
  expect(exit).not.toBe(0)
  expect((await home.run(['disconnect', 'given-up'])).err).toContain('There is no connection "given-up"')
})

test('disconnecting takes the grant back at the vendor; where that is impossible, --force forgets it here', async () => {
  const { exit, out } = await home.run(['disconnect', 'quickbooks-online'])
  expect(exit).toBe(0)
  expect(out).toContain('The grant was taken back there.')
  const again = await home.run(['disconnect', 'quickbooks-online', '--json'])
  const reconnected = await runWithBrowser(['connect', 'quickbooks-online'], async (address) =>
    fetch(await consent(address, firstRealm)),
  )
  expect(reconnected.exit, reconnected.err).toBe(0)
  expect(reconnected.asked).toEqual([])
  expect(JSON.parse(again.out)).toMatchObject({ outcome: 'nothing-to-revoke' })

  const redirect = `http://localhost:${String(await freePort())}/callback`
  const nowhere = ['--name', 'cut-off', '--revoke-url', `http://localhost:${String(await freePort())}/revoke`]
  await runWithBrowser([...connect('--redirect-uri', redirect), ...nowhere], async (address) =>
    fetch(await consent(address, otherRealm)),
  )
  expect((await home.run(['disconnect', 'cut-off'])).exit).toBe(5)
  const forced = await home.run(['disconnect', 'cut-off', '--force'])
  expect(forced.exit).toBe(3)
  expect(forced.out).toContain('remove SeatLedger from the connected apps there yourself')
})
