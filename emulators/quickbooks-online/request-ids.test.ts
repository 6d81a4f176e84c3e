import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { faultCodes, invoiceBody, openScene, type Scene } from './emulator-scene.ts'
import { textAt } from './state/json-object.ts'

let scene: Scene
beforeAll(async () => {
  scene = await openScene()
})
afterAll(() => scene.close())

test('the same request under the same id gets the first answer again, letter by letter', async () => {
  const first = await scene.post('/invoice?requestid=once&minorversion=75', invoiceBody({ DocNumber: 'ONCE' }))
  scene.clock.advanceBy(60_000)
  const second = await scene.post('/invoice?minorversion=75&requestid=once', invoiceBody({ DocNumber: 'ONCE' }))
  expect(second.text).toBe(first.text)
  expect(scene.company.invoices().filter((invoice) => textAt(invoice, 'DocNumber') === 'ONCE')).toHaveLength(1)
})

test('a refusal is repeated too: a corrected body needs a new id', async () => {
  const wrong = invoiceBody({ CustomerRef: { value: '999' } })
  expect(faultCodes(await scene.post('/invoice?requestid=wrong', wrong))).toEqual(['2500'])
  expect(faultCodes(await scene.post('/invoice?requestid=wrong', wrong))).toEqual(['2500'])
  expect(faultCodes(await scene.post('/invoice?requestid=wrong', invoiceBody()))).toEqual(['600'])
})

test('another body, another operation or another kind under a used id is refused with 600', async () => {
  await scene.post('/invoice?requestid=used', invoiceBody())
  expect(faultCodes(await scene.post('/invoice?requestid=used', invoiceBody({ TxnDate: '2026-11-29' })))).toEqual([
    '600',
  ])
  expect(faultCodes(await scene.post('/invoice?requestid=used&operation=void', invoiceBody()))).toEqual(['600'])
  expect(faultCodes(await scene.post('/creditmemo?requestid=used', invoiceBody()))).toEqual(['600'])
})

test('an id of 51 characters is refused', async () => {
  expect(faultCodes(await scene.post(`/invoice?requestid=${'x'.repeat(51)}`, invoiceBody()))).toEqual(['2130'])
  expect((await scene.post(`/invoice?requestid=${'x'.repeat(50)}`, invoiceBody())).status).toBe(200)
})

test('ids belong to one company', async () => {
  const other = scene.emulator.company('9341453000000002')
  other.addCustomer({ DisplayName: 'Hill Dental' })
  other.addItem({ Name: 'Backup' })
  const headers = { authorization: `Bearer ${other.issueTokens().accessToken}`, 'content-type': 'application/json' }
  await scene.post('/invoice?requestid=shared', invoiceBody())
  const response = await fetch(`${scene.url}/v3/company/9341453000000002/invoice?requestid=shared`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ ...invoiceBody(), CustomerRef: { value: '1' } }),
  })
  expect([response.status, other.invoices().length]).toEqual([200, 1])
})

test('whatever is sent again in whatever order, one id never makes two documents', async () => {
  const attempt = fc.record({
    id: fc.integer({ min: 0, max: 4 }),
    body: fc.integer({ min: 0, max: 1 }),
    lost: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(attempt, { maxLength: 15 }), fc.uuid(), async (attempts, run) => {
      const before = scene.company.invoices().length
      const made = new Set<string>()
      await Promise.all(
        attempts.map(async ({ id, body, lost }) => {
          const requestId = `${run}-${id}`.slice(-50)
          if (lost) scene.emulator.faults.queue({ kind: 'commit-then-drop', match: { requestId } })
          const sent = scene.post(`/invoice?requestid=${requestId}`, invoiceBody({ PrivateNote: `body ${body}` }))
          // A lost answer is the point of the exercise: the document may have been made all the same.
          await sent.then(
            () => undefined,
            () => undefined,
          )
          made.add(requestId)
        }),
      )
      scene.emulator.faults.reset()
      expect(scene.company.invoices().length - before).toBe(made.size)
    }),
    { numRuns: 30 },
  )
})
