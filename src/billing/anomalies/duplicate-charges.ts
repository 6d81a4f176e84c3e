import type { Anomaly } from '../../domain/anomaly.ts'
import type { Charge } from '../../domain/distributor-invoice.ts'
import type { CoveredSupply, InvoiceLine } from '../../domain/invoice.ts'
import { overlap, type Period } from '../../domain/period.ts'
import { decimal } from '../../money/decimal.ts'
import { knownAmountText, knownNumberText } from '../numbers-as-text.ts'
import { isOfEarlierMonth } from '../true-ups/billed-month.ts'
import { periodInWords } from '../words.ts'
import { stakeOf } from './at-stake.ts'
import { chargeInWords, subjectOf } from './charges.ts'
import type { ClientView } from './client-view.ts'
import { makeAnomaly } from './make-anomaly.ts'

/** What seems to be billed twice: charges that are alike, a subscription on two lines' days, lines that are twins. */
export function findDuplicateCharges(view: ClientView): Anomaly[] {
  return [...alikeCharges(view), ...supplyOnTwoLines(view), ...twinLines(view)]
}

/** Metered usage is left out: meters of the same size on the same days are many and real. */
function alikeCharges({ client, charges }: ClientView): Anomaly[] {
  const seen = new Map<string, Charge>()
  return [...charges.byLine.values()].flat().flatMap((charge) => {
    if (charge.kind === 'usage' || charge.cost === 'unknown' || charge.cost.units === 0n) return []
    const key = likeness(charge)
    const first = seen.get(key)
    if (first === undefined) {
      seen.set(key, charge)
      return []
    }
    const message = `${chargeInWords(charge)} is like charge ${first.chargeId} in everything; both are billed.`
    return [makeAnomaly({ code: 'duplicate-charge', clientId: client.clientId, message, ...subjectOf(charge) })]
  })
}

function likeness(charge: Charge): string {
  const { connectionId, subscriptionId, productId, kind, servicePeriod, quantity, cost, description, details } = charge
  const days = servicePeriod === undefined ? '' : `${servicePeriod.start}..${servicePeriod.end}`
  const figures = [knownNumberText(quantity), knownAmountText(cost)]
  return JSON.stringify([connectionId, subscriptionId, productId, kind, days, ...figures, description, details])
}

interface Covering {
  readonly line: InvoiceLine
  readonly covered: CoveredSupply
}

/** A charge that is passed on for days on which another line bills the same subscription by its seats. */
function supplyOnTwoLines({ client, invoiceLines }: ClientView): Anomaly[] {
  // Lines that follow subscriptions never share one; only a charge can name what another line bills.
  if (!invoiceLines.some(({ source }) => source === 'pass-through')) return []
  const bySubscription = new Map<string, Covering[]>()
  for (const line of invoiceLines.filter((one) => !isOfEarlierMonth(one))) {
    for (const covered of line.covers) {
      if (covered.subscriptionId === undefined || !isAdded(covered)) continue
      const key = `${covered.connectionId}\n${covered.subscriptionId}`
      const others = bySubscription.get(key)
      if (others === undefined) bySubscription.set(key, [{ line, covered }])
      else others.push({ line, covered })
    }
  }
  return [...bySubscription.values()].flatMap((coverings) => {
    const found = firstRivals(coverings)
    if (found === undefined) return []
    const { one, other, days } = found
    const lines = [one, other]
      .map(({ line }) => `${line.billingLineId} (${line.amount} ${client.currency})`)
      .join(' and ')
    const id = one.covered.subscriptionId ?? ''
    return [
      makeAnomaly({
        code: 'duplicate-charge',
        clientId: client.clientId,
        subject: { kind: 'subscription', id },
        message: `The lines ${lines} both bill subscription ${id} for ${periodInWords(days)}.`,
        atStake: stakeOf(decimal(other.line.amount), client.currency),
      }),
    ]
  })
}

function isAdded({ quantity, cost }: CoveredSupply): boolean {
  const figure = quantity === 'unknown' ? cost : quantity
  return figure !== 'unknown' && decimal(figure).units > 0n
}

function firstRivals(
  coverings: readonly Covering[],
): { readonly one: Covering; readonly other: Covering; readonly days: Period } | undefined {
  for (const [index, one] of coverings.entries()) {
    for (const other of coverings.slice(index + 1)) {
      if (one.line.billingLineId === other.line.billingLineId) continue
      const days = overlap(one.covered.servicePeriod, other.covered.servicePeriod)
      if (days !== undefined) return { one, other, days }
    }
  }
  return undefined
}

/** Two billing lines with the same text, quantity, price and days. */
function twinLines({ client, invoiceLines }: ClientView): Anomaly[] {
  if (client.lines.length < 2) return []
  const seen = new Map<string, InvoiceLine>()
  return invoiceLines.flatMap((line) => {
    if (line.source === 'pass-through' || isOfEarlierMonth(line) || decimal(line.amount).units === 0n) return []
    const { itemId, description, quantity, unitPrice, servicePeriod } = line
    const key = [itemId, description, quantity, unitPrice, servicePeriod.start, servicePeriod.end].join('\n')
    const first = seen.get(key)
    if (first === undefined || first.billingLineId === line.billingLineId) {
      seen.set(key, first ?? line)
      return []
    }
    const what = `${quantity} x ${unitPrice} ${client.currency} for ${periodInWords(servicePeriod)}`
    return [
      makeAnomaly({
        code: 'duplicate-charge',
        clientId: client.clientId,
        subject: { kind: 'line', id: line.billingLineId },
        message: `The lines ${first.billingLineId} and ${line.billingLineId} both bill "${description}", ${what}.`,
        atStake: stakeOf(decimal(line.amount), client.currency),
      }),
    ]
  })
}
