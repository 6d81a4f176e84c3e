import { expect, test } from 'vitest'
import { examineTotalRule } from './examine-total-rules.ts'

const rule = { connectionId: 'pax8', holds: ['cost-and-tax'], testedOn: 3, brokenBy: [] }

test('the sum that all totals are is told with the number of invoices that it was tested on', () => {
  expect(examineTotalRule(rule)).toMatchObject({
    state: 'good',
    message: 'the totals of 3 invoices are the sum of cost-and-tax',
  })
})

test('an invoice that breaks with it wants a person, and is named', () => {
  const found = examineTotalRule({ ...rule, partnerName: 'Us', brokenBy: [{ words: 'of 2026-05-01 over 22.00 USD' }] })
  expect(found.state).toBe('wrong')
  expect(found.message).toBe('of 3 invoices for Us, the total is not cost-and-tax on: of 2026-05-01 over 22.00 USD')
})
