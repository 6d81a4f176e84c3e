import type { Books } from '../state/books.ts'
import { referenceAt, textAt, type JsonObject } from '../state/json-object.ts'
import { resolveReference } from '../names/references.ts'
import { fault, type FaultError } from '../vendor-fault.ts'

/** Which of the vendor's tax rules a document falls under. The first three are for US companies. */
export type TaxRegime = 'off' | 'automated' | 'manual' | 'excluded' | 'inclusive' | 'not-applicable'

/** Decided by the company's country and settings; outside the US also by the document's `GlobalTaxCalculation`. */
export function taxRegime(books: Books, body: JsonObject, errors: FaultError[]): TaxRegime {
  const asked = textAt(body, 'GlobalTaxCalculation')
  if (books.preferences.country === 'US') {
    if (asked !== undefined) errors.push(fault.business('GlobalTaxCalculation is not applicable for US companies.'))
    return books.preferences.salesTax
  }
  if (asked === 'TaxInclusive') return 'inclusive'
  return asked === 'NotApplicable' ? 'not-applicable' : 'excluded'
}

/** The tax code a sales line ends up with. Under automated sales tax a line without one counts as taxable. */
export function lineTaxCode(
  books: Books,
  regime: TaxRegime,
  detail: JsonObject,
  errors: FaultError[],
): string | undefined {
  const asked = referenceAt(detail, 'TaxCodeRef')
  switch (regime) {
    case 'off':
    case 'automated':
    case 'manual':
      if (asked !== undefined && asked !== 'TAX' && asked !== 'NON') errors.push(fault.lineTaxCode(asked))
      if (regime === 'off') return 'NON'
      return asked ?? (regime === 'automated' ? 'TAX' : 'NON')
    case 'not-applicable':
      return undefined
    case 'excluded':
    case 'inclusive':
      if (asked === undefined) {
        errors.push(fault.business('Make sure all your transactions have a VAT rate before you save.'))
        return undefined
      }
      resolveReference(books, { kind: 'TaxCode', element: 'TaxCodeRef', id: asked }, errors)
      return asked
  }
}
