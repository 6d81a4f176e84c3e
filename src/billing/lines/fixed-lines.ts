import type { FixedLine } from '../../domain/billing-config.ts'
import type { InvoiceLine } from '../../domain/invoice.ts'
import type { Currency } from '../../money/currency.ts'
import { decimal, decimalOfInteger, zero } from '../../money/decimal.ts'
import { zeroMoney } from '../../money/money.ts'
import type { Claim } from '../claims.ts'
import { ratesFor, type RateFrom } from '../exchange/applied-rate.ts'
import type { PriceHolding } from '../portions/portion.ts'
import { portionsOf } from '../portions/portions-of.ts'
import { quantitySettingsFor } from '../quantity/quantity-settings.ts'
import { rulesFor } from '../rules.ts'
import { countComponents, sharesOf, shownComponent } from './bundle-components.ts'
import { overageWorks } from './bundle-overage.ts'
import { costOf, costText, coverOf } from './cost.ts'
import { evidenceOf, slicesOf } from './line-reasons.ts'
import type { ClientScope, LineWork } from './line-work.ts'
import { statedInvoiceLine, statedSpan } from './stated-amount.ts'

/**
 * One amount a month; its components are counted and costed behind it by the same quantity basis. What they hold above
 * what is included is billed beside it, as work of its own: an unknown quantity blocks that, but not the bundle.
 */
export function fixedLines(scope: ClientScope, line: FixedLine, claim: Claim): readonly LineWork[] {
  return [bundleWork(scope, line, claim), ...overageWorks(scope, line, claim)]
}

function bundleWork(scope: ClientScope, line: FixedLine, claim: Claim): LineWork {
  const { run, client } = scope
  const rules = rulesFor(run, client, line)
  const settings = quantitySettingsFor(run, client, line)
  const priceOf = componentPriceIn(client.currency, ratesFor(run, rules, client.currency))
  const { portions, refusals, midTermChanges } = portionsOf(run, claim, rules.quantityBasis, priceOf, {
    chargesOf: scope.chargesOf,
  })
  const work = { line, rules, portions, refusals, midTermChanges, claim }
  const span = statedSpan(run, line, rules.quantityBasis, settings.dayCount)
  const isHidden = line.amount.units === 0n && settings.zeroLines === 'hide'
  if (span === undefined || isHidden) return { ...work, invoiceLines: [] }
  if (line.amount.currency !== client.currency) return { ...work, invoiceLines: [], statedIn: line.amount.currency }
  const cost = refusals.length > 0 ? 'unknown' : costOf(portions, client.currency, rules.rounding)
  const bundle = statedInvoiceLine(scope, {
    line,
    rules,
    settings,
    span,
    quantity: decimalOfInteger(1),
    unitPrice: line.amount,
    source: 'bundle',
    cost: costText(cost, client.currency),
    covers: portions.map((portion) => coverOf(portion, client.currency)),
    policy: 'fixed',
    words: 'fixed amount of the line',
    evidence: evidenceOf(claim.holdings),
    slice: slicesOf(claim.holdings),
  })
  return { ...work, invoiceLines: cost === 'unknown' ? [bundle] : withComponents(scope, bundle, work) }
}

/** The bundle with its amount shared out to its components, and the components as lines where they are to be seen. */
function withComponents(
  scope: ClientScope,
  bundle: InvoiceLine,
  work: Pick<LineWork, 'portions'> & { readonly line: FixedLine; readonly claim: Claim },
): InvoiceLine[] {
  const { line } = work
  const counted = countComponents(scope, line, work)
  const shares = sharesOf(counted, decimal(bundle.amount), scope.client.currency)
  const shared = shares === undefined ? bundle : { ...bundle, reasons: { ...bundle.reasons, shares } }
  if (line.showComponents !== true) return [shared]
  const shown = counted.filter(({ quantity }) => quantity.units !== 0n)
  return [shared, ...shown.map((component) => shownComponent(scope, bundle, { line, counted: component }))]
}

/** Components have no price of their own: the bundle's amount stands for all of them. */
function componentPriceIn(currency: Currency, rateFrom: RateFrom | undefined): PriceHolding {
  const price = {
    price: zero,
    exact: undefined,
    rule: { level: 'line', policy: { policy: 'sync', from: 'list' }, since: undefined, words: 'part of the bundle' },
    source: zeroMoney(currency),
    sourceSince: undefined,
    rate: undefined,
    tiers: undefined,
  } as const
  if (rateFrom === undefined) return () => price
  return ({ step: { unitCost } }) => {
    const rate = unitCost === 'unknown' || unitCost.currency === currency ? undefined : rateFrom(unitCost.currency)
    return rate === undefined || 'refused' in rate ? price : { ...price, rate }
  }
}
