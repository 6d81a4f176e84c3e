import type { Anomaly } from '../../domain/anomaly.ts'
import type { Invoice } from '../../domain/invoice.ts'
import { makeAnomaly } from './make-anomaly.ts'

/** What a gateway found when it made the posting: the caller adds these, because only the gateway knows its ledger. */
export function ledgerCannotHold(
  invoice: Pick<Invoice, 'clientId' | 'ledgerConnectionId'>,
  problems: readonly { readonly field: string; readonly message: string }[],
): Anomaly[] {
  return problems.map(({ field, message }) =>
    makeAnomaly({
      code: 'ledger-cannot-hold',
      clientId: invoice.clientId,
      subject: { kind: 'client', id: invoice.clientId },
      message: `${invoice.ledgerConnectionId} cannot hold ${field}: ${message}`,
    }),
  )
}
