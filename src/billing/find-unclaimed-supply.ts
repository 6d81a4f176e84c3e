import type { Anomaly } from '../domain/anomaly.ts'
import type { Charge } from '../domain/distributor-invoice.ts'
import type { Known } from '../domain/known.ts'
import type { SubscriptionTimeline, TimelineStep } from '../domain/timeline.ts'
import { minorUnitsOf } from '../money/currency.ts'
import { addFractions, roundFraction, type Fraction } from '../money/fraction.ts'
import type { Money } from '../money/money.ts'
import { exactAmount } from './amount.ts'
import { onceOf, stakeInWords, stakeOf } from './anomalies/at-stake.ts'
import { chargeInWords, subjectOf } from './anomalies/charges.ts'
import { makeAnomaly } from './anomalies/make-anomaly.ts'
import type { SupplyOverview } from './dry-run-input.ts'
import { touchesBalance } from './lines/charge-sorting.ts'
import { monthsOfTerm } from './portions/terms.ts'
import { companyKey, type RunContext } from './run-context.ts'

/**
 * What we pay for and no client could be billed for, over everything at the distributors: companies that are no client
 * of ours, products that no item covers, charges that name no company. Each with its cost at risk.
 */
export function findUnclaimedSupply(run: RunContext, overview: SupplyOverview): Anomaly[] {
  const ignored = new Set(run.input.config.ignoredCompanies.map(companyKey))
  const companies = new Map<string, Risk>()
  const products = new Map<string, Risk>()
  const uncharged: Charge[] = []
  for (const timeline of overview.timelines) {
    const step = lastStepIn(run, timeline)
    if (step === undefined || ignored.has(companyKey({ ...timeline, companyId: step.companyId }))) continue
    count(run, timeline, step, { companies, products })
  }
  for (const charge of overview.charges) {
    if (charge.billedByDistributor || touchesBalance(charge)) continue
    if (charge.companyId === undefined) uncharged.push(charge)
    else countCharge(run, charge, charge.companyId, ignored, companies)
  }
  return [
    ...[...companies.values()].map((risk) => unmappedClient(risk, overview)),
    ...[...products.values()].map((risk) => unmappedProduct(risk, overview)),
    ...uncharged.map(withoutCompany),
  ]
}

/** What is at risk for one company or product. Costs of one currency are added up; a second currency is not. */
interface Risk {
  readonly connectionId: string
  readonly id: string
  readonly fallbackName: string | undefined
  readonly subscriptions: string[]
  readonly charges: string[]
  readonly costs: Map<string, Fraction>
  hasUnknown: boolean
}

function lastStepIn({ input }: RunContext, timeline: SubscriptionTimeline): TimelineStep | undefined {
  const { start, end } = input.billingPeriod
  const { steps } = timeline
  for (let index = steps.length - 1; index >= 0; index -= 1) {
    const step = steps[index]
    if (step?.inForce === true && step.from < end && (step.until === undefined || step.until > start)) return step
  }
  return undefined
}

function count(
  run: RunContext,
  timeline: SubscriptionTimeline,
  step: TimelineStep,
  found: { companies: Map<string, Risk>; products: Map<string, Risk> },
): void {
  if (step.quantity !== 'unknown' && step.quantity.units === 0n) return
  const { connectionId, subscriptionId } = timeline
  const client = run.clientByCompany.get(companyKey({ connectionId, companyId: step.companyId }))
  if (client === undefined) {
    const risk = riskOf(found.companies, connectionId, step.companyId, undefined)
    risk.subscriptions.push(subscriptionId)
    addSubscription(risk, step)
    return
  }
  const product = { ...step, connectionId }
  if (run.products.itemsFor(client, product).length > 0 || run.products.ignoredBecause(product) !== undefined) return
  const risk = riskOf(found.products, connectionId, step.productId, step.productName)
  risk.subscriptions.push(subscriptionId)
  addSubscription(risk, step)
}

function countCharge(
  { clientByCompany }: RunContext,
  charge: Charge,
  companyId: string,
  ignored: ReadonlySet<string>,
  companies: Map<string, Risk>,
): void {
  const key = companyKey({ connectionId: charge.connectionId, companyId })
  if (clientByCompany.has(key) || ignored.has(key)) return
  const risk = riskOf(companies, charge.connectionId, companyId, charge.companyName)
  risk.charges.push(charge.chargeId)
  // A charge of a subscription is that subscription's cost once more, so only charges that stand alone are added.
  if (charge.subscriptionId === undefined || !risk.subscriptions.includes(charge.subscriptionId)) {
    addCost(risk, charge.cost, charge.cost === 'unknown' ? 'unknown' : moneyAsFraction(charge.cost))
  }
}

function riskOf(risks: Map<string, Risk>, connectionId: string, id: string, fallbackName: string | undefined): Risk {
  const key = `${connectionId}\n${id}`
  const known = risks.get(key)
  if (known !== undefined) return known
  const risk: Risk = {
    connectionId,
    id,
    fallbackName,
    subscriptions: [],
    charges: [],
    costs: new Map(),
    hasUnknown: false,
  }
  risks.set(key, risk)
  return risk
}

function addSubscription(risk: Risk, { unitCost, quantity, billingTerm }: TimelineStep): void {
  if (unitCost === 'unknown' || quantity === 'unknown') {
    risk.hasUnknown = true
    return
  }
  const months = monthsOfTerm(billingTerm) ?? 1
  addCost(risk, unitCost, exactAmount({ quantity, unitPrice: unitCost, proration: { days: 1, of: months } }))
}

function addCost(risk: Risk, cost: Known<Money>, exact: Known<Fraction>): void {
  if (cost === 'unknown' || exact === 'unknown') {
    risk.hasUnknown = true
    return
  }
  const sum = risk.costs.get(cost.currency)
  risk.costs.set(cost.currency, sum === undefined ? exact : addFractions(sum, exact))
}

function moneyAsFraction(cost: Money): Fraction {
  return exactAmount({ quantity: { units: 1n, scale: 0 }, unitPrice: cost, proration: undefined })
}

function unmappedClient(risk: Risk, { companies }: SupplyOverview): Anomaly {
  const company = companies?.find(
    ({ companyId, connectionId }) => companyId === risk.id && connectionId === risk.connectionId,
  )
  const name = company?.name ?? risk.fallbackName ?? 'A company'
  const parts = `${String(risk.subscriptions.length)} subscriptions, ${String(risk.charges.length)} charges`
  return makeAnomaly({
    code: 'unmapped-client',
    clientId: undefined,
    subject: { kind: 'company', id: risk.id },
    message: `${name} (company ${risk.id} of ${risk.connectionId}) is no client of ours: ${parts}, ${riskInWords(risk)}.`,
    ...moneyOf(risk),
  })
}

function unmappedProduct(risk: Risk, { products }: SupplyOverview): Anomaly {
  const product = products?.find(
    ({ productId, connectionId }) => productId === risk.id && connectionId === risk.connectionId,
  )
  const name = product?.name ?? risk.fallbackName ?? 'A product'
  const parts = `${String(risk.subscriptions.length)} subscriptions`
  return makeAnomaly({
    code: 'unmapped-product',
    clientId: undefined,
    subject: { kind: 'product', id: risk.id },
    message: `${name} (product ${risk.id} of ${risk.connectionId}) is mapped to no item: ${parts}, ${riskInWords(risk)}.`,
    ...moneyOf(risk),
  })
}

function withoutCompany(charge: Charge): Anomaly {
  const message = `${chargeInWords(charge)} names no company, so no client can be billed for it.`
  return makeAnomaly({ code: 'charge-on-no-line', clientId: undefined, message, ...subjectOf(charge) })
}

function riskInWords(risk: Risk): string {
  const stakes = stakesOf(risk).map(stakeInWords)
  if (risk.hasUnknown) stakes.push('some of unknown cost')
  return stakes.length === 0 ? 'no cost' : stakes.join(' and ')
}

function moneyOf(risk: Risk): Pick<Anomaly, 'atStake' | 'evidence'> {
  const stakes = stakesOf(risk)
  const atStake = stakes.length === 1 ? stakes[0] : undefined
  return { atStake, evidence: [...risk.subscriptions, ...risk.charges].sort() }
}

function stakesOf(risk: Risk): NonNullable<Anomaly['atStake']>[] {
  return [...risk.costs]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, exact]) => {
      const cost = roundFraction(exact, minorUnitsOf(currency), 'half-up')
      // Charges alone say nothing of other months.
      return risk.subscriptions.length === 0 ? onceOf(cost, currency) : stakeOf(cost, currency)
    })
}
