import { expect, test } from 'vitest'
import { charge, clientInvoice, distributorInvoice, line, scene } from '../../../test/helpers/reconciliation-scene.ts'
import { monthState } from '../../reconciliation/decisions/month-state.ts'
import { reconcilePeriod } from '../../reconciliation/reconcile-period.ts'
import type { StoredDecision } from '../../store/decisions.ts'
import { summarizeMonth } from './summarize-month.ts'

test("a credited invoice is in no client's sum, and what a client was billed stands against what was charged for it alone", () => {
  const tieOut = reconcilePeriod(
    scene(
      [
        distributorInvoice({ total: '23.00', invoiceId: 'wrong', status: 'credited' }, [
          charge({ invoiceId: 'wrong', chargeId: 'a', unitCost: '23.00' }),
        ]),
        // One seat that a client line covers, 22.00; one of another product that none does, 5.00.
        distributorInvoice({ total: '27.00' }, [
          charge({}),
          charge({ chargeId: 'b', subscriptionId: 'sub-2', productId: 'other', unitCost: '5.00' }),
        ]),
      ],
      [clientInvoice([line({ amount: '26.40' })])],
    ),
  )
  const { currencies, clients } = summarizeMonth({
    tieOut,
    state: monthState<StoredDecision>(tieOut, []),
    ...{ sha256: '', madeAt: new Date(0), basis: undefined, closing: undefined },
  })
  expect(currencies).toMatchObject([{ total: '27.00', matched: '22.00', unexplained: '0.00' }])
  expect(clients).toMatchObject([
    {
      clientId: 'bear-creek',
      charged: '27.00',
      covered: '22.00',
      revenue: [{ amount: '26.40', currency: 'USD' }],
      undecided: 1,
      undecidedCost: '5.00',
    },
  ])
})
