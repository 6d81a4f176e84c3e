import type { FixedLine } from '../../domain/billing-config.ts'
import type { Currency } from '../../money/currency.ts'
import { decimalOfInteger, zero } from '../../money/decimal.ts'
import { zeroMoney } from '../../money/money.ts'
import type { Claim } from '../claims.ts'
import type { PriceHolding } from '../portions/portion.ts'
import { portionsOf } from '../portions/portions-of.ts'
import { rulesFor } from '../rules.ts'
import { costOf, costText, coverOf } from './cost.ts'
import { evidenceOf, slicesOf } from './line-reasons.ts'
import type { ClientScope, LineWork } from './line-work.ts'
import { statedInvoiceLine, statedSpan } from './stated-amount.ts'

/** One amount a month; its components are counted and costed behind it by the same quantity basis. */
export function fixedLines(scope: ClientScope, line: FixedLine, claim: Claim | undefined): LineWork {
  const { run, client } = scope
  const rules = rulesFor(run, client, line)
  const held = claim ?? { holdings: [], window: run.input.billingPeriod }
  const { portions, refusals, midTermChanges } = portionsOf(
    run,
    held,
    rules.quantityBasis,
    componentPriceIn(client.currency),
  )
  const work = { line, rules, portions, refusals, midTermChanges, claim }
  const span = statedSpan(run, line, rules.quantityBasis)
  if (span === undefined || line.amount.units === 0n) return { ...work, invoiceLines: [] }
  if (line.amount.currency !== client.currency) return { ...work, invoiceLines: [], statedIn: line.amount.currency }
  const cost = refusals.length > 0 ? 'unknown' : costOf(portions, client.currency, rules.rounding)
  const bundle = statedInvoiceLine(scope, {
    line,
    rules,
    span,
    quantity: decimalOfInteger(1),
    unitPrice: line.amount,
    source: 'bundle',
    cost: costText(cost, client.currency),
    covers: portions.map((portion) => coverOf(portion, client.currency)),
    policy: 'fixed',
    words: 'fixed amount of the line',
    evidence: evidenceOf(held.holdings),
    slice: slicesOf(held.holdings),
  })
  return { ...work, invoiceLines: [bundle] }
}

/** Components have no price of their own: the bundle's amount stands for all of them. */
function componentPriceIn(currency: Currency): PriceHolding {
  const price = {
    price: zero,
    exact: undefined,
    rule: { level: 'line', policy: { policy: 'sync', from: 'list' }, since: undefined, words: 'part of the bundle' },
    source: zeroMoney(currency),
    sourceSince: undefined,
    tiers: undefined,
  } as const
  return () => price
}
