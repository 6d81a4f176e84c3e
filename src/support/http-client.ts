import { Failure, messageOf } from './failure.ts'

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly timeoutMilliseconds: number
  readonly signal: AbortSignal
}

export interface HttpAnswer {
  readonly status: number
  /** The header's value by its name in any case; undefined when it was not sent. */
  header(name: string): string | undefined
  readonly body: string
}

export type SendHttp = (request: HttpRequest) => Promise<HttpAnswer>

/** No whole answer came: the request may or may not have been acted upon. */
export class HttpUnanswered extends Failure {
  override readonly code = 'http.unanswered'
}

/** More than this is no page of any API that we read; without a bound one answer could take all memory. */
const mostBytes = 100 * 1024 * 1024

/**
 * Sends one request and reads the whole answer, whatever its status. Redirects are not followed: an API that redirects
 * to a log-in page has not answered, and credentials must not travel on.
 * @throws {HttpUnanswered} when no whole answer came in time.
 * @throws the signal's reason when the caller gave up.
 */
export const sendHttp: SendHttp = async (request) => {
  const deadline = AbortSignal.timeout(request.timeoutMilliseconds)
  const { method, headers } = request
  const signal = AbortSignal.any([request.signal, deadline])
  const body = request.body === undefined ? {} : { body: request.body }
  try {
    const response = await fetch(request.url, { method, headers, ...body, signal, redirect: 'manual' })
    return {
      status: response.status,
      header: (name) => response.headers.get(name) ?? undefined,
      body: await readBody(response),
    }
  } catch (error) {
    request.signal.throwIfAborted()
    if (error instanceof HttpUnanswered) throw error
    throw new HttpUnanswered(reasonOf(error, deadline, request), { cause: error })
  }
}

async function readBody(response: Response): Promise<string> {
  if (response.body === null) return ''
  const decoder = new TextDecoder()
  const parts: string[] = []
  let bytes = 0
  for await (const chunk of response.body) {
    const piece = bytesOf(chunk)
    bytes += piece.byteLength
    if (bytes > mostBytes) throw new HttpUnanswered(`The answer of ${response.url} is longer than ${mostBytes} bytes.`)
    parts.push(decoder.decode(piece, { stream: true }))
  }
  parts.push(decoder.decode())
  return parts.join('')
}

function bytesOf(chunk: unknown): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk
  throw new TypeError('A body arrived in pieces that are not bytes.')
}

function reasonOf(error: unknown, deadline: AbortSignal, request: HttpRequest): string {
  const host = new URL(request.url).host
  if (deadline.aborted) return `${host} did not answer within ${request.timeoutMilliseconds / 1000} s.`
  // fetch says only "fetch failed"; what failed (name look-up, refused connection, certificate) is in its cause.
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
  return `${host} could not be reached or broke off: ${messageOf(cause)}.`
}
