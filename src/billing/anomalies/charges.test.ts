import { expect, test } from 'vitest'
import { charge } from '../../../test/helpers/billing-scenario.ts'
import { chargeInWords } from './charges.ts'

test('a charge is named by the invoice that it stands on where its id is nothing that a person could look up', () => {
  const id = '1c000000-0000-4000-8000-000000000002'
  expect(chargeInWords(charge(id, '10.00', { description: 'Migration' }))).toMatch(
    /^Charge "Migration" of \d+\.\d{2} USD on the distributor invoice of \d{4}-\d{2}-\d{2}$/,
  )
  expect(chargeInWords(charge('4711', '10.00', { description: 'Migration' }))).toMatch(/^Charge 4711 "Migration" of/)
})
