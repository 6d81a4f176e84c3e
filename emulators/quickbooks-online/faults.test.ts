import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { faultCodes, invoiceBody, openScene, readAnswer, type Scene, type SceneAnswer } from './emulator-scene.ts'
import type { FaultRuleInput } from './trouble/fault-rule.ts'

let scene: Scene
beforeEach(async () => {
  scene = await openScene()
})
afterEach(() => scene.close())

const post = (id = 'r1', body = invoiceBody({ DocNumber: 'P1' })): Promise<SceneAnswer> =>
  scene.post(`/invoice?requestid=${id}`, body)

function held(): number {
  return scene.company.invoices().length
}

describe('before the work is done', () => {
  test.each<FaultRuleInput['kind']>(['refuse', 'reset-before'])(
    '%s: the connection goes, nothing is held, a retry works',
    async (kind) => {
      scene.emulator.faults.set([{ kind }])
      await expect(post()).rejects.toThrow('fetch failed')
      expect(held()).toBe(0)
      expect((await post()).status).toBe(200)
      expect(held()).toBe(1)
    },
  )

  test('throttled: 429 as XML whatever is accepted, with or without Retry-After', async () => {
    scene.emulator.faults.set([{ kind: 'throttled' }, { kind: 'throttled', retryAfterSeconds: 30 }])
    const first = await post()
    expect([first.status, first.headers.get('retry-after')]).toEqual([429, null])
    expect(first.headers.get('content-type')).toContain('xml')
    expect(first.text).toContain(
      '<Error code="3001"><Message>message=ThrottleExceeded; errorCode=003001; statusCode=429',
    )
    expect((await post()).headers.get('retry-after')).toBe('30')
    expect(held()).toBe(0)
  })

  test('unavailable and html: neither is JSON, and nothing is held', async () => {
    scene.emulator.faults.set([{ kind: 'unavailable' }, { kind: 'html' }])
    expect((await post()).status).toBe(503)
    const page = await post()
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect(held()).toBe(0)
  })

  test('delay: the time passes on the clock, then the work is done', async () => {
    scene.emulator.faults.set([{ kind: 'delay', milliseconds: 90_000 }])
    const before = scene.clock.now().getTime()
    expect((await post()).status).toBe(200)
    expect(scene.clock.now().getTime() - before).toBe(90_000)
  })

  test('token-expired and token-revoked: lower-case 401, and only the first can be refreshed', async () => {
    const refresh = async (kind: FaultRuleInput['kind']): Promise<number> => {
      const tokens = scene.company.issueTokens()
      scene.emulator.faults.set([{ kind }])
      const path = `${scene.url}/v3/company/${scene.company.realmId}/item/1`
      const refused = await readAnswer(
        await fetch(path, { headers: { authorization: `Bearer ${tokens.accessToken}` } }),
      )
      expect(refused.status).toBe(401)
      expect(refused.text).toContain('"fault":{"error":[{"message":"message=AuthenticationFailed; errorCode=003200')
      expect(refused.headers.get('www-authenticate')).toContain('invalid_token')
      const app = Buffer.from('sandbox-app:sandbox-app-secret').toString('base64')
      const answer = await fetch(`${scene.url}/oauth2/v1/tokens/bearer`, {
        method: 'POST',
        headers: { authorization: `Basic ${app}` },
        body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: tokens.refreshToken }),
      })
      return answer.status
    }
    expect(await refresh('token-expired')).toBe(200)
    expect(await refresh('token-revoked')).toBe(400)
  })
})

describe('after the work was done', () => {
  test('commit-then-drop: the invoice is held, and the retry gets its answer', async () => {
    scene.emulator.faults.set([{ kind: 'commit-then-drop' }])
    await expect(post()).rejects.toThrow('fetch failed')
    expect(held()).toBe(1)
    expect((await post()).status).toBe(200)
    expect(held()).toBe(1)
  })

  test('commit-then-500: the invoice is held, and the retry gets its answer', async () => {
    scene.emulator.faults.set([{ kind: 'commit-then-500' }])
    const answer = await post()
    expect([answer.status, faultCodes(answer), held()]).toEqual([500, ['10000'], 1])
    expect((await post()).status).toBe(200)
    expect(held()).toBe(1)
  })

  test('commit-then-30003: the fault is what a retry gets too, so only a look-up finds the invoice', async () => {
    scene.emulator.faults.set([{ kind: 'commit-then-30003' }])
    for (const answer of [await post(), await post()]) {
      expect([answer.status, faultCodes(answer), held()]).toEqual([400, ['6000'], 1])
      expect(answer.text).toContain('(-30003)')
    }
    expect((await scene.query("select * from Invoice where DocNumber = 'P1'")).text).toContain('"DocNumber":"P1"')
  })

  test('commit-then-30003 whose retry gets the real answer, if so wished', async () => {
    scene.emulator.faults.set([{ kind: 'commit-then-30003', replay: 'answer' }])
    expect(faultCodes(await post())).toEqual(['6000'])
    expect((await post()).status).toBe(200)
  })

  test('truncated: the invoice is held and the answer breaks off', async () => {
    scene.emulator.faults.set([{ kind: 'truncated' }])
    await expect(post()).rejects.toThrow()
    expect(held()).toBe(1)
  })
})

describe('two at once', () => {
  test('hold-in-flight: a retry meanwhile is refused with 600, and gets the answer later', async () => {
    let letGo: () => void = () => undefined
    const waits = new Promise<void>((resolve) => (letGo = resolve))
    scene.clock.sleep = () => waits
    scene.emulator.faults.set([{ kind: 'hold-in-flight' }])
    const first = post()
    // The retry may only start once the first holds its id.
    while (scene.emulator.faults.report()[0]?.applied !== 1) await new Promise((resolve) => setTimeout(resolve, 1))
    expect(faultCodes(await post())).toEqual(['600'])
    letGo()
    expect((await first).status).toBe(200)
    expect((await post()).text).toBe((await first).text)
    expect(held()).toBe(1)
  })

  test('overtaken: the first request arrives after its own retry, and gets the retry’s answer', async () => {
    scene.emulator.faults.set([{ kind: 'overtaken' }])
    const first = post()
    while (scene.emulator.faults.report()[0]?.applied !== 1) await new Promise((resolve) => setTimeout(resolve, 1))
    const retry = await post()
    expect((await first).text).toBe(retry.text)
    expect(held()).toBe(1)
  })
})

describe('when', () => {
  const statuses = async (count: number): Promise<readonly number[]> => {
    const seen: number[] = []
    for (let call = 0; call < count; call += 1) seen.push((await scene.get('/item/1')).status)
    return seen
  }

  test('the next n, every nth, or by a list', async () => {
    scene.emulator.faults.set([{ kind: 'unavailable', schedule: { next: 2 } }])
    expect(await statuses(3)).toEqual([503, 503, 200])
    scene.emulator.faults.set([{ kind: 'unavailable', schedule: { every: 2 } }])
    expect(await statuses(4)).toEqual([200, 503, 200, 503])
    scene.emulator.faults.set([{ kind: 'unavailable', schedule: { calls: [1, 4] } }])
    expect(await statuses(4)).toEqual([503, 200, 200, 503])
  })

  test('only calls that match are counted and hit', async () => {
    scene.emulator.faults.set([{ kind: 'unavailable', match: { method: 'post', path: '/invoice?', body: 'P7' } }])
    expect(await statuses(1)).toEqual([200])
    expect((await post('a')).status).toBe(200)
    expect((await post('b', invoiceBody({ DocNumber: 'P7' }))).status).toBe(503)
    expect(scene.emulator.faults.report()).toMatchObject([{ seen: 1, applied: 1 }])
  })

  test('a rule that is none is refused with what is wrong', () => {
    expect(() => {
      scene.emulator.faults.set([{ kind: 'delay', milliseconds: -1 }])
    }).toThrow(/milliseconds/)
  })

  test('over HTTP: set, add, read, reset', async () => {
    const control = (path: string, body?: unknown): Promise<Response> =>
      fetch(`${scene.url}/_emulator${path}`, { method: 'POST', body: body === undefined ? null : JSON.stringify(body) })
    expect((await control('/faults', [{ kind: 'unavailable' }])).status).toBe(200)
    expect((await control('/faults', { kind: 'html' })).status).toBe(200)
    expect(await statuses(1)).toEqual([503])
    expect(await (await fetch(`${scene.url}/_emulator/faults`)).json()).toMatchObject([{ applied: 1 }, { applied: 0 }])
    expect((await control('/faults/reset')).status).toBe(200)
    expect(await statuses(1)).toEqual([200])
    expect((await control('/faults', { kind: 'earthquake' })).status).toBe(400)
    expect((await control('/faults', 'no json')).status).toBe(400)
  })
})

test('over HTTP a company is set up, given tokens, and shows what it holds', async () => {
  const control = `${scene.url}/_emulator/companies/9341453000000077`
  expect((await fetch(`${control}/invoices`)).status).toBe(404)
  expect((await fetch(control, { method: 'POST', body: '{"salesTax":"sometimes"}' })).status).toBe(400)
  expect((await fetch(control, { method: 'POST', body: '{"salesTax":"off"}' })).status).toBe(200)
  expect(await (await fetch(`${control}/tokens`, { method: 'POST' })).json()).toHaveProperty('accessToken')
  expect(await (await fetch(`${control}/invoices`)).json()).toEqual({ count: 0, invoices: [] })
})
