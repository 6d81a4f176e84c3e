import { clientNotWorked } from '../../billing/anomalies/client-not-worked.ts'
import type { ClientDryRun } from '../../billing/dry-run.ts'
import type { ClientSupply } from '../../billing/dry-run-input.ts'
import { prepareClientInvoice } from '../../billing/prepare-client-invoice.ts'
import type { RunContext } from '../../billing/run-context.ts'
import { messageOf } from '../../support/failure.ts'

/**
 * One client's part of a run. The engine is a pure function, so whatever it throws is about this client alone: it
 * blocks the client, says why and what is unbilled, and never stops the others.
 */
export function workClient(run: RunContext, supply: ClientSupply): ClientDryRun {
  try {
    return prepareClientInvoice(run, supply)
  } catch (error) {
    const client = run.clients.get(supply.clientId)
    if (client === undefined) throw error
    return {
      clientId: client.clientId,
      clientName: client.name,
      outcome: 'blocked',
      invoice: undefined,
      previousTotal: undefined,
      anomalies: [clientNotWorked(client, supply, messageOf(error))],
    }
  }
}
