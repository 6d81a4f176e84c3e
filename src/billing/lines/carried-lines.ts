import type { CarriedLine } from '../../domain/decision.ts'
import type { InvoiceLine } from '../../domain/invoice.ts'
import { decidedReasons } from './decided-reasons.ts'
import type { ClientScope } from './line-work.ts'

/**
 * What people decided to carry from an earlier month to this client, each as a line of its own: the amount is
 * theirs, so it is neither prorated nor priced again. In the order of their ids, whatever order they come in.
 */
export function carriedLines(scope: ClientScope, carried: readonly CarriedLine[]): readonly InvoiceLine[] {
  const { client, run } = scope
  return carried
    .filter(
      (line) =>
        line.clientId === client.clientId &&
        line.currency === client.currency &&
        line.from <= run.input.billingPeriod.start,
    )
    .sort((a, b) => (a.carriedId < b.carriedId ? -1 : 1))
    .map((line) => carriedLine(scope, line))
}

function carriedLine({ run, client }: ClientScope, line: CarriedLine): InvoiceLine {
  const { amount } = line
  const item = run.items.get(line.itemId)
  return {
    lineKey: `carried:${line.carriedId}`,
    billingLineId: '',
    itemId: line.itemId,
    ledgerItemId: item?.ledgerItems.get(client.ledger.connectionId) ?? '',
    description: line.description,
    servicePeriod: line.servicePeriod,
    quantity: '1',
    unitPrice: amount,
    proration: undefined,
    amount,
    taxable: item?.rules.taxable ?? client.rules.taxable ?? run.input.config.house.rules.taxable,
    source: 'carried',
    was: undefined,
    cost: line.costCurrency === client.currency ? line.cost : 'unknown',
    covers: [],
    reasons: decidedReasons({ ...originOf(line), result: amount }),
  }
}

function originOf({ corrects, reason }: CarriedLine): { readonly working: string; readonly source: string } {
  if (corrects === undefined) {
    const source = 'a decision on a difference with the distributor invoice'
    return { working: `carried from the tie-out: ${reason}`, source }
  }
  return { working: `corrects invoice ${corrects}: ${reason}`, source: 'an approved adjustment of that invoice' }
}
