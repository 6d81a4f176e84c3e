import { lookup as lookUpName } from 'node:dns'
import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { LedgerAuthorization } from '../errors.ts'
import { isPrivateAddress } from './private-address.ts'

export interface SentRequest {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
  readonly timeoutSeconds: number
  readonly allowsPrivateAddress: boolean
  readonly signal: AbortSignal
}

export interface ReceivedAnswer {
  readonly status: number
  readonly text: string
  readonly retryAfter: string | undefined
  readonly answeredAt: Date | undefined
}

/** More is no answer of an endpoint to one document. */
const mostBytes = 20 * 1024 * 1024

/** The address is one that is not called. */
class PrivateAddress extends Error {}

/**
 * Sends one request, once, and receives the answer whole; a redirect is an answer. The address is looked at when the
 * connection is made, so that a name cannot resolve to one address for the check and to another for the call.
 * @throws {LedgerAuthorization} when it is private and that was not allowed; nothing was sent.
 * @throws whatever kept the answer from arriving whole.
 */
export async function send(request: SentRequest): Promise<ReceivedAnswer> {
  const url = new URL(request.url)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (!request.allowsPrivateAddress && isIP(host) !== 0 && isPrivateAddress(host)) throw notCalled(url)
  try {
    const message = await begin(request, url)
    return await receive(message)
  } catch (error) {
    if (error instanceof PrivateAddress) throw notCalled(url, error)
    throw error
  }
}

function begin(request: SentRequest, url: URL): Promise<IncomingMessage> {
  const options: RequestOptions = {
    method: request.method,
    headers: {
      ...request.headers,
      ...(request.body === undefined ? {} : { 'content-length': String(Buffer.byteLength(request.body)) }),
    },
    signal: AbortSignal.any([request.signal, AbortSignal.timeout(Math.round(request.timeoutSeconds * 1000))]),
    // Each request makes its own connection, so that each address is looked at.
    agent: false,
    ...(request.allowsPrivateAddress ? {} : { lookup: publicLookup }),
  }
  return new Promise((resolve, reject) => {
    const outgoing = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, options, resolve)
    outgoing.on('error', reject)
    outgoing.end(request.body)
  })
}

async function receive(message: IncomingMessage): Promise<ReceivedAnswer> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of message) {
    if (!(part instanceof Uint8Array)) throw new TypeError('A body arrived in pieces that are not bytes.')
    bytes += part.byteLength
    if (bytes > mostBytes) throw new Error('the answer is longer than any answer to a document')
    parts.push(part)
  }
  if (!message.complete) throw new Error('the answer broke off')
  const date = Date.parse(message.headers.date ?? '')
  return {
    status: message.statusCode ?? 0,
    text: Buffer.concat(parts).toString('utf8'),
    retryAfter: message.headers['retry-after'],
    answeredAt: Number.isNaN(date) ? undefined : new Date(date),
  }
}

/** Every address of the name must be public: one of several that is not would be a way in. */
const publicLookup: LookupFunction = (name, options, answer) => {
  lookUpName(name, { ...options, all: true }, (error, addresses) => {
    if (error !== null) {
      answer(error, [])
      return
    }
    const inside = addresses.find(({ address }) => isPrivateAddress(address))
    const [first] = addresses
    if (inside !== undefined) answer(new PrivateAddress(`${name} is ${inside.address}`), [])
    else if (options.all === true) answer(null, addresses)
    else answer(null, first?.address ?? '', first?.family)
  })
}

function notCalled(url: URL, cause?: unknown): LedgerAuthorization {
  const message = `${url.hostname} is a private address, and nothing was sent to it. If it is your own endpoint, connect it again with --allow-private-address.`
  return new LedgerAuthorization(message, { cause })
}
