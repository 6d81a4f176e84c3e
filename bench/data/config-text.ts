import { clientAt, ledgerConnection, products, sourceConnection } from './msp.ts'

/** What the ledger calls its customers and items, by their place among the clients and products. */
export interface LedgerIds {
  readonly customerAt: (client: number) => string
  readonly itemAt: (product: number) => string
}

/** For a ledger that nobody speaks to. */
export const inventedIds: LedgerIds = {
  customerAt: (client) => String(1000 + client),
  itemAt: (product) => String(product + 1),
}

/** A billing config in which each client has one synced line per subscription, as `config export` would write it. */
export function configText(clients: number, linesPerClient: number, ids: LedgerIds = inventedIds): string {
  const catalog = products.map(
    ({ productId, itemId, name }, index) => `  - item: ${itemId}
    name: ${name}
    ledgerItems:
      ${ledgerConnection}: "${ids.itemAt(index)}"
    covers:
      - source: ${sourceConnection}
        product: ${productId}
`,
  )
  const house = `seatledger: "1"
house:
  currency: USD
  quantityBasis: whole-at-end
  price:
    markupPercent: "20"
`
  const parts = [house, 'catalog:\n', ...catalog, 'clients:\n']
  for (let index = 0; index < clients; index += 1) parts.push(clientText(index, linesPerClient, ids))
  return parts.join('')
}

function clientText(index: number, linesPerClient: number, ids: LedgerIds): string {
  const client = clientAt(index, linesPerClient)
  const lines = client.subscriptions.map(
    ({ product }, line) => `      - line: line-${String(line)}
        item: ${product.itemId}
        syncsQuantity: "true"
`,
  )
  return `  - client: ${client.clientId}
    name: ${client.name}
    companies:
      - source: ${sourceConnection}
        company: ${client.companyId}
    ledger:
      connection: ${ledgerConnection}
      customer: "${ids.customerAt(index)}"
    currency: USD
    quantityBasis: ${client.quantityBasis}
    lines:
${lines.join('')}`
}
