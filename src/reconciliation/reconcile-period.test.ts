import { expect, test } from 'vitest'
import { period } from '../domain/period.ts'
import { reconcilePeriod } from './reconcile-period.ts'
import { classesOf, periodClasses } from '../../test/helpers/reconciliation-classes.ts'
import {
  april,
  charge,
  clientInvoice,
  connectionId,
  distributorInvoice,
  line,
  may,
  scene,
} from '../../test/helpers/reconciliation-scene.ts'

const seat = (id: string, cost = '22.00') => charge({ chargeId: id, cost, unitCost: cost })
const posted = [clientInvoice([line({})])]

test('a credited invoice and its replacement are netted: the client line ties out with the replacement alone', () => {
  const result = reconcilePeriod(
    scene(
      [
        distributorInvoice({ total: '23.00', invoiceId: 'wrong', status: 'credited' }, [seat('a', '23.00')]),
        distributorInvoice({ total: '22.00', invoiceId: 'right', replaces: 'wrong' }, [seat('b')]),
      ],
      posted,
    ),
  )
  expect(result.controls[0]?.total).toBe('22.00')
  expect(periodClasses(result)).toEqual({ 'ties-out': '22.00', 'credit-or-reissue': '0.00' })
  expect(result.creditNettings).toEqual([
    {
      connectionId,
      creditedInvoiceId: 'wrong',
      creditedInvoiceWords: 'of 2026-04-04 over 23.00 USD',
      replacedBy: ['right'],
      currency: 'USD',
      amount: '-23.00',
      state: 'awaited',
    },
  ])
  // Owed to us until it is seen, and said so.
  expect(result.verdict).toBe('differs')
  expect(result.notes).toEqual(['The credit for the invoice of 2026-04-04 over 23.00 USD (-23.00 USD) is awaited.'])
})

test('each invoice of a correction still adds up by itself', () => {
  const result = reconcilePeriod(
    scene(
      [
        distributorInvoice({ total: '25.30', invoiceId: 'wrong', status: 'credited' }, [
          charge({ chargeId: 'a', cost: '23.00', unitCost: '23.00', tax: '2.30' }),
        ]),
        distributorInvoice({ total: '22.00', invoiceId: 'right', replaces: 'wrong' }, [seat('b')]),
      ],
      posted,
    ),
  )
  const byId = new Map(result.invoices.map((each) => [each.invoiceId, classesOf(each.controls[0])]))
  expect(byId.get('wrong')).toEqual({ 'credit-or-reissue': '25.30' })
  expect(byId.get('right')).toEqual({ 'ties-out': '22.00' })
  expect(periodClasses(result)).toEqual({ 'ties-out': '22.00', 'credit-or-reissue': '0.00' })
})

test('a credit that an invoice of the same period holds nets the credited invoice by itself, once', () => {
  const result = reconcilePeriod(
    scene(
      [
        distributorInvoice({ total: '23.00', invoiceId: 'wrong', status: 'credited' }, [seat('a', '23.00')]),
        distributorInvoice({ total: '-1.00', invoiceId: 'right', replaces: 'wrong' }, [
          seat('b'),
          charge({ chargeId: 'credit', kind: 'invoice-credit', companyId: undefined, cost: '-23.00' }),
        ]),
      ],
      posted,
      { creditsSeen: [{ connectionId, creditedInvoiceId: 'wrong', chargeId: 'credit' }] },
    ),
  )
  expect(result.creditNettings).toEqual([])
  expect(result.controls[0]?.total).toBe('22.00')
  expect(periodClasses(result)).toEqual({ 'ties-out': '22.00', 'credit-or-reissue': '0.00' })
})

test('a credit on an invoice of a later period is not counted there again', () => {
  const mayLine = clientInvoice([line({ servicePeriod: may })], { billingPeriod: may })
  const invoices = [
    distributorInvoice({ total: '23.00', invoiceId: 'wrong', status: 'credited' }, [seat('a', '23.00')]),
    distributorInvoice({ total: '22.00', invoiceId: 'right', replaces: 'wrong' }, [seat('b')]),
    distributorInvoice({ total: '-1.00', invoiceId: 'next', invoiceDate: '2026-05-04' }, [
      charge({ chargeId: 'c', service: may }),
      charge({ chargeId: 'credit', kind: 'invoice-credit', companyId: undefined, service: may, cost: '-23.00' }),
    ]),
  ]
  const more = { creditsSeen: [{ connectionId, creditedInvoiceId: 'wrong', chargeId: 'credit' }] }
  const inApril = reconcilePeriod(scene(invoices, [...posted, mayLine], more))
  expect(inApril.creditNettings.map(({ amount, state }) => [amount, state])).toEqual([['-23.00', 'seen-elsewhere']])
  expect(periodClasses(inApril)).toEqual({ 'ties-out': '22.00', 'credit-or-reissue': '0.00' })
  const inMay = reconcilePeriod(scene(invoices, [...posted, mayLine], { ...more, period: may }))
  expect(inMay.creditNettings.map(({ amount, state }) => [amount, state])).toEqual([['23.00', 'settles-earlier']])
  expect(inMay.controls[0]?.total).toBe('22.00')
  expect(periodClasses(inMay)).toEqual({ 'ties-out': '22.00', 'credit-or-reissue': '0.00' })
})

test('a line that passes through a charge of a credited invoice bills the charge that replaced it', () => {
  const result = reconcilePeriod(
    scene(
      [
        distributorInvoice({ total: '22.00', invoiceId: 'wrong', status: 'credited' }, [seat('a')]),
        distributorInvoice({ total: '22.00', invoiceId: 'right', replaces: 'wrong' }, [seat('b')]),
      ],
      [clientInvoice([line({ chargeId: 'a' })])],
    ),
  )
  expect(periodClasses(result)).toEqual({ 'ties-out': '22.00', 'credit-or-reissue': '0.00' })
})

test('void invoices, those of another partner and those billed to a company itself are kept apart and in no total', () => {
  const result = reconcilePeriod(
    scene(
      [
        distributorInvoice({ total: '22.00' }, [seat('a')]),
        distributorInvoice({ total: '5.00', invoiceId: 'void', status: 'void' }, [seat('b', '5.00')]),
        distributorInvoice({ total: '6.00', invoiceId: 'child', partnerName: 'North Branch' }, [seat('c', '6.00')]),
        distributorInvoice({ total: '7.00', invoiceId: 'direct', billedToCompanyId: 'company-x' }, [seat('d', '7.00')]),
      ],
      posted,
      { ownPartnerNames: [{ connectionId, partnerName: 'North Wind IT' }] },
    ),
  )
  expect(result.controls[0]?.total).toBe('22.00')
  expect(periodClasses(result)).toEqual({ 'ties-out': '22.00' })
  expect(result.verdict).toBe('ties-out')
  expect(result.keptApart.map(({ treatment, controls }) => [treatment, controls.length]).sort()).toEqual([
    ['billed-to-company', 0],
    ['other-partner', 0],
    ['void', 0],
  ])
})

test('an invoice with a status that we do not know counts, and is flagged', () => {
  const invoice = distributorInvoice({ total: '22.00', status: 'unknown', rawStatus: 'Held' }, [seat('a')])
  const result = reconcilePeriod(scene([invoice], posted))
  expect(result.controls[0]?.total).toBe('22.00')
  expect(result.invoices[0]?.notes).toEqual(['The status "Held" is not known; the invoice counts like an unpaid one.'])
})

test('charges that the distributor collects itself are set apart, and no total of ours holds them', () => {
  const direct = charge({ chargeId: 'b', subscriptionId: 'sub-2', cost: '90.00', billedByDistributor: true })
  const result = reconcilePeriod(scene([distributorInvoice({ total: '22.00' }, [seat('a'), direct])], posted))
  expect(periodClasses(result)).toEqual({ 'ties-out': '22.00' })
  expect(result.invoices[0]?.setApart).toEqual([{ chargeId: 'b', currency: 'USD', cost: '90.00' }])
})

test('an invoice that was read twice counts once, as it was read more fully', () => {
  const result = reconcilePeriod(
    scene(
      [
        distributorInvoice({ total: '22.00', items: 'part' }, []),
        distributorInvoice({ total: '22.00' }, [seat('a')]),
        distributorInvoice({ total: '22.00' }, [seat('a')]),
      ],
      [...posted, ...posted],
    ),
  )
  expect(result.controls[0]?.total).toBe('22.00')
  expect(result.verdict).toBe('ties-out')
})

test('an invoice is tied out whole when any of its charges touches the period, and left to its own month otherwise', () => {
  const touching = distributorInvoice({ total: '44.00', invoiceId: 'both', invoiceDate: '2026-05-04' }, [
    charge({ chargeId: 'a', kind: 'prorate', service: period('2026-04-20', '2026-05-01'), cost: '22.00' }),
    charge({ chargeId: 'b', service: may }),
  ])
  const later = distributorInvoice({ total: '22.00', invoiceId: 'later', invoiceDate: '2026-06-04' }, [
    charge({ chargeId: 'c', service: may }),
  ])
  const result = reconcilePeriod(scene([touching, later], []))
  expect(result.invoices.map(({ invoiceId }) => invoiceId)).toEqual(['both'])
  expect(result.period).toEqual(april)
})

test('an invoice dated for a later month that charges for days of this one is named, and in no figure of this month', () => {
  const invoices = [
    distributorInvoice({ total: '22.00', invoiceId: 'own', invoiceDate: '2026-05-04' }, [seat('a')]),
    distributorInvoice({ total: '44.00', invoiceId: 'late', invoiceDate: '2026-06-04' }, [
      charge({ chargeId: 'missed' }),
      charge({ chargeId: 'b', service: may }),
    ]),
  ]
  const result = reconcilePeriod(scene(invoices, []))
  expect(result.invoices.map(({ invoiceId }) => invoiceId)).toEqual(['own'])
  expect(result.controls[0]?.total).toBe('22.00')
  expect(result.ofOtherMonths.map(({ invoiceId, chargeIds }) => [invoiceId, chargeIds])).toEqual([['late', ['missed']]])
  expect(result.ofOtherMonths[0]?.words).toContain('of 2026-06-04 over 44.00 USD')
  const inMay = reconcilePeriod(scene(invoices, [], { period: may }))
  expect(inMay.invoices.map(({ invoiceId }) => invoiceId)).toContain('late')
})
