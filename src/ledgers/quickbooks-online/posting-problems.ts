import type { Invoice, InvoiceLine } from '../../domain/invoice.ts'
import { decimal, equalDecimals, fitsPlaces, formatDecimal, sumDecimals } from '../../money/decimal.ts'
import type { LedgerFacts, PreparationContext } from '../gateway.ts'
import { amountPlaces, privateNoteLength, quickBooksOnlineCapabilities } from './capabilities.ts'
import { indexOfFacts } from '../document/facts-index.ts'

interface PostingProblem {
  readonly field: string
  readonly message: string
}

/** What this company cannot hold of an invoice, each with the next step. An invoice that has one cannot be approved. */
export function postingProblems(invoice: Invoice, context: PreparationContext): PostingProblem[] {
  const { facts } = context
  return [
    ...numberProblems(context),
    ...referenceProblems(context.reference),
    ...customerProblems(invoice, facts),
    ...currencyProblems(invoice, facts),
    ...dateProblems(invoice, facts),
    ...totalProblems(invoice),
    ...invoice.lines.flatMap((line, index) => lineProblems(line, index, facts)),
    ...taxProblems(invoice, facts),
  ]
}

function numberProblems({ documentNumber, facts }: PreparationContext): PostingProblem[] {
  if (!facts.acceptsOurNumbers) return []
  const field = 'DocNumber'
  const longest = quickBooksOnlineCapabilities.documentNumberLength
  if (documentNumber.length > longest) {
    const has = `${String(documentNumber.length)} characters; QuickBooks holds ${String(longest)}`
    return [{ field, message: `The document number "${documentNumber}" has ${has}. Shorten the number's prefix.` }]
  }
  if (documentNumber !== documentNumber.trim() || documentNumber === '') {
    return [{ field, message: `The document number "${documentNumber}" is empty or has spaces at its ends.` }]
  }
  if (/[\\\p{Cc}]/u.test(documentNumber)) {
    const message = `The document number "${documentNumber}" has a backslash or a control character, which QuickBooks cannot look up. Change the number's prefix.`
    return [{ field, message }]
  }
  return []
}

function referenceProblems(reference: string): PostingProblem[] {
  if (reference !== '' && reference.length <= privateNoteLength) return []
  return [{ field: 'PrivateNote', message: 'Our reference is empty or too long to find the invoice again by it.' }]
}

function customerProblems(invoice: Invoice, facts: LedgerFacts): PostingProblem[] {
  const field = 'CustomerRef'
  const client = `the client ${invoice.clientName}`
  const customer = indexOfFacts(facts).customers.get(invoice.ledgerCustomerId)
  if (customer === undefined) {
    const message = `QuickBooks has no customer ${invoice.ledgerCustomerId}, to which ${client} is linked. Link the client again.`
    return [{ field, message }]
  }
  if (customer.active) return []
  return [
    {
      field,
      message: `The customer ${customer.name}, to which ${client} is linked, is inactive in QuickBooks. Make it active there, or link another.`,
    },
  ]
}

function currencyProblems(invoice: Invoice, facts: LedgerFacts): PostingProblem[] {
  const field = 'CurrencyRef'
  if (!facts.multicurrency) {
    if (invoice.currency === facts.homeCurrency) return []
    const message = `The invoice is in ${invoice.currency}, and this QuickBooks company keeps ${facts.homeCurrency} alone. Bill the client in ${facts.homeCurrency}, or turn multicurrency on in QuickBooks.`
    return [{ field, message }]
  }
  const customer = indexOfFacts(facts).customers.get(invoice.ledgerCustomerId)
  const theirs = customer?.currency
  if (theirs === undefined || theirs === invoice.currency) return []
  const message = `The invoice is in ${invoice.currency}, and the customer ${customer?.name ?? ''} is kept in ${theirs}, which QuickBooks never changes. Bill the client in ${theirs}, or link a customer kept in ${invoice.currency}.`
  return [{ field, message }]
}

function dateProblems(invoice: Invoice, facts: LedgerFacts): PostingProblem[] {
  const closed = facts.closedThrough
  if (closed === undefined || invoice.invoiceDate > closed) return []
  const message = `The invoice is dated ${invoice.invoiceDate}, and the books are closed through ${closed}. Choose a later invoice date, or open the period in QuickBooks.`
  return [{ field: 'TxnDate', message }]
}

function totalProblems(invoice: Invoice): PostingProblem[] {
  const problems: PostingProblem[] = []
  const sum = sumDecimals(invoice.lines.map((line) => decimal(line.amount)))
  if (!equalDecimals(sum, decimal(invoice.total))) {
    const message = `The lines add up to ${formatDecimal(sum)}, and the invoice says ${invoice.total}. Prepare the run again.`
    problems.push({ field: 'Line', message })
  }
  if (invoice.lines.length === 0) {
    problems.push({ field: 'Line', message: 'The invoice has no line, and QuickBooks wants at least one.' })
  }
  if (invoice.kind === 'credit-memo' && decimal(invoice.total).units > 0n) {
    const message = `The document is a credit memo, yet its total ${invoice.total} is owed by the client. Prepare the run again.`
    problems.push({ field: 'TotalAmt', message })
  }
  return problems
}

function lineProblems(line: InvoiceLine, index: number, facts: LedgerFacts): PostingProblem[] {
  const place = `Line ${String(index + 1)} (${line.description.slice(0, 60)})`
  const problems: PostingProblem[] = []
  const itemProblem = itemProblemOf(line, facts)
  if (itemProblem !== undefined) problems.push({ field: 'ItemRef', message: `${place}: ${itemProblem}` })
  if (!fitsPlaces(decimal(line.amount), amountPlaces)) {
    const message = `${place}: the amount ${line.amount} has more than two places, which QuickBooks cannot hold. Round the line to two places.`
    problems.push({ field: 'Line.Amount', message })
  }
  return problems
}

function itemProblemOf(line: InvoiceLine, facts: LedgerFacts): string | undefined {
  const item = indexOfFacts(facts).items.get(line.ledgerItemId)
  if (item === undefined) return `QuickBooks has no item ${line.ledgerItemId}. Link the catalog item again.`
  if (!item.active) return `the item ${item.name} is inactive in QuickBooks. Make it active there, or link another.`
  // A category holds no sale, and a bundle is another kind of line.
  if (item.kind === 'Category' || item.kind === 'Group') {
    return `${item.name} is a ${item.kind === 'Group' ? 'bundle' : 'category'} in QuickBooks. Link a product or a service.`
  }
  return undefined
}

function taxProblems(invoice: Invoice, facts: LedgerFacts): PostingProblem[] {
  const field = 'TaxCodeRef'
  if (facts.country !== 'US') {
    const message = `A QuickBooks company in ${facts.country} needs a tax code of its own on each line, and none is configured. Only companies in the United States can be posted to so far.`
    return [{ field, message }]
  }
  if (facts.salesTax === 'manual' && invoice.lines.some((line) => line.taxable)) {
    const message =
      'This QuickBooks company charges sales tax by codes chosen by hand, and none is configured, so the taxable lines would go out without tax. Turn on automated sales tax in QuickBooks, or mark the lines as not taxable.'
    return [{ field, message }]
  }
  return []
}
