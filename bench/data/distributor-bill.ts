import type { AppContext } from '../../src/app/context.ts'
import type { Charge, DistributorInvoice } from '../../src/domain/distributor-invoice.ts'
import type { Period } from '../../src/domain/period.ts'
import { billingMonth } from '../../src/domain/period.ts'
import { decimal } from '../../src/money/decimal.ts'
import { money } from '../../src/money/money.ts'
import { saveCharges } from '../../src/store/charges.ts'
import { withOrganization } from '../../src/store/database.ts'
import { saveObservations } from '../../src/store/observations.ts'
import { recordJson } from '../../src/store/record-json.ts'
import { beginSnapshot, endSnapshot } from '../../src/store/snapshots.ts'
import { sha256 } from '../../src/support/hash.ts'
import { centsText } from './cents-text.ts'
import { clientAt, sourceConnection, type GeneratedClient, type GeneratedSubscription } from './msp.ts'

const period = billingMonth('2026-10')
const invoiceDate = '2026-11-04'
const invoiceId = 'bill-2026-10'
const days = 31

/**
 * Stores the distributor's bill of October 2026, as the sync of its arrival would: for each subscription what was held
 * on the first, and for seats that came later the days that they were held.
 */
export async function saveDistributorBill(
  { database, organization }: AppContext,
  { clients, linesPerClient }: { readonly clients: number; readonly linesPerClient: number },
): Promise<void> {
  const charges = Array.from({ length: clients }, (_, index) => clientAt(index, linesPerClient)).flatMap(chargesOf)
  const total = charges.reduce((sum, { cents }) => sum + cents, 0)
  const invoice: DistributorInvoice = { ...head, total: money(centsText(total), 'USD') }
  const now = new Date(`${invoiceDate}T03:00:00Z`)
  await withOrganization(database, organization.id, async (tx) => {
    const snapshotId = await beginSnapshot(tx, { connectionId: sourceConnection, day: invoiceDate, now })
    const state = recordJson(invoice)
    const where = {
      connectionId: sourceConnection,
      noun: 'distributor-invoice',
      snapshotId,
      day: invoiceDate,
      now,
    } as const
    await saveObservations(tx, where, [{ recordId: invoiceId, sha256: sha256(state), state, rawSha256: undefined }])
    const reading = { connectionId: sourceConnection, invoiceId, complete: true, now }
    await saveCharges(tx, { ...reading, charges: charges.map(({ charge }) => charge) })
    await endSnapshot(tx, { snapshotId, complete: true, counts: {}, problems: [], now })
  })
}

const head = {
  connectionId: sourceConnection,
  invoiceId,
  number: '10-2026',
  invoiceDate,
  dueDate: undefined,
  status: 'unpaid',
  rawStatus: 'Unpaid',
  currency: 'USD',
  balance: 'unknown',
  carriedBalance: 'unknown',
  partnerName: undefined,
  billedToCompanyId: undefined,
  replaces: undefined,
} as const

interface PricedCharge {
  readonly charge: Charge
  readonly cents: number
}

function chargesOf(client: GeneratedClient): PricedCharge[] {
  return client.subscriptions.flatMap((subscription) => {
    let held = 0
    const charges: PricedCharge[] = []
    for (const { from, quantity, unitCost } of subscription.steps) {
      const unitCents = Number(unitCost.replace('.', ''))
      const about = { client, subscription, unitCost }
      if (from <= period.start) {
        held = quantity
        const whole = chargeOf({ ...about, servicePeriod: period, quantity, cents: quantity * unitCents })
        // The step that is in force on the first replaces what an earlier one would have cost.
        charges.splice(0, charges.length, whole)
      } else {
        const added = quantity - held
        held = quantity
        const of = days - Number(from.slice(-2)) + 1
        const cents = Math.floor((added * unitCents * of * 2 + days) / (2 * days))
        charges.push(chargeOf({ ...about, servicePeriod: { start: from, end: period.end }, quantity: added, cents }))
      }
    }
    return charges
  })
}

function chargeOf(about: {
  readonly client: GeneratedClient
  readonly subscription: GeneratedSubscription
  readonly unitCost: string
  readonly servicePeriod: Period
  readonly quantity: number
  readonly cents: number
}): PricedCharge {
  const { client, subscription, unitCost, servicePeriod, quantity, cents } = about
  const { product, subscriptionId, companyId } = subscription
  const kind = servicePeriod === period ? 'subscription' : 'prorate'
  const charge: Charge = {
    ...{ connectionId: sourceConnection, invoiceId, chargeId: `${subscriptionId}-${servicePeriod.start}`, invoiceDate },
    ...{ kind, rawKind: kind, companyId, companyName: client.name, subscriptionId },
    ...{ productId: product.productId, productName: product.name, sku: undefined, description: product.name },
    ...{ details: undefined, servicePeriod, billingTerm: 'Monthly', quantity: decimal(String(quantity)) },
    ...{ unitOfMeasure: undefined, unitCost: money(unitCost, 'USD'), cost: money(centsText(cents), 'USD') },
    ...{ listUnitPrice: 'unknown', listAmount: 'unknown', tax: 'unknown', currency: 'USD', billedByDistributor: false },
  }
  return { charge, cents }
}
