import { afterEach, expect, test } from 'vitest'
import { faultCodes, invoiceBody, openScene, seatsLine, type Scene } from './emulator-scene.ts'
import { listAt, objectAt, referenceAt, textAt, type JsonObject } from './state/json-object.ts'

let scene: Scene
afterEach(() => scene.close())

async function create(changes: Readonly<Record<string, unknown>>): Promise<JsonObject> {
  const answer = await scene.post('/invoice', invoiceBody(changes))
  expect(answer.text).toContain('"Invoice"')
  return objectAt(answer.json, 'Invoice') ?? {}
}

function totals(invoice: JsonObject): readonly (string | undefined)[] {
  return [textAt(objectAt(invoice, 'TxnTaxDetail'), 'TotalTax'), textAt(invoice, 'TotalAmt')]
}

function codesOf(invoice: JsonObject): readonly (string | undefined)[] {
  return listAt(invoice, 'Line').map((line) => referenceAt(objectAt(line, 'SalesItemLineDetail'), 'TaxCodeRef'))
}

test('under automated sales tax TAX and absent are taxed, NON is not', async () => {
  scene = await openScene({ preferences: { salesTax: 'automated', salesTaxPercent: '8.25' } })
  const lines = [seatsLine({ TaxCodeRef: { value: 'TAX' } }), seatsLine({ TaxCodeRef: undefined }), seatsLine()]
  const invoice = await create({ Line: lines })
  // 8.25 % of 792.00 = 65.34; 1188.00 + 65.34.
  expect(totals(invoice)).toEqual(['65.34', '1253.34'])
  expect(codesOf(invoice)).toEqual(['TAX', 'TAX', 'NON', undefined])
})

test('a tax total that the caller sends is taken, unless automated tax is forced', async () => {
  scene = await openScene({ preferences: { salesTax: 'automated', salesTaxPercent: '10' } })
  const line = [seatsLine({ TaxCodeRef: { value: 'TAX' } })]
  expect(totals(await create({ Line: line, TxnTaxDetail: { TotalTax: 31.68 } }))).toEqual(['31.68', '427.68'])
  const forced = { TotalTax: 31.68, UseAutomatedSalesTax: true }
  expect(totals(await create({ Line: line, TxnTaxDetail: forced }))).toEqual(['39.60', '435.60'])
})

test('a customer that is exempt pays no tax', async () => {
  scene = await openScene()
  const id = scene.company.addCustomer({ DisplayName: 'Library', Taxable: false })
  const line = [seatsLine({ TaxCodeRef: { value: 'TAX' } })]
  expect(totals(await create({ CustomerRef: { value: id }, Line: line }))).toEqual(['0.00', '396.00'])
})

test('a discount before tax leaves the taxable share of what remains', async () => {
  scene = await openScene({ preferences: { salesTaxPercent: '10' } })
  const discount = { DetailType: 'DiscountLineDetail', Amount: 79.2, DiscountLineDetail: { PercentBased: false } }
  const lines = [seatsLine({ TaxCodeRef: { value: 'TAX' } }), seatsLine(), discount]
  // Half of the 79.20 falls on the taxable 396.00: 10 % of 356.40 = 35.64; 792.00 - 79.20 + 35.64.
  expect(totals(await create({ Line: lines, ApplyTaxAfterDiscount: true }))).toEqual(['35.64', '748.44'])
  // Without the switch the discount leaves the tax alone: 39.60.
  expect(totals(await create({ Line: lines }))).toEqual(['39.60', '752.40'])
})

test('with manual tax the document names its code, and without one there is no tax', async () => {
  scene = await openScene({ preferences: { salesTax: 'manual', salesTaxPercent: '5' } })
  const line = [seatsLine({ TaxCodeRef: { value: 'TAX' } })]
  expect(totals(await create({ Line: line }))).toEqual(['0.00', '396.00'])
  expect(totals(await create({ Line: line, TxnTaxDetail: { TxnTaxCodeRef: { value: '2' } } }))).toEqual([
    '19.80',
    '415.80',
  ])
})

test('outside the US every line needs a code, and tax is worked out per rate', async () => {
  scene = await openScene({ preferences: { country: 'GB', homeCurrency: 'GBP', salesTaxPercent: '20' } })
  const missing = await scene.post('/invoice', invoiceBody({ Line: [seatsLine({ TaxCodeRef: undefined })] }))
  expect(faultCodes(missing)).toEqual(['6000'])
  expect(missing.text).toContain('Make sure all your transactions have a VAT rate before you save.')
  expect(faultCodes(await scene.post('/invoice', invoiceBody()))).toEqual(['2500'])
  const lines = [seatsLine({ TaxCodeRef: { value: '2' } }), seatsLine({ TaxCodeRef: { value: '3' } })]
  const invoice = await create({ Line: lines })
  expect(totals(invoice)).toEqual(['79.20', '871.20'])
  expect(listAt(objectAt(invoice, 'TxnTaxDetail'), 'TaxLine').map((line) => textAt(line, 'Amount'))).toEqual([
    '79.20',
    '0.00',
  ])
})

test('amounts that include tax come back net, with the gross beside them', async () => {
  scene = await openScene({ preferences: { country: 'AU', homeCurrency: 'AUD', salesTaxPercent: '10' } })
  const line = seatsLine({ Qty: 1, UnitPrice: 100, TaxCodeRef: { value: '2' } }, { Amount: 100 })
  const invoice = await create({ GlobalTaxCalculation: 'TaxInclusive', Line: [line] })
  // 100 / 1.1 = 90.909..., so 90.91 and 9.09.
  expect(totals(invoice)).toEqual(['9.09', '100.00'])
  const [first] = listAt(invoice, 'Line')
  expect(textAt(first, 'Amount')).toBe('90.91')
  expect(textAt(objectAt(first, 'SalesItemLineDetail'), 'TaxInclusiveAmt')).toBe('100.00')
})

test('tax that does not apply asks for no code', async () => {
  scene = await openScene({ preferences: { country: 'GB', homeCurrency: 'GBP' } })
  const invoice = await create({ GlobalTaxCalculation: 'NotApplicable', Line: [seatsLine({ TaxCodeRef: undefined })] })
  expect(totals(invoice)).toEqual(['0.00', '396.00'])
})

test('with several currencies a document names its own, which is its customer’s, and shows the home amount', async () => {
  scene = await openScene({ preferences: { multiCurrency: true, exchangeRates: { EUR: '1.10' }, salesTax: 'off' } })
  const id = scene.company.addCustomer({ DisplayName: 'Weingut', CurrencyRef: { value: 'EUR' } })
  const body = (changes: Readonly<Record<string, unknown>>): JsonObject =>
    invoiceBody({ CustomerRef: { value: id }, ...changes })
  expect(faultCodes(await scene.post('/invoice', body({})))).toEqual(['2020'])
  expect(faultCodes(await scene.post('/invoice', body({ CurrencyRef: { value: 'USD' } })))).toEqual(['6000'])
  const invoice = await create(body({ CurrencyRef: { value: 'EUR' } }))
  expect([textAt(invoice, 'TotalAmt'), textAt(invoice, 'HomeTotalAmt')]).toEqual(['396.00', '435.60'])
})
