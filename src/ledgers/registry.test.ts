import { expect, test } from 'vitest'
import { InvalidInput, NotFound } from '../support/failure.ts'
import { toolsForTests } from './fixtures/ledger-tools.ts'
import { ledgerById, ledgers } from './registry.ts'

test('a ledger is found by its id, and an unknown one is answered with those that exist', () => {
  expect(ledgerById('quickbooks-online').label).toBe('QuickBooks Online')
  expect(() => ledgerById('quickbooks')).toThrow(NotFound)
  expect(() => ledgerById('quickbooks')).toThrow('The ledgers are: quickbooks-online, xero, file, webhook.')
})

test('ids are unique', () => {
  const ids = ledgers.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
})

test('settings are checked when a ledger is connected', () => {
  expect(() => ledgerById('quickbooks-online').connect({ environment: 'sandbox' }, toolsForTests())).toThrow(
    InvalidInput,
  )
})
