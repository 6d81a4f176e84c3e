import { expect, test } from 'vitest'
import { charge, connectionId, distributorInvoice, may, scene } from '../../test/helpers/reconciliation-scene.ts'
import { reconcilePeriod } from './reconcile-period.ts'

const taxed = { tax: '1.76' }

test('what the totals are the sum of is what all invoices of a partner allow', () => {
  const { totalRules, notes } = reconcilePeriod(
    scene(
      [
        distributorInvoice({ total: '22.00', invoiceId: 'untaxed', invoiceDate: '2026-04-01' }, [charge({})]),
        distributorInvoice({ total: '23.76', invoiceId: 'taxed', invoiceDate: '2026-05-01' }, [
          charge({ ...taxed, chargeId: 'b', service: may }),
        ]),
      ],
      [],
    ),
  )
  expect(totalRules).toEqual([expect.objectContaining({ connectionId, currency: 'USD', testedOn: 2, brokenBy: [] })])
  expect(totalRules[0]?.holds).toEqual(expect.arrayContaining(['cost-and-tax']))
  expect(totalRules[0]?.holds).not.toContain('cost')
  expect(notes).toEqual([])
})

test('an invoice whose total is another sum than before raises an alarm that names it', () => {
  const { totalRules, notes } = reconcilePeriod(
    scene(
      [
        distributorInvoice({ total: '23.76', invoiceId: 'a', invoiceDate: '2026-04-01' }, [charge(taxed)]),
        distributorInvoice({ total: '22.00', invoiceId: 'b', invoiceDate: '2026-05-01' }, [
          charge({ ...taxed, chargeId: 'b', service: may }),
        ]),
      ],
      [],
    ),
  )
  expect(totalRules[0]?.brokenBy.map(({ invoiceId }) => invoiceId)).toEqual(['b'])
  expect(notes.join()).toMatch(/of 2026-05-01 over 22\.00 USD.*is not the sum.*cost-and-tax/)
})

test('another partner’s invoices have a rule of their own', () => {
  const { totalRules } = reconcilePeriod(
    scene(
      [
        distributorInvoice({ total: '23.76', partnerName: 'Us' }, [charge(taxed)]),
        distributorInvoice({ total: '22.00', invoiceId: 'child', partnerName: 'Child' }, [
          charge({ ...taxed, chargeId: 'b' }),
        ]),
      ],
      [],
    ),
  )
  expect(totalRules.map(({ partnerName, brokenBy }) => [partnerName, brokenBy])).toEqual([
    ['Child', []],
    ['Us', []],
  ])
})
