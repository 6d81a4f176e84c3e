import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { faultCodes, invoiceBody, openScene, seatsLine, type Scene } from './emulator-scene.ts'
import { listAt, objectAt, referenceAt, textAt, type JsonObject } from './state/json-object.ts'

let scene: Scene
beforeAll(async () => {
  scene = await openScene({ preferences: { salesTaxPercent: '8' } })
})
afterAll(() => scene.close())

async function create(changes: Readonly<Record<string, unknown>> = {}): Promise<JsonObject> {
  const answer = await scene.post('/invoice', invoiceBody(changes))
  expect(answer.text).toContain('"Invoice"')
  return objectAt(answer.json, 'Invoice') ?? {}
}

describe('a good invoice', () => {
  test('comes back with totals, a due date thirty days on, and a subtotal line of its own', async () => {
    const invoice = await create({ DocNumber: 'P2611-00001' })
    expect(textAt(invoice, 'TotalAmt')).toBe('396.00')
    expect(textAt(invoice, 'Balance')).toBe('396.00')
    expect(textAt(invoice, 'DueDate')).toBe('2026-12-30')
    expect(listAt(invoice, 'Line').map((line) => textAt(line, 'DetailType'))).toEqual([
      'SalesItemLineDetail',
      'SubTotalLineDetail',
    ])
    expect(textAt(objectAt(invoice, 'CustomerRef'), 'name')).toBe('Bear Creek Winery')
  })

  test('is dated in the vendor zone when it has no date', async () => {
    // 18:00 UTC on 1 December is 10:00 in California.
    expect(textAt(await create({ TxnDate: undefined }), 'TxnDate')).toBe('2026-12-01')
  })

  test('is due by its terms', async () => {
    expect(textAt(await create({ SalesTermRef: { value: '2' } }), 'DueDate')).toBe('2026-12-15')
  })

  test('takes a sales line without an item as text, amount and all', async () => {
    const line = { DetailType: 'SalesItemLineDetail', Amount: 50, Description: 'A note', SalesItemLineDetail: {} }
    const invoice = await create({ Line: [seatsLine(), line] })
    expect(textAt(invoice, 'TotalAmt')).toBe('396.00')
    expect(listAt(invoice, 'Line').map((one) => textAt(one, 'DetailType'))).toContain('DescriptionOnly')
  })

  test('may hold a negative line while its total is not negative', async () => {
    const credit = seatsLine({ Qty: -1 }, { Amount: -22 })
    expect(textAt(await create({ Line: [seatsLine(), credit] }), 'TotalAmt')).toBe('374.00')
  })

  test('takes a discount off after the subtotal', async () => {
    const discount = {
      DetailType: 'DiscountLineDetail',
      DiscountLineDetail: { PercentBased: true, DiscountPercent: 10 },
    }
    const invoice = await create({ Line: [seatsLine(), discount] })
    expect(textAt(invoice, 'TotalAmt')).toBe('356.40')
    expect(listAt(invoice, 'Line').map((line) => textAt(line, 'DetailType'))).toEqual([
      'SalesItemLineDetail',
      'SubTotalLineDetail',
      'DiscountLineDetail',
    ])
  })

  test('accepts the product of quantity and price rounded half away from zero', async () => {
    // 18.4667 x 22.005 = 406.3597335, and 0.5 x 0.01 = 0.005 which rounds to 0.01.
    const lines = [
      seatsLine({ Qty: 18.4667, UnitPrice: 22.005 }, { Amount: 406.36 }),
      seatsLine({ Qty: 0.5, UnitPrice: 0.01 }, { Amount: 0.01 }),
    ]
    expect(textAt(await create({ Line: lines }), 'TotalAmt')).toBe('406.37')
  })

  test('keeps amounts exact that a float would lose', async () => {
    const body =
      '{"CustomerRef":{"value":"1"},"Line":[{"DetailType":"SalesItemLineDetail","Amount":90071992547409.93,"SalesItemLineDetail":{"ItemRef":{"value":"1"},"TaxCodeRef":{"value":"NON"}}}]}'
    const answer = await scene.post('/invoice', body)
    expect(answer.text).toContain('"TotalAmt":90071992547409.93')
  })
})

describe('document numbers', () => {
  test('are counted up when none is sent, and a used one is never given twice', async () => {
    const first = Number(textAt(await create(), 'DocNumber'))
    await create({ DocNumber: String(first + 1) })
    expect(textAt(await create(), 'DocNumber')).toBe(String(first + 2))
  })

  test('are refused when another document has them, unless duplicates were asked for', async () => {
    await create({ DocNumber: 'TWICE' })
    const answer = await scene.post('/invoice', invoiceBody({ DocNumber: 'TWICE' }))
    expect(answer.status).toBe(400)
    expect(faultCodes(answer)).toEqual(['6140'])
    expect(answer.text).toContain('DocNumber=TWICE is assigned to TxnType=Invoice with TxnId=')
    expect(
      (await scene.post('/invoice?include=allowduplicatedocnum', invoiceBody({ DocNumber: 'TWICE' }))).status,
    ).toBe(200)
  })

  test('stay with a voided invoice and are free again after a deletion', async () => {
    const voided = await create({ DocNumber: 'VOIDED' })
    await scene.post('/invoice?operation=void', { Id: voided['Id'], SyncToken: '0' })
    expect(faultCodes(await scene.post('/invoice', invoiceBody({ DocNumber: 'VOIDED' })))).toEqual(['6140'])
    const deleted = await create({ DocNumber: 'DELETED' })
    await scene.post('/invoice?operation=delete', { Id: deleted['Id'], SyncToken: '0' })
    expect((await scene.post('/invoice', invoiceBody({ DocNumber: 'DELETED' }))).status).toBe(200)
  })

  test('are left out where the company numbers by hand, unless one is asked for', async () => {
    scene.company.setPreferences({ customTransactionNumbers: true })
    expect('DocNumber' in (await create())).toBe(false)
    expect(textAt(await create({ DocNumber: 'AUTO_GENERATE' }), 'DocNumber')).toMatch(/^\d+$/)
    scene.company.setPreferences({ customTransactionNumbers: false })
  })
})

describe('what is refused', () => {
  const unitPriceOnly = seatsLine({ Qty: undefined })
  test.each<[string, string[], Readonly<Record<string, unknown>>]>([
    ['an unknown property', ['2010'], { Memo: 'x' }],
    ['an unknown property inside a line', ['2010'], { Line: [seatsLine({ Quantity: 1 })] }],
    ['a value outside the enumeration', ['2010'], { EmailStatus: 'Maybe' }],
    ['a date that is none', ['2010'], { TxnDate: '2026-02-30' }],
    ['no customer', ['2020'], { CustomerRef: undefined }],
    ['no line', ['2020'], { Line: [] }],
    ['a line without a type', ['2020'], { Line: [{ Amount: 5 }] }],
    ['a line without an amount', ['2020'], { Line: [seatsLine({}, { Amount: undefined })] }],
    ['a customer id that is no number', ['2030'], { CustomerRef: { value: '1.5' } }],
    ['a number of 22 characters', ['2050'], { DocNumber: 'x'.repeat(22) }],
    ['a description of 4,001 characters', ['2050'], { Line: [seatsLine({}, { Description: 'x'.repeat(4001) })] }],
    ['an amount that is no number', ['2080'], { Line: [seatsLine({}, { Amount: '12,50' })] }],
    ['an amount of three decimal places', ['2080', '6070'], { Line: [seatsLine({}, { Amount: 396.001 })] }],
    ['an unknown customer', ['2500'], { CustomerRef: { value: '999' } }],
    ['an unknown item', ['2500'], { Line: [seatsLine({ ItemRef: { value: '999' } })] }],
    ['an amount that is not quantity times price', ['6070'], { Line: [seatsLine({}, { Amount: 396.01 })] }],
    ['two such amounts, both named', ['6070', '6070'], { Line: [seatsLine({}, { Amount: 1 }), unitPriceOnly] }],
    ['a US line with a real tax code', ['6100'], { Line: [seatsLine({ TaxCodeRef: { value: '2' } })] }],
    ['a negative total', ['6000'], { Line: [seatsLine({ Qty: -18 }, { Amount: -396 })] }],
    ['a tax calculation on a US company', ['6000'], { GlobalTaxCalculation: 'TaxExcluded' }],
    ['a foreign currency in a company with one', ['6000'], { CurrencyRef: { value: 'EUR' } }],
    ['an address that is none', ['2210'], { BillEmail: { Address: 'nobody' } }],
    ['a mail to nobody', ['6420'], { EmailStatus: 'NeedToSend' }],
    ['a change of what is not there', ['610'], { Id: '99999', SyncToken: '0' }],
  ])('%s', async (_reason, codes, changes) => {
    const before = scene.company.invoices().length
    const answer = await scene.post('/invoice', invoiceBody(changes))
    expect(answer.status).toBe(400)
    expect(faultCodes(answer)).toEqual(codes)
    expect(scene.company.invoices()).toHaveLength(before)
  })

  test('an unknown property, with the names that are known', async () => {
    const { text } = await scene.post('/invoice', { BadJson: true })
    expect(text).toContain('Unrecognized field \\"BadJson\\" (class com.intuit.schema.finance.v3.Invoice)')
    expect(text).toContain('103 known properties')
  })

  test('an inactive customer', async () => {
    const id = scene.company.addCustomer({ DisplayName: 'Closed Bakery' })
    scene.company.change('Customer', id, { Active: false })
    expect(faultCodes(await scene.post('/invoice', invoiceBody({ CustomerRef: { value: id } })))).toEqual(['610'])
  })

  test('a date in a closed period', async () => {
    scene.company.setPreferences({ bookCloseDate: '2026-11-30' })
    expect(faultCodes(await scene.post('/invoice', invoiceBody()))).toEqual(['6210'])
    expect((await scene.post('/invoice', invoiceBody({ TxnDate: '2026-12-01' }))).status).toBe(200)
    scene.company.setPreferences({ bookCloseDate: undefined })
  })

  test('a body that is no JSON, or no UTF-8', async () => {
    expect(faultCodes(await scene.post('/invoice', '{"CustomerRef":'))).toEqual(['2010'])
    const bytes = Buffer.concat([Buffer.from('{"PrivateNote":"'), Buffer.from([0xe9]), Buffer.from('"}')])
    const headers = { authorization: `Bearer ${scene.accessToken}`, 'content-type': 'application/json' }
    const response = await fetch(`${scene.url}/v3/company/9341453000000001/invoice`, {
      method: 'POST',
      headers,
      body: bytes,
    })
    expect(await response.text()).toContain('Unsupported Operation')
  })
})

describe('changes', () => {
  test('a sparse update keeps what it does not name, and moves the SyncToken', async () => {
    const invoice = await create({ PrivateNote: 'run 2026-11' })
    const answer = await scene.post('/invoice', {
      Id: invoice['Id'],
      SyncToken: '0',
      sparse: true,
      DueDate: '2027-01-15',
    })
    const changed = objectAt(answer.json, 'Invoice') ?? {}
    expect(textAt(changed, 'PrivateNote')).toBe('run 2026-11')
    expect(textAt(changed, 'DueDate')).toBe('2027-01-15')
    expect(textAt(changed, 'SyncToken')).toBe('1')
    expect(textAt(changed, 'TotalAmt')).toBe('396.00')
  })

  test('a full update blanks what it does not name', async () => {
    const invoice = await create({ PrivateNote: 'run 2026-11' })
    const answer = await scene.post('/invoice', { ...invoiceBody(), Id: invoice['Id'], SyncToken: '0' })
    expect('PrivateNote' in (objectAt(answer.json, 'Invoice') ?? {})).toBe(false)
  })

  test('a line that an update leaves out is gone', async () => {
    const invoice = await create({ Line: [seatsLine(), seatsLine()] })
    const [kept] = listAt(invoice, 'Line')
    const answer = await scene.post('/invoice', { Id: invoice['Id'], SyncToken: '0', sparse: true, Line: [kept] })
    expect(textAt(objectAt(answer.json, 'Invoice'), 'TotalAmt')).toBe('396.00')
  })

  test('an old SyncToken is refused', async () => {
    const invoice = await create()
    scene.company.change('Invoice', textAt(invoice, 'Id') ?? '', { PrivateNote: 'by hand' })
    const answer = await scene.post('/invoice', { Id: invoice['Id'], SyncToken: '0', sparse: true })
    expect(faultCodes(answer)).toEqual(['5010'])
  })

  test('a void keeps the lines at zero, without quantities', async () => {
    const invoice = await create()
    const answer = await scene.post('/invoice?operation=void', { Id: invoice['Id'], SyncToken: '0' })
    const voided = objectAt(answer.json, 'Invoice') ?? {}
    const [line] = listAt(voided, 'Line')
    expect(textAt(voided, 'PrivateNote')).toBe('Voided')
    expect([textAt(voided, 'TotalAmt'), textAt(voided, 'Balance'), textAt(line, 'Amount')]).toEqual([
      '0.00',
      '0.00',
      '0.00',
    ])
    expect(Object.keys(objectAt(line, 'SalesItemLineDetail') ?? {})).not.toContain('Qty')
    expect(referenceAt(objectAt(line, 'SalesItemLineDetail'), 'ItemRef')).toBe('1')
  })

  test('a deletion answers with the id alone, and the invoice cannot be read again', async () => {
    const invoice = await create()
    const answer = await scene.post('/invoice?operation=delete', { Id: invoice['Id'], SyncToken: '0' })
    expect(answer.json['Invoice']).toEqual({ domain: 'QBO', status: 'Deleted', Id: invoice['Id'] })
    expect(faultCodes(await scene.get(`/invoice/${String(invoice['Id'])}`))).toEqual(['610'])
  })

  test('sending marks the invoice as mailed, and needs an address', async () => {
    const id = String((await create())['Id'])
    expect(faultCodes(await scene.post(`/invoice/${id}/send`, ''))).toEqual(['6420'])
    const answer = await scene.post(`/invoice/${id}/send?sendTo=bills%40bearcreek.example`, '')
    expect(textAt(objectAt(answer.json, 'Invoice'), 'EmailStatus')).toBe('EmailSent')
  })
})

test('a customer owes what the invoices say, and a change of it is no change of the SyncToken', async () => {
  const id = scene.company.addCustomer({ DisplayName: 'Owes Something' })
  await create({ CustomerRef: { value: id } })
  const customer = objectAt((await scene.get(`/customer/${id}`)).json, 'Customer') ?? {}
  expect(textAt(customer, 'Balance')).toBe('396.00')
  expect(textAt(customer, 'SyncToken')).toBe('0')
})

test('every answer carries a transaction id and the time by the clock', async () => {
  const { headers } = await scene.get('/companyinfo/9341453000000001')
  expect(headers.get('intuit_tid')).toMatch(/^1-/)
  expect(headers.get('date')).toBe('Tue, 01 Dec 2026 18:00:00 GMT')
})
