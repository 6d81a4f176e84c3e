import type { CarriedLine } from '../../domain/decision.ts'
import type { BillingConfig } from '../../domain/billing-config.ts'
import type { Period } from '../../domain/period.ts'
import { formatMonth } from '../../domain/period.ts'
import { minorUnitsOf } from '../../money/currency.ts'
import { allocate } from '../../money/allocate.ts'
import {
  addDecimals,
  decimal,
  formatDecimal,
  fitsPlaces,
  multiplyDecimals,
  roundDecimal,
  type Decimal,
} from '../../money/decimal.ts'
import { roundFraction } from '../../money/fraction.ts'
import { formatAmount, money, type Money } from '../../money/money.ts'
import type { Finding } from '../../reconciliation/tie-out.ts'
import { DecisionRefused } from './close-failures.ts'

/** Who pays for (or gets back) what a decision carries to client invoices. */
export interface CarryRequest {
  /** The clients, each with its weight; empty: the client that the difference is about. */
  readonly clients: readonly { readonly clientId: string; readonly weight: number }[]
  /** What is billed in all; undefined: what our cost makes at the client's own margin on these lines. */
  readonly amount: string | undefined
  /** Percent on our cost, where no amount is stated; undefined: the client's own margin on these lines. */
  readonly markup?: string | undefined
  /** The catalog item that it goes to the ledger under; undefined: that of the client's line for it, or for the rest. */
  readonly itemId: string | undefined
  readonly description: string | undefined
}

/**
 * The lines that a decision puts on client invoices. Several clients share the amount by weight, with the largest
 * remainder, so that the parts add up to it.
 * @throws {DecisionRefused} where the client, the item or the amount is not known.
 */
export function carriedShares(
  finding: Finding,
  request: CarryRequest,
  about: {
    readonly period: Period
    readonly config: BillingConfig
    readonly reason: string
    readonly id: string
    /** What the client lines bill that the finding was compared with. */
    readonly revenue: Finding['revenue']
  },
): readonly CarriedLine[] {
  const shares = clientsOf(finding, request)
  const clients = shares.map(({ clientId }) => requireClient(about.config, clientId))
  const currency = sharedCurrency(clients)
  const total = amountOf(finding, about.revenue, request, currency)
  const weights = shares.map(({ weight }) => BigInt(weight))
  const amounts = allocate(total, weights)
  const costs = allocate(roundedCost(finding), weights)
  return clients.map((client, index) => {
    const amount = amounts[index]
    const cost = costs[index]
    if (amount === undefined || cost === undefined) throw new RangeError('An allocation has as many parts as weights.')
    const itemId = itemOf(finding, request, about.config, client)
    return {
      carriedId: `${about.id}/${String(index + 1)}`,
      clientId: client.clientId,
      itemId,
      description: request.description ?? descriptionOf(finding, about.config, itemId, about.period),
      servicePeriod: finding.servicePeriod ?? about.period,
      amount: formatAmount(amount),
      currency,
      cost: formatAmount(cost),
      costCurrency: finding.currency,
      from: about.period.end,
      reason: about.reason,
    }
  })
}

type Client = BillingConfig['clients'][number]

function clientsOf(finding: Finding, request: CarryRequest): CarryRequest['clients'] {
  if (request.clients.length > 0) return request.clients
  if (finding.clientId !== undefined) return [{ clientId: finding.clientId, weight: 1 }]
  throw new DecisionRefused(
    'The difference names no client. Say who pays (--client ID, or --client ID:WEIGHT several times to split it).',
  )
}

function requireClient(config: BillingConfig, clientId: string): Client {
  const client = config.clients.find((candidate) => candidate.clientId === clientId)
  if (client !== undefined) return client
  throw new DecisionRefused(`The billing config has no client "${clientId}". \`seatledger config export\` lists them.`)
}

function sharedCurrency(clients: readonly Client[]): string {
  const [first, ...rest] = clients
  if (first === undefined) throw new DecisionRefused('Name at least one client.')
  const other = rest.find(({ currency }) => currency !== first.currency)
  if (other === undefined) return first.currency
  throw new DecisionRefused(
    `${first.name} is billed in ${first.currency} and ${other.name} in ${other.currency}: one amount cannot be split across currencies. Decide on clients of one currency.`,
  )
}

function amountOf(finding: Finding, revenue: Finding['revenue'], request: CarryRequest, currency: string): Money {
  if (request.amount !== undefined) return statedAmount(request.amount, currency)
  if (request.markup !== undefined) return markedUp(finding, request.markup, currency)
  const proposed = proposedAmount(finding, revenue, currency)
  if (proposed !== undefined) return proposed
  throw new DecisionRefused(
    `What the client pays for it is not known (our cost is ${finding.cost} ${finding.currency}, and no client line says at which margin). State the amount (--amount 12.34), or a markup on our cost (--markup 20).`,
  )
}

function statedAmount(text: string, currency: string): Money {
  if (!/^-?\d+(\.\d+)?$/.test(text) || !fitsPlaces(decimal(text), minorUnitsOf(currency))) {
    throw new DecisionRefused(
      `The amount (--amount) must be one in ${currency} with at most ${String(minorUnitsOf(currency))} decimal places, not "${text}".`,
    )
  }
  return money(roundDecimal(decimal(text), minorUnitsOf(currency), 'half-up'), currency)
}

/** Our cost and so many percent of it; half-up, once. */
function markedUp(finding: Finding, markup: string, currency: string): Money {
  if (!/^\d{1,4}(\.\d{1,4})?$/.test(markup)) {
    throw new DecisionRefused(`--markup must be a percentage such as 20 or 12.5, not "${markup}".`)
  }
  if (finding.currency !== currency) {
    throw new DecisionRefused(
      `Our cost is in ${finding.currency} and the client is billed in ${currency}: a markup cannot change the currency. Say the amount: --amount 12.34`,
    )
  }
  const factor = addDecimals(decimal('1'), multiplyDecimals(decimal(markup), decimal('0.01')))
  return money(
    roundDecimal(multiplyDecimals(decimal(finding.cost), factor), minorUnitsOf(currency), 'half-up'),
    currency,
  )
}

/** Our cost, at the ratio of price to cost that the client's own lines have; half-up, once. */
function proposedAmount(finding: Finding, billedFor: Finding['revenue'], currency: string): Money | undefined {
  const revenue = billedFor.find((candidate) => candidate.currency === currency)
  const { cost: billed } = finding.billed
  if (revenue === undefined || billed === 'unknown' || finding.currency !== currency) return undefined
  const whole = decimal(billed)
  if (whole.units === 0n) return undefined
  const product: Decimal = multiplyDecimals(decimal(finding.cost), decimal(revenue.amount))
  const exact = {
    numerator: product.units * 10n ** BigInt(whole.scale),
    denominator: whole.units * 10n ** BigInt(product.scale),
  }
  const positive = exact.denominator < 0n ? { numerator: -exact.numerator, denominator: -exact.denominator } : exact
  return money(roundFraction(positive, minorUnitsOf(currency), 'half-up'), currency)
}

function roundedCost(finding: Finding): Money {
  return money(roundDecimal(decimal(finding.cost), minorUnitsOf(finding.currency), 'half-up'), finding.currency)
}

function itemOf(finding: Finding, request: CarryRequest, config: BillingConfig, client: Client): string {
  const lineKey = finding.evidence.invoiceLines[0]?.lineKey
  const ofLine = client.lines.find(({ lineId }) => lineKey === lineId || lineKey?.startsWith(`${lineId}@`) === true)
  const covers = config.items.find((item) => item.covers.some(({ productId }) => productId === finding.productId))
  const takesRest = client.lines.find((line) => line.model === 'pass-through' && line.takesRest)
  const itemId = request.itemId ?? ofLine?.itemId ?? covers?.itemId ?? takesRest?.itemId
  if (itemId === undefined) {
    throw new DecisionRefused(
      'No catalog item covers it, so the ledger has no item to post it under. Name one (--item ID).',
    )
  }
  if (config.items.some((item) => item.itemId === itemId)) return itemId
  throw new DecisionRefused(`The billing config has no catalog item "${itemId}".`)
}

function descriptionOf(finding: Finding, config: BillingConfig, itemId: string, period: Period): string {
  const item = config.items.find((candidate) => candidate.itemId === itemId)?.name ?? itemId
  const sign = formatDecimal(decimal(finding.cost)).startsWith('-') ? 'credit' : 'true-up'
  return `${item}: ${sign} for ${formatMonth(period)}`
}
