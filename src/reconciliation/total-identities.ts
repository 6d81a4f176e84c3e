import { distributorInvoiceInWords } from '../domain/distributor-invoice.ts'
import { headerSums } from './control.ts'
import { compareTexts, type PlacedInvoice } from './distributor-side.ts'
import type { TotalIdentity, TotalRule } from './tie-out.ts'
import { identitiesThatHold } from './total-identity.ts'

/**
 * Which sum the totals of each partner's invoices are, tested on all invoices that were read whole, the earliest first.
 * One invoice may allow several (without tax, the costs and the costs with tax are the same), so the rule is what all
 * of them allow. An invoice that leaves nothing of it breaks the rule: the distributor may count in another way since.
 */
export function totalRules(invoices: readonly PlacedInvoice[]): TotalRule[] {
  const byPartner = new Map<string, PlacedInvoice[]>()
  for (const placed of invoices) {
    const { read, treatment } = placed
    const { connectionId, partnerName, total, currency } = read.invoice
    if (read.items !== 'whole' || read.charges.length === 0 || total === 'unknown') continue
    if (treatment === 'void' || treatment === 'billed-to-company') continue
    const key = JSON.stringify([connectionId, partnerName ?? null, currency])
    const own = byPartner.get(key)
    if (own === undefined) byPartner.set(key, [placed])
    else own.push(placed)
  }
  return [...byPartner].sort(([a], [b]) => compareTexts(a, b)).flatMap(([, own]) => ruleOf(own))
}

function ruleOf(invoices: readonly PlacedInvoice[]): TotalRule[] {
  const first = invoices[0]?.read.invoice
  if (first === undefined) return []
  let holds: readonly TotalIdentity[] | undefined
  const brokenBy: { invoiceId: string; words: string }[] = []
  for (const placed of invoices) {
    const { invoice } = placed.read
    const charges = placed.ownCharges.filter(({ currency }) => currency === invoice.currency)
    const own = identitiesThatHold(headerSums(placed, invoice.currency, charges))
    const left = holds === undefined ? own : holds.filter((identity) => own.includes(identity))
    if (left.length > 0) holds = left
    else brokenBy.push({ invoiceId: invoice.invoiceId, words: distributorInvoiceInWords(invoice) })
  }
  const { connectionId, partnerName, currency } = first
  return [{ connectionId, partnerName, currency, holds: holds ?? [], testedOn: invoices.length, brokenBy }]
}

/** An alarm for each rule that is broken; none where all hold. */
export function brokenRuleWords(rules: readonly TotalRule[]): string[] {
  return rules.flatMap(({ connectionId, holds, brokenBy }) =>
    brokenBy.map(
      ({ words }) =>
        `The total of the invoice ${words} on ${connectionId} is not the sum that the totals there are otherwise (${holds.length === 0 ? 'none was found' : holds.join(' or ')}).`,
    ),
  )
}
