import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { faultCodes, invoiceBody, openScene, sceneRealmId, seatsLine, type Scene } from './emulator-scene.ts'
import { parseQuery } from './query/parse-query.ts'
import { listAt, objectAt, textAt, type JsonObject } from './state/json-object.ts'
import { VendorFault } from './vendor-fault.ts'

let scene: Scene
beforeAll(async () => {
  scene = await openScene()
  scene.company.addCustomer({ DisplayName: "Amy's Orchard & Sons" })
  const gone = scene.company.addCustomer({ DisplayName: 'Zebra Closed' })
  scene.company.change('Customer', gone, { Active: false })
  for (let number = 1; number <= 3; number += 1) {
    const line = seatsLine({ Qty: number }, { Amount: number * 22 })
    scene.company.addInvoice(invoiceBody({ DocNumber: `Q-${number}`, TxnDate: `2026-0${number}-28`, Line: [line] }))
  }
})
afterAll(() => scene.close())

async function rows(text: string, kind: string): Promise<readonly JsonObject[]> {
  const answer = await scene.query(text)
  expect(answer.text).not.toContain('"Fault"')
  return listAt(objectAt(answer.json, 'QueryResponse'), kind)
}

async function numbers(text: string): Promise<readonly (string | undefined)[]> {
  return (await rows(text, 'Invoice')).map((invoice) => textAt(invoice, 'DocNumber'))
}

async function names(text: string): Promise<readonly (string | undefined)[]> {
  return (await rows(text, 'Customer')).map((customer) => textAt(customer, 'DisplayName'))
}

describe('a query', () => {
  test('finds a document by its number, in quotes', async () => {
    expect(await numbers("select * from Invoice where DocNumber = 'q-2'")).toEqual(['Q-2'])
  })

  test('takes an escaped apostrophe and an ampersand', async () => {
    const text = String.raw`SELECT * FROM Customer WHERE DisplayName = 'Amy\'s Orchard & Sons'`
    expect(await names(text)).toEqual(["Amy's Orchard & Sons"])
  })

  test('joins conditions by and, and compares amounts as numbers and dates as dates', async () => {
    expect(
      await numbers("select * from Invoice where TotalAmt > '9' and TotalAmt <= '44.00' orderby DocNumber"),
    ).toEqual(['Q-1', 'Q-2'])
    expect(await numbers("select * from Invoice where TxnDate >= '2026-02-28' order by TxnDate desc")).toEqual([
      'Q-3',
      'Q-2',
    ])
    expect(await numbers("select * from Invoice where CustomerRef = '999'")).toEqual([])
  })

  test('knows in, like and count', async () => {
    expect(await numbers("select * from Invoice where DocNumber in ('Q-1', 'Q-3') orderby Id")).toEqual(['Q-1', 'Q-3'])
    expect(await names("select * from Customer where DisplayName like 'amy%'")).toEqual(["Amy's Orchard & Sons"])
    const counted = await scene.query("select count(*) from Invoice where DocNumber like 'Q%'")
    expect(objectAt(counted.json, 'QueryResponse')).toEqual({
      totalCount: expect.objectContaining({ value: '3' }) as unknown,
    })
  })

  test('hides inactive names unless Active is asked for', async () => {
    expect(await names('select * from Customer')).toEqual(["Amy's Orchard & Sons", 'Bear Creek Winery'])
    expect(await names('select * from Customer where Active in (true, false)')).toHaveLength(3)
    expect(await names("select * from Customer where Active = 'false'")).toEqual(['Zebra Closed'])
  })

  test('pages from 1, in either order of the page words, and an empty page has no list', async () => {
    expect(await numbers('select * from Invoice orderby Id startposition 2 maxresults 1')).toEqual(['Q-2'])
    expect(await numbers('select * from Invoice orderby Id maxresults 2 startposition 1')).toEqual(['Q-1', 'Q-2'])
    expect(objectAt((await scene.query('select * from Invoice startposition 9')).json, 'QueryResponse')).toEqual({})
  })

  test('gives only the columns asked for', async () => {
    const [first] = await rows('select Id, DocNumber from Invoice maxresults 1', 'Invoice')
    expect(Object.keys(first ?? {})).toEqual(['domain', 'sparse', 'Id', 'DocNumber'])
  })

  test('drops exactly the pseudo tax codes when it asks for active ones', async () => {
    expect((await rows('select * from TaxCode', 'TaxCode')).map((code) => textAt(code, 'Id'))).toContain('TAX')
    expect(
      (await rows('select * from TaxCode where Active = true', 'TaxCode')).map((code) => textAt(code, 'Id')),
    ).toEqual(['2'])
  })

  test('may be posted as application/text', async () => {
    const response = await fetch(`${scene.url}/v3/company/${sceneRealmId}/query`, {
      method: 'POST',
      headers: { authorization: `Bearer ${scene.accessToken}`, 'content-type': 'application/text' },
      body: 'select * from Item',
    })
    expect(await response.text()).toContain('Microsoft 365 Business Standard')
  })

  test.each([
    ['no query', '4000', ''],
    ['a misspelt word', '4000', 'select * form Invoice'],
    ['an apostrophe that was not escaped', '4000', "select * from Customer where DisplayName = 'Amy's'"],
    ['a double quote', '4000', 'select * from Invoice where DocNumber = "Q-1"'],
    ['a number without quotes', '4000', 'select * from Invoice where TotalAmt > 9'],
    ['or', '4000', "select * from Invoice where DocNumber = 'Q-1' or DocNumber = 'Q-2'"],
    ['not equal', '4000', "select * from Invoice where DocNumber != 'Q-1'"],
    ['a lone backslash', '4000', String.raw`select * from Invoice where DocNumber = 'Q\1'`],
    ['a start of 0', '4001', 'select * from Invoice startposition 0'],
    ['more than a thousand', '4001', 'select * from Invoice maxresults 1001'],
    ['an entity that there is not', '4001', 'select * from Unicorn'],
    ['a property that there is not', '4001', "select * from Invoice where Colour = 'red'"],
    ['a memo, which cannot be searched', '4001', "select * from Invoice where PrivateNote = 'run'"],
  ])('is refused for %s', async (_reason, code, text) => {
    const answer = await scene.query(text)
    expect([answer.status, faultCodes(answer)]).toEqual([400, [code]])
  })

  test('of any text is read or refused, and nothing else', () => {
    const words = fc.constantFrom(
      'select',
      '*',
      'from',
      'Invoice',
      'where',
      'DocNumber',
      '=',
      "'x'",
      'and',
      'in',
      '(',
      ')',
      ',',
      '7',
      '\\',
      "'",
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(words).map((parts) => parts.join(' ')),
        ),
        (text) => {
          try {
            expect(parseQuery(text).maxResults).toBeGreaterThan(0)
          } catch (error) {
            expect(error).toBeInstanceOf(VendorFault)
          }
        },
      ),
    )
  })
})

test('a page is a hundred unless more is asked for, and never more than a thousand', async () => {
  const many = await openScene()
  for (let number = 0; number < 1_100; number += 1) many.company.addCustomer({ DisplayName: `Client ${number}` })
  const sizes = await Promise.all(
    ['select * from Customer', 'select * from Customer maxresults 1000'].map(
      async (text) => listAt(objectAt((await many.query(text)).json, 'QueryResponse'), 'Customer').length,
    ),
  )
  expect(sizes).toEqual([100, 1000])
  await many.close()
})

describe('change data capture', () => {
  const changesOf = (json: JsonObject): readonly JsonObject[] => listAt(listAt(json, 'CDCResponse')[0], 'QueryResponse')

  test('gives what changed since, deletions by id, and one object per kind asked for', async () => {
    const own = await openScene()
    const old = own.company.addInvoice(invoiceBody({ DocNumber: 'OLD' }))
    own.clock.advanceBy(60_000)
    const since = own.clock.now().toISOString()
    own.company.addInvoice(invoiceBody({ DocNumber: 'NEW' }))
    await own.post('/invoice?operation=delete', { Id: old, SyncToken: '0' })
    const answer = await own.get(`/cdc?entities=Invoice,CreditMemo&changedSince=${encodeURIComponent(since)}`)
    const [invoices, memos] = changesOf(answer.json)
    const seen = listAt(invoices, 'Invoice').map((one) => textAt(one, 'DocNumber') ?? textAt(one, 'status'))
    expect(seen.sort()).toEqual(['Deleted', 'NEW'])
    expect(memos).toEqual({})
    await own.close()
  })

  test('looks back 30 days and no further', async () => {
    const at = (days: number): string => new Date(scene.clock.now().getTime() - days * 86_400_000).toISOString()
    expect((await scene.get(`/cdc?entities=Invoice&changedSince=${at(30)}`)).status).toBe(200)
    expect(faultCodes(await scene.get(`/cdc?entities=Invoice&changedSince=${at(30.1)}`))).toEqual(['2190'])
    expect(faultCodes(await scene.get('/cdc?entities=Invoice'))).toEqual(['2020'])
  })

  test('gives a thousand at most, and says nothing of the rest', async () => {
    const many = await openScene()
    for (let number = 0; number < 1_005; number += 1) many.company.addCustomer({ DisplayName: `Client ${number}` })
    const answer = await many.get(`/cdc?entities=Customer,Invoice&changedSince=${many.clock.now().toISOString()}`)
    expect(listAt(changesOf(answer.json)[0], 'Customer')).toHaveLength(1000)
    await many.close()
  })
})

describe('a batch', () => {
  test('does its items one by one, and a fault of one leaves the others', async () => {
    const answer = await scene.post('/batch', {
      BatchItemRequest: [
        { bId: 'a', operation: 'create', Invoice: invoiceBody({ DocNumber: 'BATCH-1' }) },
        { bId: 'b', operation: 'create', Invoice: invoiceBody({ DocNumber: 'BATCH-1' }) },
        { bId: 'c', Query: "select * from Invoice where DocNumber = 'BATCH-1'" },
      ],
    })
    const items = listAt(answer.json, 'BatchItemResponse')
    expect(answer.status).toBe(200)
    expect(items.map((item) => textAt(item, 'bId'))).toEqual(['a', 'b', 'c'])
    expect(textAt(listAt(objectAt(items[1], 'Fault'), 'Error')[0], 'code')).toBe('6140')
    expect(listAt(objectAt(items[2], 'QueryResponse'), 'Invoice')).toHaveLength(1)
  })

  test('of 31 items is refused whole', async () => {
    const item = { bId: 'a', Query: 'select * from Item' }
    expect(
      faultCodes(await scene.post('/batch', { BatchItemRequest: Array.from({ length: 31 }, () => item) })),
    ).toEqual(['1040'])
  })

  test('repeated under its request id does nothing twice', async () => {
    const batch = {
      BatchItemRequest: [{ bId: 'a', operation: 'create', Invoice: invoiceBody({ DocNumber: 'BATCH-2' }) }],
    }
    const first = await scene.post('/batch?requestid=batch-2', batch)
    const second = await scene.post('/batch?requestid=batch-2', batch)
    expect(second.text).toBe(first.text)
    expect(faultCodes(await scene.post(`/batch?requestid=${'x'.repeat(37)}`, batch))).toEqual(['2130'])
  })
})
