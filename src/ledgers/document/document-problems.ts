import type { Invoice, InvoiceLine } from '../../domain/invoice.ts'
import { decimal, equalDecimals, fitsPlaces, formatDecimal, sumDecimals } from '../../money/decimal.ts'
import type { LedgerCapabilities, LedgerFacts, LedgerItem, PreparationContext } from '../gateway.ts'
import { indexOfFacts } from './facts-index.ts'

/** What a ledger cannot hold of an invoice, with the next step. An invoice that has one cannot be approved. */
export interface DocumentProblem {
  readonly field: string
  readonly message: string
}

/** What makes one ledger's limits and words differ from another's. */
export interface DocumentRules {
  /** The ledger's name for people: `QuickBooks`. */
  readonly label: string
  readonly capabilities: Pick<LedgerCapabilities, 'documentNumberLength'>
  readonly referenceLength: number
  readonly amountPlaces: number
  /** What the ledger calls the parts of a document, for whoever looks there. */
  readonly fields: Readonly<
    Record<'number' | 'reference' | 'customer' | 'currency' | 'date' | 'lines' | 'item' | 'amount' | 'total', string>
  >
  /** Characters that the ledger cannot look up or hold in a number. */
  readonly unfitInNumber: { readonly pattern: RegExp; readonly words: string }
  /** Why an item, known and active, cannot stand on a line; undefined: it can. */
  readonly itemProblem?: (item: LedgerItem) => string | undefined
  /** True where a line names no item of the ledger's, so that its id is not looked up. */
  readonly linesNameNoItem?: boolean
  /** True where the adapter puts what the config states of booking into its bodies. */
  readonly takesBooking?: boolean
}

/** What is the same for all ledgers: number, customer, currency, closed books, sums, items, places. Pure. */
export function documentProblems(
  invoice: Invoice,
  context: PreparationContext,
  rules: DocumentRules,
): DocumentProblem[] {
  const { facts } = context
  return [
    ...numberProblems(context, rules),
    ...referenceProblems(context.reference, rules),
    ...customerProblems(invoice, facts, rules),
    ...currencyProblems(invoice, facts, rules),
    ...dateProblems(invoice, facts, rules),
    ...totalProblems(invoice, rules),
    ...bookingProblems(invoice, rules),
    ...invoice.lines.flatMap((line, index) => lineProblems(line, index, facts, rules)),
  ]
}

function numberProblems({ documentNumber, facts }: PreparationContext, rules: DocumentRules): DocumentProblem[] {
  if (!facts.acceptsOurNumbers) return []
  const field = rules.fields.number
  const longest = rules.capabilities.documentNumberLength
  if (documentNumber.length > longest) {
    const has = `${String(documentNumber.length)} characters; ${rules.label} holds ${String(longest)}`
    return [{ field, message: `The document number "${documentNumber}" has ${has}. Shorten the number's prefix.` }]
  }
  if (documentNumber !== documentNumber.trim() || documentNumber === '') {
    return [{ field, message: `The document number "${documentNumber}" is empty or has spaces at its ends.` }]
  }
  const { pattern, words } = rules.unfitInNumber
  if (pattern.test(documentNumber)) {
    const message = `The document number "${documentNumber}" has ${words}, which ${rules.label} cannot look up. Change the number's prefix.`
    return [{ field, message }]
  }
  return []
}

function referenceProblems(reference: string, rules: DocumentRules): DocumentProblem[] {
  if (reference !== '' && reference.length <= rules.referenceLength) return []
  const field = rules.fields.reference
  return [{ field, message: 'Our reference is empty or too long to find the invoice again by it.' }]
}

function customerProblems(invoice: Invoice, facts: LedgerFacts, { label, fields }: DocumentRules): DocumentProblem[] {
  const field = fields.customer
  const client = `the client ${invoice.clientName}`
  const customer = indexOfFacts(facts).customers.get(invoice.ledgerCustomerId)
  if (customer === undefined) {
    if (facts.takesAnyCustomer === true) return []
    const message = `${label} has no customer ${invoice.ledgerCustomerId}, to which ${client} is linked. Link the client again.`
    return [{ field, message }]
  }
  if (customer.active) return []
  const message = `The customer ${customer.name}, to which ${client} is linked, is inactive in ${label}. Make it active there, or link another.`
  return [{ field, message }]
}

function currencyProblems(invoice: Invoice, facts: LedgerFacts, { label, fields }: DocumentRules): DocumentProblem[] {
  const field = fields.currency
  if (!facts.multicurrency) {
    if (invoice.currency === facts.homeCurrency) return []
    const message = `The invoice is in ${invoice.currency}, and this ${label} company keeps ${facts.homeCurrency} alone. Bill the client in ${facts.homeCurrency}, or turn multicurrency on in ${label}.`
    return [{ field, message }]
  }
  const customer = indexOfFacts(facts).customers.get(invoice.ledgerCustomerId)
  const theirs = customer?.currency
  if (theirs !== undefined && theirs !== invoice.currency) {
    const message = `The invoice is in ${invoice.currency}, and the customer ${customer?.name ?? ''} is kept in ${theirs}, which ${label} never changes. Bill the client in ${theirs}, or link a customer kept in ${invoice.currency}.`
    return [{ field, message }]
  }
  if (facts.currencies === undefined || facts.currencies.includes(invoice.currency)) return []
  const message = `The invoice is in ${invoice.currency}, which this ${label} company does not have among its currencies (${facts.currencies.join(', ')}). Add it there, or bill the client in one of these.`
  return [{ field, message }]
}

function dateProblems(invoice: Invoice, facts: LedgerFacts, { label, fields }: DocumentRules): DocumentProblem[] {
  const closed = facts.closedThrough
  if (closed === undefined || invoice.invoiceDate > closed) return []
  const message = `The invoice is dated ${invoice.invoiceDate}, and the books are closed through ${closed}. Choose a later invoice date, or open the period in ${label}.`
  return [{ field: fields.date, message }]
}

function totalProblems(invoice: Invoice, { label, fields }: DocumentRules): DocumentProblem[] {
  const problems: DocumentProblem[] = []
  const sum = sumDecimals(invoice.lines.map((line) => decimal(line.amount)))
  if (!equalDecimals(sum, decimal(invoice.total))) {
    const message = `The lines add up to ${formatDecimal(sum)}, and the invoice says ${invoice.total}. Prepare the run again.`
    problems.push({ field: fields.lines, message })
  }
  if (invoice.lines.length === 0) {
    const message = `The invoice has no line, and ${label} wants at least one.`
    problems.push({ field: fields.lines, message })
  }
  if (invoice.kind === 'credit-memo' && decimal(invoice.total).units > 0n) {
    const message = `The document is a credit memo, yet its total ${invoice.total} is owed by the client. Prepare the run again.`
    problems.push({ field: fields.total, message })
  }
  return problems
}

/** What is stated and would be lost must be seen before approval. */
function bookingProblems(invoice: Invoice, { label, takesBooking, fields }: DocumentRules): DocumentProblem[] {
  if (takesBooking === true) return []
  const ofLines = invoice.lines.flatMap(({ booking }) => Object.keys(booking ?? {}))
  const stated = [...new Set([...Object.keys(invoice.booking ?? {}), ...ofLines])]
  if (stated.length === 0) return []
  const message = `The billing config states ${stated.join(', ')} under \`booking\`, which ${label} does not take from SeatLedger. Take it out, or state it for the other ledger alone.`
  return [{ field: fields.lines, message }]
}

function lineProblems(line: InvoiceLine, index: number, facts: LedgerFacts, rules: DocumentRules): DocumentProblem[] {
  const { label, fields, amountPlaces } = rules
  const place = placeOf(line, index)
  const problems: DocumentProblem[] = []
  const itemProblem = rules.linesNameNoItem === true ? undefined : itemProblemOf(line, facts, rules)
  if (itemProblem !== undefined) problems.push({ field: fields.item, message: `${place}: ${itemProblem}` })
  if (!fitsPlaces(decimal(line.amount), amountPlaces)) {
    const words = amountPlaces === 2 ? 'two' : String(amountPlaces)
    const message = `${place}: the amount ${line.amount} has more than ${words} places, which ${label} cannot hold. Round the line to ${words} places.`
    problems.push({ field: fields.amount, message })
  }
  return problems
}

/** Where in an invoice a problem lies: `Line 2 (Microsoft 365 Business Standard)`. */
export function placeOf(line: Pick<InvoiceLine, 'description'>, index: number): string {
  return `Line ${String(index + 1)} (${line.description.slice(0, 60)})`
}

function itemProblemOf(line: InvoiceLine, facts: LedgerFacts, rules: DocumentRules): string | undefined {
  const { label } = rules
  const item = indexOfFacts(facts).items.get(line.ledgerItemId)
  if (item === undefined && facts.takesAnyItem === true) return undefined
  if (item === undefined) return `${label} has no item ${line.ledgerItemId}. Link the catalog item again.`
  if (!item.active) return `the item ${item.name} is inactive in ${label}. Make it active there, or link another.`
  return rules.itemProblem?.(item)
}
