import type { ManualLine } from '../../domain/billing-config.ts'
import { quantitySettingsFor } from '../quantity/quantity-settings.ts'
import { rulesFor } from '../rules.ts'
import type { ClientScope, LineWork } from './line-work.ts'
import { manualSpan, statedInvoiceLine } from './stated-amount.ts'

/** A line that no sync touches: its quantity and price are what the config says. */
export function manualLines(scope: ClientScope, line: ManualLine): LineWork {
  const rules = rulesFor(scope.run, scope.client, line)
  const settings = quantitySettingsFor(scope.run, scope.client, line)
  const work = { line, rules, portions: [], refusals: [], midTermChanges: [], claim: undefined }
  const span = manualSpan(scope.run, line, rules.quantityBasis, settings.dayCount)
  const isZero = line.quantity.units === 0n || line.unitPrice.units === 0n
  if (span === undefined || (isZero && settings.zeroLines === 'hide')) return { ...work, invoiceLines: [] }
  if (line.unitPrice.currency !== scope.client.currency) {
    return { ...work, invoiceLines: [], statedIn: line.unitPrice.currency }
  }
  const stated = statedInvoiceLine(scope, {
    line,
    rules,
    settings,
    span,
    quantity: line.quantity,
    unitPrice: line.unitPrice,
    source: 'manual',
    cost: 'unknown',
    covers: [],
    policy: 'manual',
    words: 'stated on the line',
    evidence: [],
    slice: [],
  })
  return { ...work, invoiceLines: [stated] }
}
