import type { Invoice, InvoiceTax } from '../../domain/invoice.ts'

/** Who works out an invoice's tax, in a sentence for the dry run. */
export function taxInWords({ tax, currency }: Pick<Invoice, 'tax' | 'currency'>): string {
  if (tax?.act !== 'ours') {
    return tax?.act === 'none' ? 'Tax: none is charged.' : 'Tax: worked out by the ledger when it takes the invoice.'
  }
  const codes = tax.codes.map((code) => codeInWords(code)).join(', ')
  const whose = tax.isEstimate ? 'our estimate; the ledger decides' : 'worked out by us'
  return `Tax: ${tax.amount} ${currency} (${codes === '' ? 'no code holds' : codes}), ${whose}. Total with tax: ${tax.totalWithTax} ${currency}.`
}

/** `GST 5 % of 100.00 = 5.00`. */
function codeInWords({ code, percent, base, amount, inclusive, compound }: OurTax['codes'][number]): string {
  const how = inclusive ? ' (in the amounts)' : compound ? ' (on the taxes before it too)' : ''
  return `${code} ${percent} % of ${base}${how} = ${amount}`
}

type OurTax = Extract<InvoiceTax, { act: 'ours' }>
