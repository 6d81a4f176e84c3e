import { stringify } from 'yaml'
import type {
  ClientContract,
  ContractLine,
  ContractRules,
  Contracts,
  Coverage,
} from '../../../emulators/simulated-msp/contracts/types.ts'
import type { LedgerFacts } from '../../ledgers/gateway.ts'

/**
 * Writes what the simulated MSP has agreed with its clients as a billing config. Ledger customers and items are found by
 * their names, as a person would who links them.
 */
export function contractsToConfig(
  contracts: Contracts,
  facts: LedgerFacts,
  connections: { readonly source: string; readonly ledger: string },
): string {
  const items = new Map(facts.items.map(({ name, ledgerItemId }) => [name, ledgerItemId]))
  const config = {
    seatledger: '1',
    house: {
      currency: contracts.house.currency,
      quantityBasis: contracts.house.quantityBasis,
      ...priceOf(contracts.house),
    },
    catalog: contracts.items.map(({ itemId, name, covers }) => ({
      item: itemId,
      name,
      ...ledgerItem(connections.ledger, items.get(name)),
      covers: covers.map((coverage) => matchOf(connections.source, coverage)),
    })),
    clients: contracts.clients.map((client) => clientOf(client, facts, connections)),
    ignore: {
      companies: contracts.ignoredCompanies.map(({ companyId, reason }) => ({
        source: connections.source,
        company: companyId,
        reason,
      })),
    },
  }
  return stringify(config, { lineWidth: 120 })
}

function ledgerItem(ledger: string, id: string | undefined): object {
  return id === undefined ? {} : { ledgerItems: { [ledger]: id } }
}

function matchOf(source: string, coverage: Coverage): object {
  const { productId, commitmentTerm, billingTerm } = coverage
  return {
    source,
    product: productId,
    ...(commitmentTerm === undefined ? {} : { commitmentTerm: commitmentTerm.toLowerCase() }),
    ...(billingTerm === undefined ? {} : { billingTerm: billingTerm.toLowerCase() }),
  }
}

function clientOf(
  client: ClientContract,
  facts: LedgerFacts,
  connections: { readonly source: string; readonly ledger: string },
): object {
  const name = client.ledgerCustomer?.displayName
  const customer = facts.customers.find((candidate) => candidate.name === name)
  return {
    client: client.clientId,
    name: client.name,
    companies: [{ source: connections.source, company: client.companyId }],
    ledger: { connection: connections.ledger, ...(customer === undefined ? {} : { customer: customer.customerId }) },
    currency: client.currency,
    ...rulesOf(client.rules),
    overrides: client.overrides.map(({ itemId, ...coverage }) => ({
      ...matchOf(connections.source, coverage),
      item: itemId,
    })),
    lines: client.lines.map(lineOf),
  }
}

function lineOf(line: ContractLine): object {
  const common = {
    line: line.lineId,
    item: line.itemId,
    ...(line.from === undefined ? {} : { from: line.from }),
    ...(line.until === undefined ? {} : { until: line.until }),
    ...rulesOf(line.rules),
  }
  switch (line.model) {
    case 'per-seat':
      return { ...common, syncsQuantity: 'true' }
    case 'fixed':
      return { ...common, model: 'fixed', amount: cents(line.amountCents), components: line.componentItemIds }
    case 'pass-through':
      return { ...common, model: 'pass-through', takesRest: String(line.takesRest) }
    case 'manual': {
      const { description, quantity, unitPriceCents, month } = line
      const only = month === undefined ? {} : { month }
      const amounts = { quantity: String(quantity), unitPrice: cents(unitPriceCents) }
      return { ...common, description, syncsQuantity: 'false', ...amounts, ...only }
    }
  }
}

function rulesOf(rules: ContractRules): object {
  const basis = rules.quantityBasis === undefined ? {} : { quantityBasis: rules.quantityBasis }
  return { ...basis, ...priceOf(rules) }
}

function priceOf({ price }: ContractRules): object {
  if (price === undefined) return {}
  switch (price.policy) {
    case 'markup':
      return { price: { markupPercent: String(price.markupPercent) } }
    case 'list':
      return { price: 'list' }
    case 'hold':
      return { price: { hold: cents(price.unitPriceCents) } }
  }
}

/** Cents as an amount: 1250 is `12.50`. */
function cents(value: number): string {
  const digits = String(value).padStart(3, '0')
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}
