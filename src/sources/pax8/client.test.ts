import { describe, expect, test } from 'vitest'
import { failureOf } from '../../../test/helpers/failure-of.ts'
import { HttpUnanswered, type HttpAnswer, type HttpRequest } from '../../support/http-client.ts'
import { createManualClock } from '../../support/clock.ts'
import { SourceFailure } from '../errors.ts'
import { createToolsForTests, type RecordedTools } from '../source-contract.ts'
import { createPax8Client, type Pax8Answer } from './client.ts'
import { pax8Settings } from './settings.ts'

interface Scripted {
  readonly status?: number
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
}

const start = new Date('2026-05-01T02:00:00Z')
const settings = pax8Settings.parse({ clientId: 'client', clientSecret: 'top-secret' })
const page = '{"content":[],"page":{"size":200,"totalElements":0,"totalPages":0,"number":0}}'

/** A client whose reads are answered from a list, the last of which is repeated; tokens are numbered. */
function scripted(...answers: readonly (Scripted | 'nothing')[]): {
  readonly read: () => Promise<Pax8Answer>
  readonly sent: HttpRequest[]
  readonly tools: RecordedTools
  readonly waited: () => number
} {
  const clock = createManualClock(start)
  const tools = createToolsForTests(clock)
  const sent: HttpRequest[] = []
  let tokens = 0
  let reads = 0
  const send = (request: HttpRequest): Promise<HttpAnswer> => {
    sent.push(request)
    if (request.method === 'POST') {
      tokens += 1
      return Promise.resolve(
        answerOf({ body: `{"access_token":"token-${tokens}","expires_in":86400,"token_type":"Bearer"}` }),
      )
    }
    const answer = answers[Math.min(reads, answers.length - 1)] ?? 'nothing'
    reads += 1
    return answer === 'nothing'
      ? Promise.reject(new HttpUnanswered('connection reset'))
      : Promise.resolve(answerOf(answer))
  }
  const client = createPax8Client(settings, tools, send)
  const read = (): Promise<Pax8Answer> => client.get('/subscriptions', { page: '0' }, new AbortController().signal)
  return { read, sent, tools, waited: () => clock.now().getTime() - start.getTime() }
}

function answerOf({ status = 200, body = page, headers = {} }: Scripted): HttpAnswer {
  return { status, body, header: (name) => headers[name] }
}

describe('the token', () => {
  test('is asked for in JSON, once, and sent with each read', async () => {
    const { read, sent } = scripted({})
    await read()
    await read()
    expect(sent.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'POST https://api.pax8.com/v1/token',
      'GET https://api.pax8.com/v1/subscriptions?page=0',
      'GET https://api.pax8.com/v1/subscriptions?page=0',
    ])
    expect(JSON.parse(sent[0]?.body ?? '')).toEqual({
      client_id: 'client',
      client_secret: 'top-secret',
      audience: 'https://api.pax8.com',
      grant_type: 'client_credentials',
    })
    expect(sent[1]?.headers['Authorization']).toBe('Bearer token-1')
  })

  test('is dropped and fetched again when it is refused, and then the read is repeated', async () => {
    const { read, sent } = scripted({ status: 401, body: '{"error":"access_denied"}' }, {})
    await read()
    expect(sent.map(({ headers }) => headers['Authorization'])).toEqual([
      undefined,
      'Bearer token-1',
      undefined,
      'Bearer token-2',
    ])
  })

  test('refused twice, the credential is to blame, and no token is in the message', async () => {
    const { read, sent } = scripted({
      status: 401,
      body: '{"error":"access_denied","error_description":"token-2 is bad"}',
    })
    const failure = await failureOf(read())
    expect(failure.code).toBe('source.authentication')
    expect(failure.message).toContain('Integrations Hub')
    expect(failure.message).toContain('[redacted] is bad')
    expect(sent.filter(({ method }) => method === 'GET')).toHaveLength(2)
  })

  test('is replaced five minutes before it ends', async () => {
    const { read, tools, sent } = scripted({})
    await read()
    await tools.clock.sleep((86_400 - 301) * 1000)
    await read()
    await tools.clock.sleep(2000)
    await read()
    expect(sent.filter(({ method }) => method === 'POST')).toHaveLength(2)
  })
})

describe('what may pass is tried again', () => {
  test.each([
    ['408', { status: 408 }],
    ['429 without a wait', { status: 429 }],
    ['500', { status: 500, body: '<html>oops</html>' }],
    ['503', { status: 503, body: '' }],
    ['a page of HTML with status 200', { body: '<!doctype html><title>Log in</title>' }],
    ['XML', { body: '<?xml version="1.0"?><error/>' }],
    ['an empty body', { body: '' }],
    ['half a body', { body: page.slice(0, 20) }],
    ['no answer', 'nothing' as const],
  ])('%s', async (_name, trouble) => {
    const { read, sent, tools } = scripted(trouble, trouble, {})
    await expect(read()).resolves.toMatchObject({ text: page })
    expect(sent).toHaveLength(4)
    expect(tools.turns()).toBe(4)
  })

  test('five times at most, with less than 15 s of waiting', async () => {
    const { read, sent, waited } = scripted({ status: 500 })
    expect((await failureOf(read())).code).toBe('source.unavailable')
    expect(sent.filter(({ method }) => method === 'GET')).toHaveLength(5)
    expect(waited()).toBeLessThan(15_000)
  })

  test.each([
    ['seconds', '17'],
    ['an HTTP date', 'Fri, 01 May 2026 02:00:17 GMT'],
  ])('after the wait that was asked for in %s, which everybody else is told', async (_name, value) => {
    const { read, waited, tools } = scripted({ status: 429, headers: { 'retry-after': value } }, {})
    await read()
    expect(waited()).toBe(17_000)
    expect(tools.pauses).toEqual([new Date('2026-05-01T02:00:17Z')])
  })

  test('but a wait of an hour is not sat out', async () => {
    const { read, waited, tools } = scripted({ status: 429, headers: { 'retry-after': '3600' } }, {})
    expect((await failureOf(read())).code).toBe('source.throttled')
    expect(waited()).toBe(0)
    expect(tools.pauses).toEqual([new Date('2026-05-01T03:00:00Z')])
  })
})

describe('what will not pass is said at once', () => {
  const refusal = (status: number, message: string): Scripted => ({
    status,
    body: JSON.stringify({ type: 'X', message, status, details: [{ message: 'size: at most 200' }] }),
  })

  test.each([
    [400, 'source.unreadable', 'its text says which field'],
    [403, 'source.authorization', 'lacks the right to read subscriptions'],
    [404, 'source.not-found', 'may not see it'],
    [302, 'source.unreadable', 'check the base URL'],
  ])('%i', async (status, code, nextStep) => {
    const { read, sent } = scripted(refusal(status, 'Invalid input'))
    const failure = await failureOf(read())
    expect(failure.code).toBe(code)
    expect(failure.message).toContain(
      `answered ${status} to /subscriptions?page=0: "Invalid input; size: at most 200".`,
    )
    expect(failure.message).toContain(nextStep)
    expect(sent).toHaveLength(2)
  })

  test('the raw answer is kept, bounded, without secrets', async () => {
    const { read } = scripted({ status: 403, body: `token-1 top-secret ${'x'.repeat(5000)}` })
    const failure = await failureOf(read())
    expect(failure).toBeInstanceOf(SourceFailure)
    expect(failure instanceof SourceFailure ? failure.rawAnswer : undefined).toMatch(/^\[redacted\] \[redacted\] x+$/)
    expect(failure instanceof SourceFailure ? failure.rawAnswer?.length : undefined).toBeLessThan(2100)
  })

  test('a reading that was called off stops before it sends anything', async () => {
    const { sent, tools } = scripted({})
    const client = createPax8Client(settings, tools, () => Promise.reject(new Error('nothing may be sent')))
    const off = AbortSignal.abort(new Error('called off'))
    await expect(client.get('/companies', {}, off)).rejects.toThrow('called off')
    expect(sent).toEqual([])
  })
})
