import { afterEach, expect, test } from 'vitest'
import { faultCodes, invoiceBody, openScene, seatsLine, type Scene, type SceneAnswer } from './emulator-scene.ts'
import { listAt, objectAt, textAt, type JsonObject } from './state/json-object.ts'

let scene: Scene
afterEach(() => scene.close())

async function made(kind: 'Invoice' | 'CreditMemo' | 'Payment', answer: Promise<SceneAnswer>): Promise<JsonObject> {
  const { json, text } = await answer
  expect(text).toContain(`"${kind}"`)
  return objectAt(json, kind) ?? {}
}

const credit = (): JsonObject => invoiceBody({ Line: [seatsLine({ Qty: 1 }, { Amount: 22 })] })

test('an open credit is set against the next invoice at once: the balance is less than the total', async () => {
  scene = await openScene()
  const memo = await made('CreditMemo', scene.post('/creditmemo', credit()))
  expect([textAt(memo, 'RemainingCredit'), textAt(memo, 'Balance')]).toEqual(['22.00', '22.00'])
  const invoice = await made('Invoice', scene.post('/invoice', invoiceBody()))
  expect([textAt(invoice, 'TotalAmt'), textAt(invoice, 'Balance')]).toEqual(['396.00', '374.00'])
  expect(listAt(invoice, 'LinkedTxn').map((link) => textAt(link, 'TxnType'))).toEqual(['Payment'])
  const used = objectAt((await scene.get(`/creditmemo/${String(memo['Id'])}`)).json, 'CreditMemo')
  expect(textAt(used, 'RemainingCredit')).toBe('0.00')
})

test('a new credit is set against the oldest open invoice', async () => {
  scene = await openScene()
  const later = await made('Invoice', scene.post('/invoice', invoiceBody({ TxnDate: '2026-11-30' })))
  const earlier = await made('Invoice', scene.post('/invoice', invoiceBody({ TxnDate: '2026-10-31' })))
  await made('CreditMemo', scene.post('/creditmemo', credit()))
  const balances = await Promise.all(
    [later, earlier].map(async (invoice) =>
      objectAt((await scene.get(`/invoice/${String(invoice['Id'])}`)).json, 'Invoice'),
    ),
  )
  expect(balances.map((invoice) => textAt(invoice, 'Balance'))).toEqual(['396.00', '374.00'])
})

test('credits stay open where the company does not apply them by itself', async () => {
  scene = await openScene({ preferences: { appliesCreditsAutomatically: false } })
  await made('CreditMemo', scene.post('/creditmemo', credit()))
  const invoice = await made('Invoice', scene.post('/invoice', invoiceBody()))
  expect(textAt(invoice, 'Balance')).toBe('396.00')
})

test('a payment of nothing with two lines applies a credit to an invoice', async () => {
  scene = await openScene({ preferences: { appliesCreditsAutomatically: false } })
  const memo = await made('CreditMemo', scene.post('/creditmemo', credit()))
  const invoice = await made('Invoice', scene.post('/invoice', invoiceBody()))
  const line = (id: unknown, type: string): object => ({ Amount: 22, LinkedTxn: [{ TxnId: id, TxnType: type }] })
  const lines = [line(invoice['Id'], 'Invoice'), line(memo['Id'], 'CreditMemo')]
  const payment = await made(
    'Payment',
    scene.post('/payment', { CustomerRef: { value: '1' }, TotalAmt: 0, Line: lines }),
  )
  expect(textAt(payment, 'UnappliedAmt')).toBe('0.00')
  const after = objectAt((await scene.get(`/invoice/${String(invoice['Id'])}`)).json, 'Invoice')
  expect(textAt(after, 'Balance')).toBe('374.00')
})

test('a payment lowers the balance, holds the invoice, and gives it free when it is deleted', async () => {
  scene = await openScene()
  const invoice = await made('Invoice', scene.post('/invoice', invoiceBody()))
  const id = String(invoice['Id'])
  const line = { Amount: 396, LinkedTxn: [{ TxnId: id, TxnType: 'Invoice' }] }
  const payment = await made(
    'Payment',
    scene.post('/payment', { CustomerRef: { value: '1' }, TotalAmt: 400, Line: [line] }),
  )
  expect(textAt(payment, 'UnappliedAmt')).toBe('4.00')
  const paid = objectAt((await scene.get(`/invoice/${id}`)).json, 'Invoice')
  expect(textAt(paid, 'Balance')).toBe('0.00')
  for (const operation of ['void', 'delete']) {
    expect(faultCodes(await scene.post(`/invoice?operation=${operation}`, { Id: id, SyncToken: '0' }))).toEqual([
      '6000',
    ])
  }
  await scene.post('/payment?operation=delete', { Id: payment['Id'], SyncToken: '0' })
  const free = objectAt((await scene.get(`/invoice/${id}`)).json, 'Invoice')
  expect([textAt(free, 'Balance'), listAt(free, 'LinkedTxn')]).toEqual(['396.00', []])
  expect((await scene.post('/invoice?operation=void', { Id: id, SyncToken: '0' })).status).toBe(200)
})

test('a payment that applies more than is open, or more than was paid, is refused', async () => {
  scene = await openScene()
  const invoice = await made('Invoice', scene.post('/invoice', invoiceBody()))
  const pay = (total: number, amount: number): Promise<SceneAnswer> =>
    scene.post('/payment', {
      CustomerRef: { value: '1' },
      TotalAmt: total,
      Line: [{ Amount: amount, LinkedTxn: [{ TxnId: invoice['Id'], TxnType: 'Invoice' }] }],
    })
  expect(faultCodes(await pay(500, 396.01))).toEqual(['6000'])
  expect(faultCodes(await pay(100, 396))).toEqual(['6000'])
  expect(faultCodes(await scene.post('/payment', { CustomerRef: { value: '1' } }))).toEqual(['2020'])
  expect(
    faultCodes(
      await scene.post('/payment', {
        CustomerRef: { value: '1' },
        TotalAmt: 5,
        Line: [{ Amount: 5, LinkedTxn: [{ TxnId: '999', TxnType: 'Invoice' }] }],
      }),
    ),
  ).toEqual(['2500'])
})

test('a credit memo cannot be voided, only deleted', async () => {
  scene = await openScene()
  const memo = await made('CreditMemo', scene.post('/creditmemo', credit()))
  const named = { Id: memo['Id'], SyncToken: '0' }
  expect(faultCodes(await scene.post('/creditmemo?operation=void', named))).toEqual(['500'])
  expect((await scene.post('/creditmemo?operation=delete', named)).status).toBe(200)
})

test('a credit memo and an invoice cannot have the same number', async () => {
  scene = await openScene()
  await made('Invoice', scene.post('/invoice', invoiceBody({ DocNumber: 'SAME' })))
  expect(faultCodes(await scene.post('/creditmemo', { ...credit(), DocNumber: 'SAME' }))).toEqual(['6140'])
})
