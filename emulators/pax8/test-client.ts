import { isJsonNumber, parseJson } from '../../src/support/json.ts'
import type { Pax8Emulator } from './server.ts'

export interface TestAnswer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

export interface TestClient {
  readonly get: (path: string) => Promise<TestAnswer>
  readonly call: (method: string, path: string) => Promise<TestAnswer>
}

/** A client for the emulator's own tests: no sockets, one token, and the answer's text as it was sent. */
export async function connect(
  emulator: Pax8Emulator,
  { clientId = 'sandbox-client' }: { readonly clientId?: string } = {},
): Promise<TestClient> {
  const token = await requestToken(emulator, clientId)
  const call = async (method: string, path: string): Promise<TestAnswer> => {
    const headers = { Authorization: `Bearer ${token}` }
    return readAnswer(await emulator.fetch(new Request(`http://127.0.0.1${path}`, { method, headers })))
  }
  return { call, get: (path) => call('GET', path) }
}

export async function readAnswer(response: Response): Promise<TestAnswer> {
  return { status: response.status, headers: response.headers, text: await response.text() }
}

/** Asks for a token with the fields given in place of the right ones. */
export async function tokenAnswer(emulator: Pax8Emulator, fields: Record<string, unknown> = {}): Promise<TestAnswer> {
  const right = {
    client_id: 'sandbox-client',
    client_secret: 'sandbox-secret',
    audience: 'https://api.pax8.com',
    grant_type: 'client_credentials',
  }
  const body = JSON.stringify({ ...right, ...fields })
  return readAnswer(await emulator.fetch(new Request('http://127.0.0.1/v1/token', { method: 'POST', body })))
}

async function requestToken(emulator: Pax8Emulator, clientId: string): Promise<string> {
  const { text } = await tokenAnswer(emulator, { client_id: clientId })
  const token = member(parseJson(text), 'access_token')
  if (typeof token !== 'string') throw new Error(`The emulator gave no token: ${text}`)
  return token
}

/** The rows of a listing, each as an object of unknown members. */
export function rowsOf(answer: TestAnswer): readonly unknown[] {
  const content = member(parseJson(answer.text), 'content')
  if (!Array.isArray(content)) throw new Error(`The answer has no content: ${answer.text.slice(0, 200)}`)
  return content
}

/** One member of each row of a listing; numbers as the text that was sent. */
export function column(answer: TestAnswer, name: string): readonly unknown[] {
  return rowsOf(answer).map((row) => plain(member(row, name)))
}

/** A member of an answer's body, by its path; numbers as the text that was sent. */
export function valueAt(answer: TestAnswer, ...path: readonly string[]): unknown {
  return plain(path.reduce<unknown>(member, parseJson(answer.text)))
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

function plain(value: unknown): unknown {
  return isJsonNumber(value) ? value.toString() : value
}
