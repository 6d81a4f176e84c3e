import { afterAll, beforeAll, expect, test } from 'vitest'
import { faultCodes, openScene, type Scene } from './emulator-scene.ts'
import { objectAt, textAt } from './state/json-object.ts'

let scene: Scene
beforeAll(async () => {
  scene = await openScene()
})
afterAll(() => scene.close())

test('a customer is created by its display name and found by its id', async () => {
  const created = objectAt((await scene.post('/customer', { DisplayName: "Amy's Orchard" })).json, 'Customer') ?? {}
  const found = objectAt((await scene.get(`/customer/${String(created['Id'])}`)).json, 'Customer') ?? {}
  expect(found).toEqual(created)
  expect([textAt(found, 'FullyQualifiedName'), found['Active'], textAt(found, 'Balance')]).toEqual([
    "Amy's Orchard",
    true,
    '0.00',
  ])
})

test('a name is taken whatever its case, by an inactive customer and by a vendor too', async () => {
  expect(faultCodes(await scene.post('/customer', { DisplayName: 'bear creek WINERY' }))).toEqual(['6240'])
  const id = scene.company.addCustomer({ DisplayName: 'Gone Away' })
  scene.company.change('Customer', id, { Active: false })
  expect(faultCodes(await scene.post('/customer', { DisplayName: 'Gone Away' }))).toEqual(['6240'])
  scene.company.reserveName('City Power')
  expect(faultCodes(await scene.post('/customer', { DisplayName: 'City Power' }))).toEqual(['6240'])
})

test('a renamed customer gives its old name free', async () => {
  const id = scene.company.addCustomer({ DisplayName: 'Old Name' })
  scene.company.change('Customer', id, { DisplayName: 'New Name' })
  expect((await scene.post('/customer', { DisplayName: 'Old Name' })).status).toBe(200)
})

test('a customer without any name, and an item without an account or a name, are refused', async () => {
  expect(faultCodes(await scene.post('/customer', { Notes: 'nobody' }))).toEqual(['6080'])
  expect(faultCodes(await scene.post('/item', { Name: 'Free' }))).toEqual(['2020'])
  expect(faultCodes(await scene.post('/item', { IncomeAccountRef: { value: '79' } }))).toEqual(['2020'])
  expect(faultCodes(await scene.post('/item', { Name: 'Lost', IncomeAccountRef: { value: '7' } }))).toEqual(['2500'])
})

test('a customer keeps its currency for ever', async () => {
  scene.company.setPreferences({ multiCurrency: true })
  const created =
    objectAt(
      (await scene.post('/customer', { DisplayName: 'Weingut', CurrencyRef: { value: 'EUR' } })).json,
      'Customer',
    ) ?? {}
  const change = { Id: created['Id'], SyncToken: '0', sparse: true, CurrencyRef: { value: 'USD' } }
  expect(faultCodes(await scene.post('/customer', change))).toEqual(['6000'])
})

test('preferences and company info say what the company was set to', async () => {
  scene.company.setPreferences({ name: 'Hill IT', bookCloseDate: '2026-09-30', customTransactionNumbers: true })
  const preferences = objectAt((await scene.get('/preferences')).json, 'Preferences')
  expect(textAt(objectAt(preferences, 'AccountingInfoPrefs'), 'BookCloseDate')).toBe('2026-09-30')
  expect(objectAt(preferences, 'SalesFormsPrefs')?.['CustomTxnNumbers']).toBe(true)
  expect(objectAt(preferences, 'TaxPrefs')).toEqual({ UsingSalesTax: true, PartnerTaxEnabled: true })
  const info = objectAt((await scene.get('/companyinfo/9341453000000001')).json, 'CompanyInfo')
  expect(textAt(info, 'CompanyName')).toBe('Hill IT')
})

test('ids that are none, and addresses that are none, are refused as recorded', async () => {
  expect(faultCodes(await scene.get('/customer/1.5'))).toEqual(['2030'])
  expect(faultCodes(await scene.get('/customer/999'))).toEqual(['610'])
  expect(faultCodes(await scene.get('/customer/1/5/6'))).toEqual(['500'])
  expect(faultCodes(await scene.get('/unicorn/1'))).toEqual(['500'])
})
