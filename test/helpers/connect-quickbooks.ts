import { createServer } from 'node:http'
import { listenOnLoopback } from '../../src/support/loopback-server.ts'
import type { CliOutcome, FakeCliOptions } from './fake-cli.ts'

type Run = (args: readonly string[], options?: FakeCliOptions) => Promise<CliOutcome>

/**
 * Connects an emulated QuickBooks company through the program, with the consent given in the place of a browser.
 * @throws with what the program said when it did not connect.
 */
export async function connectQuickBooks(
  run: Run,
  { url, realm }: { readonly url: string; readonly realm: string },
): Promise<void> {
  const addresses = ['--api-base-url', url, '--authorize-url', `${url}/connect/oauth2`]
  const tokens = ['--token-url', `${url}/oauth2/v1/tokens/bearer`, '--revoke-url', `${url}/v2/oauth2/tokens/revoke`]
  const redirect = `http://localhost:${String(await freePort())}/callback`
  const app = ['--environment', 'sandbox', '--client-id', 'sandbox-app', '--redirect-uri', redirect]
  let seen = ''
  let browsed: Promise<void> | undefined
  const { exit, err } = await run(['connect', 'quickbooks-online', ...app, ...addresses, ...tokens], {
    environment: { SEATLEDGER_QUICKBOOKS_CLIENT_SECRET: 'sandbox-app-secret' },
    onError: (text) => {
      seen += text
      const address = /^ {2}(http\S+)$/m.exec(seen)?.[1]
      if (address !== undefined && seen.includes('Waiting')) browsed ??= consent(address, realm)
    },
  })
  await browsed
  if (exit !== 0) throw new Error(`QuickBooks was not connected: ${err}`)
}

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer()
  const port = await listenOnLoopback(server, 0, '--port')
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function consent(address: string, realm: string): Promise<void> {
  const response = await fetch(`${address}&realmId=${realm}`, { redirect: 'manual' })
  await fetch(response.headers.get('location') ?? '')
}
