import { expect, test } from 'vitest'
import { createHttpApp, startHttpServer } from './server.ts'

const noTools = (): undefined => undefined
const page = new Map([
  ['/index.html', { bytes: new TextEncoder().encode('<!doctype html>'), type: 'text/html; charset=utf-8' }],
])

test('alive and ready are two things: without a database the process is alive and not ready, and says why', async () => {
  const app = createHttpApp(
    () => Promise.resolve({ ready: false, reason: 'the database does not answer' }),
    noTools,
    page,
  )
  expect((await app.request('/healthz')).status).toBe(200)
  const readiness = await app.request('/readyz')
  expect(readiness.status).toBe(503)
  expect(await readiness.json()).toEqual({ status: 'not-ready', reason: 'the database does not answer' })
})

test('what is not there is answered in the shape of every error', async () => {
  const app = createHttpApp(() => Promise.resolve({ ready: true, reason: undefined }), noTools, page)
  const answer = await app.request('/api/v1/admin')
  expect(answer.status).toBe(404)
  expect(await answer.json()).toEqual({
    error: { code: 'not-found', message: 'There is nothing at this address.' },
  })
})

test('each screen of the page has an address, a file that was not built has none, and the API is never answered by it', async () => {
  const app = createHttpApp(() => Promise.resolve({ ready: true, reason: undefined }), noTools, page)
  const screen = await app.request('/months/2026-10/review')
  expect([screen.status, await screen.text()]).toEqual([200, '<!doctype html>'])
  expect((await app.request('/assets/gone.js')).status).toBe(404)
  expect((await app.request('/../package.json')).status).toBe(404)
  expect((await app.request('/api/v1/session')).status).toBe(503)
})

test('only this computer can reach it, and a connection that is kept open does not hold the end up', async () => {
  const app = createHttpApp(() => Promise.resolve({ ready: true, reason: undefined }), noTools, page)
  const server = await startHttpServer(app, 0)
  expect(new URL(server.url).hostname).toBe('127.0.0.1')
  await fetch(`${server.url}/healthz`, { headers: { connection: 'keep-alive' } })
  await server.close()
  await expect(fetch(`${server.url}/healthz`)).rejects.toThrow('fetch failed')
})
