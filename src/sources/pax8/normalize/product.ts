import type { Product } from '../../../domain/subscription.ts'
import type { PricePlan, SourceProblem } from '../../source.ts'
import { zero } from '../../../money/decimal.ts'
import type { FieldReader } from '../field-reader.ts'
import { oneSpelling } from '../../one-spelling.ts'
import { billingTerms, commitmentTermOf } from '../terms.ts'
import { pricingWire, productWire, rateWire } from '../wire.ts'
import { openRow } from './row.ts'

export function normalizeProduct(value: unknown, productId: string, problems: SourceProblem[]): Product | undefined {
  const opened = openRow(productWire, value, { noun: 'Product', problems })
  if (opened === undefined) return undefined
  const { row, fields } = opened
  if (row.id !== productId) {
    fields.tellAbout('not-asked-for', 'id', `came when ${productId} was asked for; it was left out.`)
    return undefined
  }
  return {
    productId: row.id,
    name: fields.text('name', 'tell') ?? row.id,
    vendorName: fields.text('vendorName'),
    sku: fields.text('sku'),
    vendorSku: fields.text('vendorSku'),
  }
}

const planKinds = ['flat', 'volume', 'tiered', 'mark-up']
const rateChargeTypes = ['per-unit', 'flat-rate']

/** One plan with all its rates: for volume and tiered prices no single one of them is the price. No currency is sent. */
export function normalizePricePlan(
  value: unknown,
  productId: string,
  problems: SourceProblem[],
): PricePlan | undefined {
  const opened = openRow(pricingWire, value, { noun: `Price plan of product ${productId}`, problems })
  if (opened === undefined) return undefined
  const { fields } = opened
  const named = fields.text('productId')
  if (named !== undefined && named !== productId) {
    fields.tellAbout('not-asked-for', 'productId', `is for product ${named.slice(0, 60)}; it was left out.`)
    return undefined
  }
  const commitmentTerm = fields.text('commitmentTerm')
  return {
    productId,
    billingTerm: word(fields, 'billingTerm', [...billingTerms.keys()]),
    commitmentTerm: commitmentTerm === undefined ? undefined : commitmentTermOf(commitmentTerm),
    kind: word(fields, 'type', planKinds),
    rates: rates(fields, productId, problems),
  }
}

function rates(plan: FieldReader, productId: string, problems: SourceProblem[]): PricePlan['rates'] {
  const values = plan.raw('rates')
  if (!Array.isArray(values)) {
    plan.tellAbout('missing-value', 'rates', 'has no list of rates; what it costs is unknown.')
    return []
  }
  return values.flatMap((value) => {
    const opened = openRow(rateWire, value, { noun: `Rate of product ${productId}`, problems })
    if (opened === undefined) return []
    const { fields } = opened
    const end = fields.decimal('endQuantityRange', 'allow')
    return {
      unitCost: fields.decimal('partnerBuyRate'),
      suggestedRetail: fields.decimal('suggestedRetailPrice'),
      // The document says that 0 is the default, so here absence does mean zero.
      fromQuantity: fields.raw('startQuantityRange') === undefined ? zero : fields.decimal('startQuantityRange'),
      toQuantity: end === 'unknown' ? undefined : end,
      chargeType: word(fields, 'chargeType', rateChargeTypes),
    }
  })
}

/** A word in one spelling; one that is not documented is told and kept as it is spelt. */
function word(fields: FieldReader, field: string, documented: readonly string[]): string {
  const text = fields.text(field, 'tell')
  if (text === undefined) return 'unknown'
  const spelt = oneSpelling(text)
  if (!documented.includes(spelt)) fields.tellUnknownWord(field, text)
  return spelt
}
