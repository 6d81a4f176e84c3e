import type { Anomaly } from '../../domain/anomaly.ts'
import type { Charge } from '../../domain/distributor-invoice.ts'
import { isMachineName } from '../machine-name.ts'
import { knownAmountText } from '../numbers-as-text.ts'
import { dayInWords } from '../words.ts'
import { onceOf } from './at-stake.ts'
import type { ClientView } from './client-view.ts'
import { makeAnomaly, type Found } from './make-anomaly.ts'
import { lineInWords } from './subject-words.ts'

/** Charges of the distributor that are on no line, cannot be re-priced, or are not ours to pass on. */
export function findChargeTrouble({ run, client, charges, refusedCharges, works }: ClientView): Anomaly[] {
  const about = (charge: Charge, found: Pick<Found, 'code' | 'message'>): Anomaly =>
    makeAnomaly({ ...found, clientId: client.clientId, ...subjectOf(charge) })
  return [
    ...refusedCharges.map(({ charge, reason }) => about(charge, refusalOf(charge, reason, client.currency))),
    ...works.flatMap(({ line, keptCharges = [] }) =>
      keptCharges.map((charge) => about(charge, keptByUs(charge, lineInWords(run, line)))),
    ),
    ...charges.unclaimed.map((charge) =>
      about(charge, {
        code: 'charge-on-no-line',
        message: `${chargeInWords(charge)} is on no line of ${client.name}.`,
      }),
    ),
    ...charges.billedByDistributor.map((charge) => about(charge, billedByDistributor(charge))),
    ...charges.balance.map((charge) => about(charge, settlesAccount(charge))),
  ]
}

function refusalOf(
  charge: Charge,
  reason: ClientView['refusedCharges'][number]['reason'],
  currency: string,
): Pick<Found, 'code' | 'message'> {
  if (typeof reason === 'object') {
    const missing = `there is no rate from ${reason.from} to ${reason.to} by ${dayInWords(reason.wanted)}`
    return { code: 'exchange-rate-missing', message: `${chargeInWords(charge)} cannot be converted: ${missing}.` }
  }
  if (reason === 'currency-mismatch') {
    return { code: reason, message: `${chargeInWords(charge)} cannot be billed in ${currency} without a rate.` }
  }
  const missing = reason === 'unknown-cost' ? 'cost' : 'list amount'
  return { code: 'charge-cost-unknown', message: `${chargeInWords(charge)} has no ${missing}, so it has no amount.` }
}

function keptByUs(charge: Charge, line: string): Pick<Found, 'code' | 'message'> {
  return { code: 'proration-kept', message: `${chargeInWords(charge)} is a credit that ${line} does not pass on.` }
}

function billedByDistributor(charge: Charge): Pick<Found, 'code' | 'message'> {
  const message = `${chargeInWords(charge)} is collected from the client by the distributor and is not billed.`
  return { code: 'charge-billed-by-distributor', message }
}

function settlesAccount(charge: Charge): Pick<Found, 'code' | 'message'> {
  const message = `${chargeInWords(charge)} (${charge.kind}) settles our account with the distributor and is not billed.`
  return { code: 'charge-touches-balance', message }
}

/** A charge with its amount, as on the distributor invoice; by that invoice's date where its id says nothing. */
export function chargeInWords({ chargeId, description, cost, currency, invoiceDate }: Charge): string {
  const amount = cost === 'unknown' ? 'of an unknown cost' : `of ${knownAmountText(cost)} ${currency}`
  if (!isMachineName(chargeId)) return `Charge ${chargeId} "${description}" ${amount}`
  return `Charge "${description}" ${amount} on the distributor invoice of ${invoiceDate}`
}

export function subjectOf({ chargeId, cost, invoiceId }: Charge): Pick<Found, 'subject' | 'atStake' | 'evidence'> {
  return {
    subject: { kind: 'charge', id: chargeId },
    atStake: cost === 'unknown' ? undefined : onceOf(cost, cost.currency),
    evidence: [`distributor invoice ${invoiceId}`],
  }
}
