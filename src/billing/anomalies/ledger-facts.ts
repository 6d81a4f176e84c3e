import type { Anomaly } from '../../domain/anomaly.ts'
import type { ClientView } from './client-view.ts'
import { makeAnomaly } from './make-anomaly.ts'

/** A customer or items that the ledger does not have. Only where there is something to post. */
export function findLedgerGaps(view: ClientView): Anomaly[] {
  if (view.invoiceLines.length === 0) return []
  return [...customerGap(view), ...itemGaps(view)]
}

function customerGap({ run, client }: ClientView): Anomaly[] {
  const { connectionId, customerId } = client.ledger
  const ledger = run.ledgers.get(connectionId)
  if (customerId !== undefined && ledger?.takesAnyCustomer === true) return []
  const why = whyNoCustomer(ledger?.customers, client.ledger, client.currency)
  if (why === undefined) return []
  return [
    makeAnomaly({
      code: 'ledger-customer-missing',
      clientId: client.clientId,
      subject: { kind: 'client', id: client.clientId },
      message: `${client.name} ${why}.`,
      evidence: customerId === undefined ? [] : [`customer ${customerId}`],
    }),
  ]
}

type Customers = ReadonlyMap<string, { readonly active: boolean; readonly currency: string | undefined }>

function whyNoCustomer(
  customers: Customers | undefined,
  { connectionId, customerId }: ClientView['client']['ledger'],
  currency: string,
): string | undefined {
  if (customerId === undefined) return `is mapped to no customer of ${connectionId}`
  const mapped = `is mapped to customer ${customerId} of ${connectionId}, which`
  if (customers === undefined) {
    return `is mapped to customer ${customerId} of ${connectionId}, of which nothing was read: it is not connected, or was not synced yet`
  }
  const customer = customers.get(customerId)
  if (customer === undefined) return `${mapped} does not exist`
  if (!customer.active) return `${mapped} is not active`
  if (customer.currency === undefined || customer.currency === currency) return undefined
  return `${mapped} is billed in ${customer.currency} there and in ${currency} here`
}

function itemGaps({ run, client, invoiceLines }: ClientView): Anomaly[] {
  const { items, takesAnyItem } = run.ledgers.get(client.ledger.connectionId) ?? {}
  const wanted = new Map(invoiceLines.map(({ itemId, ledgerItemId }) => [itemId, ledgerItemId]))
  return [...wanted].flatMap(([itemId, ledgerItemId]) => {
    const name = run.items.get(itemId)?.name ?? itemId
    const ledger = client.ledger.connectionId
    const item = items?.get(ledgerItemId)
    if (item?.active === true || (takesAnyItem === true && ledgerItemId !== '')) return []
    const why =
      ledgerItemId === ''
        ? `has no item in ${ledger}`
        : `is mapped to item ${ledgerItemId} of ${ledger}, which ${item === undefined ? 'does not exist' : 'is not active'}`
    return [
      makeAnomaly({
        code: 'ledger-item-missing',
        clientId: client.clientId,
        subject: { kind: 'product', id: itemId },
        message: `${name} ${why}.`,
      }),
    ]
  })
}
