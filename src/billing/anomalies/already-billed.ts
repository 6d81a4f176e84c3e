import type { Anomaly } from '../../domain/anomaly.ts'
import type { ClientBillingConfig } from '../../domain/billing-config.ts'
import { formatMonth } from '../../domain/period.ts'
import type { PreviousBilling } from '../previous-billing.ts'
import { dayInWords } from '../words.ts'
import { makeAnomaly } from './make-anomaly.ts'

/** The period's own invoices: once there is one, the period is billed. */
export function findAlreadyBilled(client: ClientBillingConfig, { thisPeriod }: PreviousBilling): Anomaly[] {
  return thisPeriod.map(({ total, currency, billingPeriod, invoiceDate, sequence }) =>
    makeAnomaly({
      code: 'period-already-billed',
      clientId: client.clientId,
      subject: { kind: 'client', id: client.clientId },
      message: `${client.name} was billed ${total} ${currency} for ${formatMonth(billingPeriod)} on ${dayInWords(invoiceDate)}.`,
      evidence: [`invoice ${formatMonth(billingPeriod)}/${String(sequence)}`],
    }),
  )
}
