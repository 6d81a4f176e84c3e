import type { InvoiceLine, LineReasons } from '../../domain/invoice.ts'
import { canonicalJson } from '../../support/canonical-json.ts'

/** Which kind of input makes a line bill something else, as far as its own reasons tell. */
export type LineCause = 'evidence' | 'config' | 'unknown'

/**
 * Why a line differs, from the reasons that both sides carry: what was held or cost is evidence, which rule won is
 * config. A line that is on one side only tells nothing by itself.
 */
export function lineCauses(before: InvoiceLine | undefined, after: InvoiceLine | undefined): readonly LineCause[] {
  if (before === undefined || after === undefined) return ['unknown']
  const causes: LineCause[] = []
  if (differ(evidenceOf(before.reasons), evidenceOf(after.reasons))) causes.push('evidence')
  if (differ(rulesOf(before.reasons), rulesOf(after.reasons))) causes.push('config')
  return causes.length === 0 ? ['unknown'] : causes
}

/** What was held and what it cost. Which reading told it does not matter, only what it told. */
function evidenceOf({ slice, price }: LineReasons): unknown {
  const held = slice.map(({ subscriptionId, from, until, quantity }) => ({ subscriptionId, from, until, quantity }))
  return { held, unitCost: price?.unitCost, listPrice: price?.listPrice }
}

function rulesOf({ quantityBasis, quantityRule, price, steps }: LineReasons): unknown {
  const roundings = steps.flatMap(({ rounding }) => rounding?.rule ?? [])
  return { quantityBasis, quantityRule, rule: price?.rule, words: price?.words, roundings }
}

function differ(a: unknown, b: unknown): boolean {
  return canonicalJson(a) !== canonicalJson(b)
}
