import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { listenOnLoopback } from '../support/loopback-server.ts'

/** Waits for the one redirect that ends a grant in the operator's browser. */
export interface CallbackListener {
  /** The whole address that the browser was sent to. @throws the signal's reason when the wait is given up. */
  received(signal: AbortSignal): Promise<string>
  close(): Promise<void>
}

/**
 * Listens on loopback where the redirect address points. A request that is not the answer to our question (another path,
 * another state) is refused and changes nothing: anything on this computer may knock.
 * @throws {PortTaken} when the port of the address is taken.
 */
export async function listenForCallback(
  redirectUri: URL,
  { state, option }: { readonly state: string; readonly option: string },
): Promise<CallbackListener> {
  let answer: (address: string) => void = () => undefined
  const answered = new Promise<string>((resolve) => {
    answer = resolve
  })
  const server = createServer((request, response) => {
    const address = answerOf(request, redirectUri, state)
    reply(response, address !== undefined)
    if (address !== undefined) answer(address)
  })
  await listenOnLoopback(server, Number(redirectUri.port === '' ? 80 : redirectUri.port), option)
  return {
    received: (signal) => orAborted(answered, signal),
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}

function answerOf(request: IncomingMessage, redirectUri: URL, state: string): string | undefined {
  const target = request.url ?? '/'
  if (request.method !== 'GET' || !URL.canParse(target, redirectUri.href)) return undefined
  const address = new URL(target, redirectUri)
  const isOurs = address.pathname === redirectUri.pathname && address.searchParams.get('state') === state
  return isOurs ? address.href : undefined
}

function reply(response: ServerResponse, isOurs: boolean): void {
  const text = isOurs
    ? 'SeatLedger has the answer. You can close this page and go back to the terminal.'
    : 'This is not the answer that SeatLedger waits for.'
  response.writeHead(isOurs ? 200 : 400, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' })
  response.end(`${text}\n`)
}

async function orAborted(answered: Promise<string>, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted()
  return new Promise((resolve, reject) => {
    const giveUp = (): void => {
      reject(signal.reason instanceof Error ? signal.reason : new Error('The wait was given up.'))
    }
    signal.addEventListener('abort', giveUp, { once: true })
    void answered.then((address) => {
      signal.removeEventListener('abort', giveUp)
      resolve(address)
    })
  })
}
