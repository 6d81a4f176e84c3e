import { decimalText } from '../../emulators/simulated-msp/cents.ts'
import { stretchesOf } from '../../emulators/simulated-msp/timeline.ts'
import type { SimulatedCharge, SimulatedInvoice, SimulatedSubscription } from '../../emulators/simulated-msp/types.ts'
import type { Charge } from '../../src/domain/distributor-invoice.ts'
import type { SubscriptionTimeline, TimelineStep } from '../../src/domain/timeline.ts'
import { decimal } from '../../src/money/decimal.ts'
import { money } from '../../src/money/money.ts'
import type { DistributorInvoiceRead } from '../../src/reconciliation/input.ts'

// The simulated distributor's records in the domain's words, as a faultless sync would have stored them.

export const simulatedConnection = 'pax8'
const connectionId = simulatedConnection

export const centsText = (cents: number): string => decimalText(cents, 2)

export function chargeOf(charge: SimulatedCharge, { invoiceId, invoiceDate }: SimulatedInvoice): Charge {
  const usd = (text: string) => money(text, 'USD')
  return {
    ...{ connectionId, invoiceId, chargeId: charge.chargeId, invoiceDate, kind: charge.type, rawKind: charge.type },
    ...{ companyId: charge.companyId, companyName: undefined, subscriptionId: charge.subscriptionId },
    ...{ productId: charge.productId, productName: undefined, sku: undefined, description: charge.description },
    ...{ details: undefined, servicePeriod: { start: charge.from, end: charge.until }, billingTerm: undefined },
    quantity: charge.quantity === undefined ? 'unknown' : decimal(charge.quantity),
    unitOfMeasure: undefined,
    unitCost: usd(charge.unitCost),
    cost: usd(centsText(charge.costCents)),
    ...{ listUnitPrice: 'unknown', listAmount: usd(centsText(charge.listCents)) },
    tax: usd(centsText(charge.taxCents)),
    currency: 'USD',
    billedByDistributor: false,
  }
}

export function readOf(invoice: SimulatedInvoice, isCredited: boolean): DistributorInvoiceRead {
  const { invoiceId, invoiceDate, totalCents, partnerId, replaces } = invoice
  const status = isCredited ? 'credited' : 'unpaid'
  return {
    invoice: {
      ...{ connectionId, invoiceId, number: undefined, invoiceDate, dueDate: undefined, status, rawStatus: status },
      ...{ currency: 'USD', total: money(centsText(totalCents), 'USD'), balance: 'unknown', carriedBalance: 'unknown' },
      ...{ partnerName: partnerId, billedToCompanyId: undefined, replaces },
    },
    charges: invoice.charges.map((charge) => chargeOf(charge, invoice)),
    items: 'whole',
    itemsNote: undefined,
  }
}

const openEnd = '9999-12-31'

/** The true course of a subscription as a timeline whose every step is exact, as the distributor's history tells it. */
export function timelineOf(subscription: SimulatedSubscription): SubscriptionTimeline {
  const { subscriptionId, billingTerm, commitmentTerm, startDay, omits, events } = subscription
  const revealed = events.find(({ kind }) => kind === 'reveal')?.at.slice(0, 10) ?? openEnd
  const stretches = stretchesOf(subscription)
  const common = {
    ...{ productName: undefined, billingTerm: billingTerm === 'Annual' ? ('annual' as const) : ('monthly' as const) },
    ...{ rawBillingTerm: billingTerm, commitmentTerm: commitmentTerm?.toLowerCase(), window: undefined },
  }
  const steps = stretches.flatMap((stretch, index): TimelineStep[] => {
    const { from, until, companyId, productId, quantity, unitCostCents, listPriceCents, isTrial } = stretch
    const evidence = [
      { kind: 'history' as const, id: `${subscriptionId} ${from}`, recordedAt: `${from}T00:00:00.000Z` },
    ]
    const about = { ...common, companyId, productId, evidence }
    const step = (since: string, end: string | undefined, isHidden: boolean): TimelineStep => ({
      ...about,
      ...{ from: since, until: end, inForce: true, status: isTrial ? 'trial' : 'active' },
      quantity: isHidden && omits === 'quantity' ? 'unknown' : decimal(String(quantity)),
      unitCost: isHidden && omits === 'cost' ? 'unknown' : money(centsText(unitCostCents), 'USD'),
      listPrice: money(centsText(listPriceCents), 'USD'),
    })
    const next = stretches[index + 1]?.from
    const end = until === openEnd ? undefined : until
    const held =
      omits === undefined || revealed <= from
        ? [step(from, end, false)]
        : revealed >= until
          ? [step(from, end, true)]
          : [step(from, revealed, true), step(revealed, end, false)]
    const isGap = end !== undefined && (next === undefined || next > end)
    const gone = { ...about, status: 'cancelled' as const, quantity: decimal('0') }
    return isGap ? [...held, { ...step(end, next, false), ...gone, inForce: false }] : held
  })
  return {
    ...{ connectionId, subscriptionId, steps, knownFrom: steps[0]?.from ?? openEnd, before: 'not-running' },
    ...{ billingStart: startDay, commitmentEnd: undefined },
  }
}
