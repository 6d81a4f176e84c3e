import { createServer, type RequestListener, type Server } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { HttpUnanswered, sendHttp, type HttpRequest } from './http-client.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
}

function get(url: string, change: Partial<HttpRequest> = {}): HttpRequest {
  return { method: 'GET', url, headers: {}, timeoutMilliseconds: 2000, signal: new AbortController().signal, ...change }
}

test('an answer of any status is an answer', async () => {
  const url = await serve((_request, response) => {
    response.writeHead(503, { 'Retry-After': '7' }).end('günstig')
  })
  const answer = await sendHttp(get(url))
  expect([answer.status, answer.header('retry-after'), answer.header('x-none'), answer.body]).toEqual([
    503,
    '7',
    undefined,
    'günstig',
  ])
})

test('a redirect is not followed, so that credentials do not travel', async () => {
  const url = await serve((_request, response) => {
    response.writeHead(302, { Location: 'http://192.0.2.1/login' }).end()
  })
  expect((await sendHttp(get(url))).status).toBe(302)
})

test('a body that breaks off is no answer', async () => {
  const url = await serve((_request, response) => {
    response.writeHead(200, { 'Content-Length': '100' })
    response.write('half', () => response.destroy())
  })
  await expect(sendHttp(get(url))).rejects.toBeInstanceOf(HttpUnanswered)
})

test('no answer in time names the host and the time', async () => {
  const url = await serve(() => undefined)
  const host = new URL(url).host
  await expect(sendHttp(get(url, { timeoutMilliseconds: 50 }))).rejects.toThrow(`${host} did not answer within 0.05 s.`)
})

test('a port where nobody listens is said plainly', async () => {
  await expect(sendHttp(get('http://127.0.0.1:1/'))).rejects.toThrow(/127\.0\.0\.1:1 could not be reached/)
})

test('whoever calls it off gets the reason', async () => {
  const url = await serve(() => undefined)
  const controller = new AbortController()
  const answer = sendHttp(get(url, { signal: controller.signal }))
  controller.abort(new Error('called off'))
  await expect(answer).rejects.toThrow('called off')
})
