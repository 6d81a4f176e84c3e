import { expect, test } from 'vitest'
import { detailsText } from './details-text.ts'

test('details are read as words, whatever is in them', () => {
  expect(detailsText({ role: { was: 'viewer', is: 'approver' }, disabled: true })).toBe(
    'role: was viewer, is approver; disabled: true',
  )
  expect(detailsText({ clients: ['bear-creek', 'north-wind'], note: null })).toBe(
    'clients: bear-creek, north-wind; note: null',
  )
  expect(detailsText({})).toBe('')
})
