import type { Finding } from './tie-out.ts'
import type { Lookups } from './lookups.ts'

/** One sentence with the numbers, in an operator's words. */
export function findingSentence(finding: Omit<Finding, 'sentence'>, lookups: Lookups): string {
  return `${subjectOf(finding, lookups)}: ${predicateOf(finding, lookups)}`
}

function subjectOf(finding: Omit<Finding, 'sentence'>, lookups: Lookups): string {
  const client = finding.clientId === undefined ? undefined : lookups.client(finding.clientId)?.name
  const { connectionId, companyId, productId } = finding
  const who = client ?? (companyId === undefined ? 'no client' : lookups.companyName(connectionId, companyId))
  const product = productId === undefined ? undefined : lookups.productName(connectionId, productId)
  const what = finding.productName ?? product ?? finding.subscriptionId ?? 'a charge without a product'
  const period = finding.servicePeriod
  return period === undefined ? `${who}, ${what}` : `${who}, ${what}, ${period.start} until ${period.end}`
}

function predicateOf(finding: Omit<Finding, 'sentence'>, lookups: Lookups): string {
  const { cost, currency, charged, billed } = finding
  const amount = `${cost} ${currency}`
  const sides = `${sideWords(charged)} charged, ${sideWords(billed)} on client lines`
  switch (finding.class) {
    case 'ties-out':
      return `client lines carry ${amount} of the ${charged.cost} ${currency} charged.`
    case 'timing':
      return `${amount} is for days whose client invoice is not posted yet.`
    case 'proration':
      return `${amount} comes from units on some of the days only, or from days counted in another way (${sides}).`
    case 'price-moved':
      if (isRepricing(charged)) {
        return `the unit cost was changed inside the period, which makes ${amount} beyond what client lines carry.`
      }
      return `the unit cost is ${unitCostWords(charged)} charged and ${unitCostWords(billed)} on client lines, which makes ${amount}.`
    case 'under-billed':
      return `more units are charged than billed through the whole period, which makes ${amount} (${sides}).`
    case 'over-billed':
      return `fewer units are charged than billed through the whole period, which makes ${amount} (${sides}).`
    case 'bought-not-billed':
      return `${amount} is charged and no client line covers it${whyUncovered(finding, lookups)}.`
    case 'billed-not-bought':
      return `client lines bill ${revenueWords(finding)} and no charge for these days was read; the cost is ${amount}.`
    case 'committed-unused':
      return `${amount} is for committed units beyond the ${finding.held} held (${sides}).`
    case 'internal-use':
      return `${amount} is our own cost: ${reasonWords(finding, lookups)}.`
    case 'credit-or-reissue':
      return `${amount} is a correction by the distributor.`
    case 'service-charge-without-client':
      return `${amount} is charged without naming a company.`
    case 'usage':
      return `${amount} of metered consumption is charged beyond what client lines carry (${billed.cost} ${currency}).`
    case 'tax':
      return `${amount} is tax.`
    case 'exchange':
      return `${amount} was not compared, because client lines carry its cost in another currency.`
    case 'rounding':
      return `${amount} is within the distributor's own rounding.`
    case 'carried-balance':
      return `${amount} is an earlier balance.`
    case 'unexplained':
      return `${amount} is not accounted for${whyUnexplained(finding)} (${sides}).`
  }
}

function sideWords(side: Finding['charged']): string {
  if (side.unitCost === undefined) return side.quantity === '0' ? 'nothing' : `${side.quantity} units`
  if (side.quantity === 'unknown' || side.unitCost === 'unknown') return `${side.cost} (quantity or unit cost unknown)`
  return `${side.quantity} at ${side.unitCost} (${side.cost})`
}

/** Units taken back at one unit cost and charged again at another: no units in sum, and money. */
function isRepricing(charged: Finding['charged']): boolean {
  return charged.unitCost === undefined && charged.quantity === '0' && charged.cost !== '0.00'
}

function unitCostWords(side: Finding['charged']): string {
  return side.unitCost === undefined || side.unitCost === 'unknown' ? 'not known' : side.unitCost
}

function whyUncovered(finding: Omit<Finding, 'sentence'>, lookups: Lookups): string {
  const { connectionId, companyId } = finding
  if (companyId !== undefined && lookups.clientOfCompany(connectionId, companyId) === undefined) {
    return ', because the company is mapped to no client'
  }
  return finding.caveats.includes('product-not-mapped') ? ', because no catalog item covers the product' : ''
}

function revenueWords({ revenue }: Omit<Finding, 'sentence'>): string {
  if (revenue.length === 0) return 'it'
  return revenue.map(({ amount, currency }) => `${amount} ${currency}`).join(' and ')
}

function reasonWords(finding: Omit<Finding, 'sentence'>, lookups: Lookups): string {
  const reason = lookups.reasonNotBilled(finding.connectionId, finding.companyId, finding.productId)
  return reason ?? 'marked as not billed'
}

function whyUnexplained({ caveats }: Omit<Finding, 'sentence'>): string {
  if (caveats.includes('client-cost-unknown')) return ', because the cost of a client line is unknown'
  if (caveats.includes('unknown-charge-kind')) return ', because the kind of charge is not known'
  if (caveats.includes('quantity-or-unit-cost-unknown')) return ', because a quantity, unit cost or cost is unknown'
  return ''
}
