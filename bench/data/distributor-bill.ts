import type { AppContext } from '../../src/app/context.ts'
import type { Charge } from '../../src/domain/distributor-invoice.ts'
import { billingMonth } from '../../src/domain/period.ts'
import { saveCharges } from '../../src/store/charges.ts'
import { withOrganization } from '../../src/store/database.ts'
import { saveObservations } from '../../src/store/observations.ts'
import { recordJson } from '../../src/store/record-json.ts'
import { beginSnapshot, endSnapshot } from '../../src/store/snapshots.ts'
import { sha256 } from '../../src/support/hash.ts'
import { chargeOf, distributorInvoiceOf, type ChargeOfSubscription } from './distributor-charge.ts'
import { clientAt, sourceConnection, type GeneratedClient } from './msp.ts'

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
  const invoice = distributorInvoiceOf({ invoiceId, number: '10-2026', invoiceDate }, total)
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
      const { companyId, subscriptionId, product } = subscription
      const about = { invoiceId, invoiceDate, companyId, companyName: client.name, subscriptionId, product, unitCost }
      if (from <= period.start) {
        held = quantity
        const whole = priced({
          ...about,
          kind: 'subscription',
          servicePeriod: period,
          quantity,
          cents: quantity * unitCents,
        })
        // The step that is in force on the first replaces what an earlier one would have cost.
        charges.splice(0, charges.length, whole)
      } else {
        const added = quantity - held
        held = quantity
        const of = days - Number(from.slice(-2)) + 1
        const cents = Math.floor((added * unitCents * of * 2 + days) / (2 * days))
        const servicePeriod = { start: from, end: period.end }
        charges.push(priced({ ...about, kind: 'prorate', servicePeriod, quantity: added, cents }))
      }
    }
    return charges
  })
}

function priced(about: Omit<ChargeOfSubscription, 'chargeId'>): PricedCharge {
  const chargeId = `${about.subscriptionId}-${about.servicePeriod.start}`
  return { charge: chargeOf({ ...about, chargeId }), cents: about.cents }
}
