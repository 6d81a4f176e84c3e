import type { Invoice, InvoiceLine } from '../../domain/invoice.ts'
import { placeOf, type DocumentProblem } from '../document/document-problems.ts'
import { indexOfFacts } from '../document/facts-index.ts'
import { entryNamed } from '../document/named-entry.ts'
import type { LedgerFacts } from '../gateway.ts'

/** The tax properties of a body. Amounts of tax are QuickBooks' own to work out. */
export interface DocumentTax {
  /** One for each line, in their order; undefined: the line has none. */
  readonly lineCodes: readonly (string | undefined)[]
  /** The one code of a document in the United States whose company chooses codes by hand. */
  readonly documentCode: string | undefined
  /** Outside the United States alone: QuickBooks refuses it on a company there. */
  readonly calculation: 'TaxExcluded' | 'NotApplicable' | undefined
  readonly problems: readonly DocumentProblem[]
}

/** By which of QuickBooks' tax rules a document goes: the country's, and the company's settings. Pure. */
export function documentTax(invoice: Invoice, facts: LedgerFacts): DocumentTax {
  const tax = facts.country === 'US' ? unitedStates(invoice, facts) : elsewhere(invoice, facts)
  return { ...tax, problems: [...inclusiveProblems(invoice), ...tax.problems] }
}

const field = 'TaxCodeRef'

/**
 * Each line says TAX or NON: an absent code has meant taxable since 2018. Which tax that is QuickBooks decides, or where
 * codes are chosen by hand, the one code of the document.
 */
function unitedStates({ lines }: Invoice, facts: LedgerFacts): DocumentTax {
  const lineCodes = lines.map(({ taxable }) => (taxable ? 'TAX' : 'NON'))
  const stated = lines.flatMap(({ booking }) => booking?.taxCode ?? [])
  const none = { lineCodes, documentCode: undefined, calculation: undefined }
  if (facts.salesTax !== 'manual') {
    const [first] = stated
    if (first === undefined) return { ...none, problems: [] }
    const message = `The billing config states the tax code "${first}", and this QuickBooks company ${facts.salesTax === 'none' ? 'charges no sales tax' : 'works out sales tax by itself'}. Take it out of \`booking\`, or state it for the other ledger alone.`
    return { ...none, problems: [{ field, message }] }
  }
  const codes = [...new Set(lines.flatMap((line) => (line.taxable ? [line.booking?.taxCode] : [])))]
  if (codes.length === 0) return { ...none, problems: [] }
  const [only] = codes
  if (codes.length > 1) {
    const names = codes.map((code) => (code === undefined ? 'none' : `"${code}"`)).join(', ')
    const message = `A QuickBooks document in the United States has one tax code, and its taxable lines state several (${names}). State \`taxCode\` under \`booking\` at the client or the house.`
    return { ...none, problems: [{ field: 'TxnTaxCodeRef', message }] }
  }
  if (only === undefined) {
    const message =
      'This QuickBooks company charges sales tax by codes chosen by hand, and none is stated, so the taxable lines would go out without tax. State `taxCode` under `booking` in the billing config, turn on automated sales tax in QuickBooks, or mark the lines as not taxable.'
    return { ...none, problems: [{ field: 'TxnTaxCodeRef', message }] }
  }
  const found = codeNamed(facts, only)
  if ('problem' in found) return { ...none, problems: [{ field: 'TxnTaxCodeRef', message: capital(found.problem) }] }
  return { ...none, documentCode: found.entry.id, problems: [] }
}

/** Every line has a code of the company's own list; one that charges no tax at all takes none. */
function elsewhere({ lines }: Invoice, facts: LedgerFacts): DocumentTax {
  if (facts.salesTax === 'none') {
    const lineCodes = lines.map(() => undefined)
    return { lineCodes, documentCode: undefined, calculation: 'NotApplicable', problems: [] }
  }
  const coded = lines.map((line, index) => codeOfLine(line, index, facts))
  return {
    lineCodes: coded.map((one) => ('code' in one ? one.code : undefined)),
    documentCode: undefined,
    calculation: 'TaxExcluded',
    problems: coded.flatMap((one) => ('problem' in one ? [one.problem] : [])),
  }
}

/** What the config states, else what QuickBooks has for the item; a line without tax must be told which kind it is. */
function codeOfLine(
  line: InvoiceLine,
  index: number,
  facts: LedgerFacts,
): { readonly code: string } | { readonly problem: DocumentProblem } {
  const refused = (message: string): { problem: DocumentProblem } => ({
    problem: { field, message: `${placeOf(line, index)}: ${message}` },
  })
  const ofItem = line.taxable ? indexOfFacts(facts).items.get(line.ledgerItemId)?.taxCodeId : undefined
  const text = line.booking?.taxCode ?? ofItem
  if (text === undefined) {
    const key = line.taxable ? 'taxCode' : 'untaxedCode'
    return refused(
      `a QuickBooks company in ${facts.country} needs a tax code on each line, and none is stated for this one. State \`${key}\` under \`booking\` in the billing config.`,
    )
  }
  const found = codeNamed(facts, text)
  return 'problem' in found ? refused(found.problem) : { code: found.entry.id }
}

function codeNamed(facts: LedgerFacts, text: string): ReturnType<typeof entryNamed> {
  const codes = (facts.taxCodes ?? []).map(({ taxCodeId, name, active }) => ({ id: taxCodeId, name, active }))
  return entryNamed(codes, text, { label: 'QuickBooks', list: 'tax code' })
}

function inclusiveProblems({ tax }: Invoice): DocumentProblem[] {
  if (tax?.act !== 'ours' || !tax.codes.some(({ inclusive }) => inclusive)) return []
  const message = 'The amounts have tax in them, and lines are sent to QuickBooks without it. State prices without tax.'
  return [{ field: 'GlobalTaxCalculation', message }]
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}
