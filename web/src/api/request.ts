import { z } from 'zod'

interface Told {
  readonly cause?: unknown
  readonly details?: unknown
}

/** What the server refused, or why it could not be asked; the message is for the operator. */
export class ApiFailure extends Error {
  readonly code: string
  readonly status: number
  /** What else the server says of it, such as each problem of a config with its place; not checked yet. */
  readonly details: unknown

  constructor(status: number, code: string, message: string, { cause, details }: Told = {}) {
    super(message, { cause })
    this.details = details
    this.name = 'ApiFailure'
    this.status = status
    this.code = code
  }
}

const refusal = z.object({
  error: z.object({ code: z.string(), message: z.string(), details: z.unknown().optional() }),
})

/** Sent with every change; the server gives it out with the session. */
let csrfToken: string | undefined

export function rememberCsrfToken(token: string | undefined): void {
  csrfToken = token
}

export interface Asked {
  readonly method?: 'POST' | 'PATCH' | 'DELETE'
  readonly body?: unknown
}

/**
 * Asks the server, and takes its answer only when it is what the contract says.
 * @throws {ApiFailure} with the server's own words, or which address gave an answer that cannot be read.
 */
export async function request<T>(path: string, answer: z.ZodType<T>, { method, body }: Asked = {}): Promise<T> {
  const response = await send(path, method ?? 'GET', body)
  const content: unknown = response.status === 204 ? undefined : await readJson(response, path)
  if (!response.ok) throw toFailure(response.status, content, path)
  const read = answer.safeParse(content)
  if (read.success) return read.data
  throw new ApiFailure(
    response.status,
    'answer-not-understood',
    `The answer of ${path} has an unexpected form. Reload the page: the server may be newer than it.`,
    { cause: read.error },
  )
}

async function send(path: string, method: string, body: unknown): Promise<Response> {
  const headers = new Headers({ accept: 'application/json' })
  if (body !== undefined) headers.set('content-type', 'application/json')
  if (method !== 'GET' && csrfToken !== undefined) headers.set('x-seatledger-csrf', csrfToken)
  try {
    return await fetch(`/api/v1${path}`, {
      method,
      headers,
      credentials: 'same-origin',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  } catch (cause) {
    throw new ApiFailure(0, 'not-reached', 'The server did not answer. Is `seatledger serve` running?', { cause })
  }
}

async function readJson(response: Response, path: string): Promise<unknown> {
  try {
    return await response.json()
  } catch (cause) {
    throw new ApiFailure(
      response.status,
      'answer-not-json',
      `The answer of ${path} is not JSON (${response.status}).`,
      { cause },
    )
  }
}

function toFailure(status: number, content: unknown, path: string): ApiFailure {
  const read = refusal.safeParse(content)
  return read.success
    ? new ApiFailure(status, read.data.error.code, read.data.error.message, { details: read.data.error.details })
    : new ApiFailure(status, 'refused', `The server refused ${path} (${status}).`)
}
