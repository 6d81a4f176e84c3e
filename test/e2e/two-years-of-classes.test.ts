import { expect, test } from 'vitest'
import { generateMsp } from '../../emulators/simulated-msp/generate.ts'
import { stretchesOf } from '../../emulators/simulated-msp/timeline.ts'
import { truthOf } from '../../emulators/simulated-msp/truth.ts'
import { divideHalfUp } from '../../emulators/simulated-msp/cents.ts'
import { monthSpan } from '../../emulators/simulated-msp/calendar.ts'
import { openBooks } from '../../emulators/simulated-msp/truth/books.ts'
import { seatLinesOfClient } from '../../emulators/simulated-msp/truth/expected-invoice.ts'
import type { ExpectedLine } from '../../emulators/simulated-msp/truth/types.ts'
import { billingMonth, overlap } from '../../src/domain/period.ts'
import type { ClientInvoiceRead } from '../../src/reconciliation/input.ts'
import { reconcilePeriod } from '../../src/reconciliation/reconcile-period.ts'
import type { Finding, PeriodTieOut } from '../../src/reconciliation/tie-out.ts'
import { scene } from '../helpers/reconciliation-scene.ts'
import { centsText, readOf, simulatedConnection } from '../helpers/simulated-distributor.ts'

// Two years of an MSP whose client invoices are exactly what its contracts say. The generator knows where each cent of
// the distributor's invoices belongs, and shares no code with the reconciliation.

const msp = generateMsp({ seed: 'two-years', clients: 8, months: 24 })
const truth = truthOf(msp)
const connectionId = simulatedConnection
const subscriptions = new Map(msp.subscriptions.map((subscription) => [subscription.subscriptionId, subscription]))

const books = openBooks(msp)

/** What a client's line covers: by subscription with its own unit cost, or the charge that it passes on. */
function billedLine(line: ExpectedLine, companyId: string) {
  const { subscriptionId, chargeId, from, until, quantity, costCents } = line
  const course = subscriptionId === undefined ? [] : stretchesOf(subscriptions.get(subscriptionId) ?? missing())
  // Where a price changes inside a month, the old one is given back and the new one charged.
  const stretch = course.find(({ unitCostCents }) => costOf(line, unitCostCents) === costCents) ?? course[0]
  return {
    lineKey: [line.lineId, subscriptionId, chargeId, from, quantity].join(' '),
    amount: centsText(line.amountCents),
    covers: [
      {
        ...{ connectionId, subscriptionId, chargeId, companyId, productId: stretch?.productId },
        ...{ servicePeriod: { start: from, end: until }, quantity },
        unitCost: stretch === undefined ? 'unknown' : centsText(stretch.unitCostCents),
        ...{ cost: centsText(costCents), costCurrency: 'USD' },
      },
    ],
  }
}

function costOf({ quantity, days, ofDays }: ExpectedLine, unitCostCents: number): number {
  return divideHalfUp(Number(quantity) * unitCostCents * days, ofDays)
}

function missing(): never {
  throw new Error('The truth bills a subscription that there is not.')
}

function clientInvoicesOf(month: string): ClientInvoiceRead[] {
  const expected = truth.months.find((each) => each.month === month)?.invoices ?? []
  return msp.contracts.clients.flatMap((contract): ClientInvoiceRead[] => {
    const own = expected.find(({ clientId }) => clientId === contract.clientId)
    if (own === undefined || own.blockedBy.length > 0) return []
    const seats = [...seatLinesOfClient(books, contract, monthSpan(month)).values()].flat()
    const lines = [...seats, ...own.lines.filter(({ chargeId }) => chargeId !== undefined)]
    return [
      {
        invoice: {
          ...{ clientId: contract.clientId, ledgerConnectionId: 'books', billingPeriod: billingMonth(month) },
          ...{ sequence: 0, kind: 'invoice', currency: own.currency, total: centsText(own.totalCents) },
          lines: lines.map((line) => billedLine(line, contract.companyId)),
        },
        state: 'posted',
        ledgerDocument: undefined,
      },
    ]
  })
}

const billedByMonth = new Map(msp.months.map((month) => [month, clientInvoicesOf(month)]))
const chargedByMonth = msp.distributorInvoices.map((invoice) => ({
  month: invoice.month,
  read: readOf(invoice, invoice.creditedAt !== undefined),
}))

const tieOuts = new Map<string, PeriodTieOut>()

/** Each month is tied out once, for all tests. */
function tieOutOf(month: string): PeriodTieOut {
  const made = tieOuts.get(month) ?? workTieOut(month)
  tieOuts.set(month, made)
  return made
}

function workTieOut(month: string): PeriodTieOut {
  const months = msp.months.filter((each) => each <= month)
  const invoices = chargedByMonth.filter((invoice) => invoice.month <= month)
  const clientInvoices = months.flatMap((each) => billedByMonth.get(each) ?? [])
  return reconcilePeriod(
    scene(
      invoices.map(({ read }) => read),
      clientInvoices,
      {
        period: billingMonth(month),
        asOf: billingMonth(month).end,
        clients: msp.contracts.clients.map(({ clientId, name, companyId }) => ({
          ...{ clientId, name, companies: [{ connectionId, companyId }] },
          billedPeriods: clientInvoices.flatMap(({ invoice }) =>
            invoice.clientId === clientId ? [invoice.billingPeriod] : [],
          ),
        })),
        notBilledCompanies: msp.contracts.ignoredCompanies.map((company) => ({ ...company, connectionId })),
        mappedProducts: [],
      },
    ),
  )
}

const compared = ['ties-out', 'proration', 'price-moved', 'rounding', 'committed-unused', 'over-billed', 'under-billed']
const alone = ['timing', 'usage', 'bought-not-billed', 'internal-use', 'service-charge-without-client']
const groups = [compared, ...alone.map((name) => [name]), ['credit-or-reissue'], ['tax'], ['unexplained']]

function grouped(classes: Iterable<readonly [string, bigint]>): Record<string, bigint> {
  const sums = new Map<string, bigint>()
  for (const [name, cents] of classes) {
    const group = groups.find((names) => names.includes(name))?.[0] ?? name
    sums.set(group, (sums.get(group) ?? 0n) + cents)
  }
  return Object.fromEntries([...sums].filter(([, cents]) => cents !== 0n).sort())
}

/** What is billed later is not compared yet; whether anything will bill it, the truth knows beforehand. */
function placeOf(name: string, isLater: boolean): string {
  return isLater && (name === 'bought-not-billed' || name === 'timing') ? 'timing' : name
}

function cents(amount: string): bigint {
  return BigInt(amount.replace('.', ''))
}

interface Place {
  readonly month: string
  readonly invoiceId: string
  readonly places: Record<string, bigint>
}

/** Where the cents of every invoice belong, as the generator knows. */
function rightPlaces(month: string): Place[] {
  const end = billingMonth(month).end
  return (truth.months.find((each) => each.month === month)?.distributorInvoices ?? []).map((invoice) => {
    const later = billedLater(invoice.invoiceId, end)
    const parts = invoice.charges.flatMap(({ chargeId, parts: own }) =>
      own.map((part) => [placeOf(part.class, later.has(chargeId)), BigInt(part.cents)] as const),
    )
    return { month, invoiceId: invoice.invoiceId, places: grouped(parts) }
  })
}

/** Where the reconciliation puts them. */
function foundPlaces(month: string): Place[] {
  const end = billingMonth(month).end
  const right = new Set(rightPlaces(month).map(({ invoiceId }) => invoiceId))
  const tieOut = tieOutOf(month)
  return tieOut.invoices
    .filter(({ invoiceId }) => right.has(invoiceId))
    .map(({ invoiceId, findings, controls }) => {
      const later = billedLater(invoiceId, end)
      const parts = findings.map((finding) => {
        const isLater = finding.evidence.chargeIds.every((chargeId) => later.has(chargeId))
        return [placeOf(finding.class, isLater), cents(finding.cost)] as const
      })
      // Tax stands beside the charges, in the header's total.
      const rows = controls.flatMap(({ classes }) => classes.filter(({ class: name }) => name === 'tax'))
      const places = grouped([...parts, ...rows.map((row) => ['tax', cents(row.cost)] as const)])
      return { month, invoiceId, places }
    })
}

/** Charges for later months, and fees, which the contracts pass on a month later. */
function billedLater(invoiceId: string, end: string): ReadonlySet<string> {
  const charges = msp.distributorInvoices.find((each) => each.invoiceId === invoiceId)?.charges ?? []
  return new Set(charges.flatMap(({ chargeId, from, type }) => (from >= end || type === 'one-time' ? [chargeId] : [])))
}

test('in each of 24 months every cent of every distributor invoice ends where the generator knows that it belongs', () => {
  const byInvoice = (a: Place, b: Place): number => (a.invoiceId < b.invoiceId ? -1 : 1)
  for (const month of msp.months) {
    const right = rightPlaces(month)
    expect(right.length).toBeGreaterThan(0)
    expect(foundPlaces(month).sort(byInvoice)).toEqual(right.sort(byInvoice))
  }
})

/** Charges of what was bought and never put on a client's invoice, for days that are over. */
function seededLeaks(): ReadonlySet<string> {
  const leaking = new Set(truth.leaks.map(({ subscriptionId }) => subscriptionId))
  const end = billingMonth(msp.months.at(-1) ?? '').end
  const standing = msp.distributorInvoices.filter(({ creditedAt }) => creditedAt === undefined)
  return new Set(
    standing.flatMap(({ charges }) =>
      charges.flatMap(({ chargeId, subscriptionId = '', costCents, from, until }) =>
        leaking.has(subscriptionId) && costCents > 0 && until > (msp.months[0] ?? '') && from < end ? [chargeId] : [],
      ),
    ),
  )
}

/** True where a line that the contracts put on a client's invoice is for this supply, on any of its days. */
function isOnClientInvoice({ subscriptionId, servicePeriod, evidence }: Finding): boolean {
  const covers = [...billedByMonth.values()]
    .flat()
    .flatMap(({ invoice }) => invoice.lines.flatMap((line) => line.covers))
  return covers.some(
    (covered) =>
      (covered.chargeId !== undefined && evidence.chargeIds.includes(covered.chargeId)) ||
      (subscriptionId !== undefined &&
        covered.subscriptionId === subscriptionId &&
        servicePeriod !== undefined &&
        overlap(covered.servicePeriod, servicePeriod) !== undefined),
  )
}

test('at least 99 % of the seeded leaks are found, and nothing is called one that is on a client invoice', () => {
  // An invoice is looked at again with the month after it, when what is passed on a month later has been billed.
  const found = new Map<string, Finding>()
  for (const finding of msp.months.flatMap((month) => tieOutOf(month).invoices.flatMap(({ findings }) => findings))) {
    for (const chargeId of finding.evidence.chargeIds) found.set(chargeId, finding)
  }
  const leaks = [...found].filter(([, finding]) => finding.class === 'bought-not-billed')
  const foundCharges = new Set(leaks.map(([chargeId]) => chargeId))
  const seeded = [...seededLeaks()]
  expect(seeded.length).toBeGreaterThan(50)
  const missed = seeded.filter((chargeId) => !foundCharges.has(chargeId))
  expect(missed.length / seeded.length).toBeLessThanOrEqual(0.01)
  const wrong = leaks.filter(([, finding]) => isOnClientInvoice(finding))
  expect(wrong.map(([, { sentence }]) => sentence)).toEqual([])
})

test('the two years hold what an MSP has to live with', () => {
  const kinds = new Set(msp.happenings.map(({ kind }) => kind))
  const wanted = ['missed-charge', 'forgotten-line', 'credited-invoice', 'price-rise', 'annual-billing', 'one-time-fee']
  expect(wanted.filter((kind) => ![...kinds].some((each) => each === kind))).toEqual([])
})
