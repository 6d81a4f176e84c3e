import type { Invoice } from '../../domain/invoice.ts'
import { addDays, type PlainDate } from '../../domain/plain-date.ts'
import type { DocumentProblem } from '../document/document-problems.ts'
import { indexOfFacts } from '../document/facts-index.ts'
import { entryNamed, type NamedEntry } from '../document/named-entry.ts'
import type { LedgerFacts, LedgerTerm } from '../gateway.ts'
import { adapterFactsOf } from './adapter-facts.ts'
import { customerMemoLength } from './capabilities.ts'

/** What a document is booked with, by the ids of QuickBooks' lists. */
export interface Booked {
  readonly departmentId: string | undefined
  /** Of the document, where the company keeps one class for each. */
  readonly classId: string | undefined
  /** One for each line, in their order. */
  readonly lineClassIds: readonly (string | undefined)[]
  readonly termId: string | undefined
  /** Undefined: QuickBooks works it out. */
  readonly dueDate: PlainDate | undefined
  readonly memo: string | undefined
  readonly exchangeRate: string | undefined
  readonly problems: readonly DocumentProblem[]
}

/** Puts what the billing config states into the ids of the company's lists. Pure. */
export function bookedWith(invoice: Invoice, facts: LedgerFacts): Booked {
  const problems: DocumentProblem[] = []
  const find = <Entry extends NamedEntry>(
    entries: readonly Entry[] | undefined,
    text: string | undefined,
    { list, field, how }: Wanted,
  ): Entry | undefined => {
    if (text === undefined) return undefined
    if (entries === undefined) {
      const message = `The billing config states the ${list} "${text}", and this QuickBooks company tracks none. ${how}`
      problems.push({ field, message })
      return undefined
    }
    const found = entryNamed(entries, text, { label: 'QuickBooks', list })
    if ('entry' in found) return found.entry
    if (!problems.some(({ message }) => message === found.problem)) problems.push({ field, message: found.problem })
    return undefined
  }
  const classes = entriesOf(facts, 'class')
  const lineClassIds = invoice.lines.map(({ booking }) => find(classes, booking?.class, aClass)?.id)
  const perDocument = adapterFactsOf(facts)?.classesPer === 'document'
  const documentClasses = [...new Set(lineClassIds)]
  if (perDocument && documentClasses.length > 1) problems.push(severalClasses(invoice))
  const term = termOf(invoice, facts, find)
  const { memo, exchangeRate } = invoice.booking ?? {}
  problems.push(...memoProblems(memo), ...rateProblems(invoice, facts))
  return {
    departmentId: find(entriesOf(facts, 'location'), invoice.booking?.location, aLocation)?.id,
    classId: perDocument ? documentClasses[0] : undefined,
    lineClassIds: perDocument ? invoice.lines.map(() => undefined) : lineClassIds,
    termId: term?.termId,
    dueDate: term?.dueDays === undefined ? undefined : addDays(invoice.invoiceDate, term.dueDays),
    memo,
    exchangeRate: isForeign(invoice, facts) && exchangeRate !== 'unknown' ? exchangeRate : undefined,
    problems,
  }
}

interface Wanted {
  readonly list: string
  readonly field: string
  /** The next step where the company has no such list. */
  readonly how: string
}

const aClass: Wanted = {
  list: 'class',
  field: 'ClassRef',
  how: 'Turn class tracking on in QuickBooks, or take the class out of `booking`.',
}
const aLocation: Wanted = {
  list: 'location',
  field: 'DepartmentRef',
  how: 'Turn location tracking on in QuickBooks, or take the location out of `booking`.',
}
const someTerms: Wanted = {
  list: 'terms',
  field: 'SalesTermRef',
  how: 'Run `seatledger sync` to read its terms.',
}

function entriesOf({ dimensions }: LedgerFacts, name: string): readonly NamedEntry[] | undefined {
  const dimension = dimensions?.find((one) => one.dimension === name)
  return dimension?.entries.map(({ entryId, ...entry }) => ({ id: entryId, ...entry }))
}

/** Those stated, else the customer's own, so that the day on which it is due is approved with it; a credit has none. */
function termOf(
  invoice: Invoice,
  facts: LedgerFacts,
  find: (
    entries: readonly (NamedEntry & LedgerTerm)[] | undefined,
    text: string | undefined,
    wanted: Wanted,
  ) => LedgerTerm | undefined,
): LedgerTerm | undefined {
  if (invoice.kind === 'credit-memo') return undefined
  const stated = invoice.booking?.terms
  if (stated !== undefined) {
    return find(
      facts.terms?.map((term) => ({ id: term.termId, ...term })),
      stated,
      someTerms,
    )
  }
  const theirs = indexOfFacts(facts).customers.get(invoice.ledgerCustomerId)?.termId
  return theirs === undefined ? undefined : facts.terms?.find(({ termId, active }) => termId === theirs && active)
}

function severalClasses({ lines }: Invoice): DocumentProblem {
  const names = [...new Set(lines.map(({ booking }) => booking?.class))]
  const words = names.map((name) => (name === undefined ? 'none' : `"${name}"`)).join(', ')
  const message = `This QuickBooks company keeps one class for each document, and the lines state several (${words}). State the class at the client, or let QuickBooks track a class for each line.`
  return { field: 'ClassRef', message }
}

function memoProblems(memo: string | undefined): DocumentProblem[] {
  if (memo === undefined || memo.length <= customerMemoLength) return []
  const message = `The memo has ${String(memo.length)} characters; QuickBooks holds ${String(customerMemoLength)}. Shorten it under \`booking\` in the billing config.`
  return [{ field: 'CustomerMemo', message }]
}

function rateProblems(invoice: Invoice, facts: LedgerFacts): DocumentProblem[] {
  if (!isForeign(invoice, facts) || invoice.booking?.exchangeRate !== 'unknown') return []
  const message = `No rate from ${invoice.currency} to ${facts.homeCurrency} is stated by ${invoice.invoiceDate}. Add it to \`rates\` in the billing config, or leave the rate to the ledger (\`exchangeRate: ledger\`).`
  return [{ field: 'ExchangeRate', message }]
}

function isForeign({ currency }: Invoice, { multicurrency, homeCurrency }: LedgerFacts): boolean {
  return multicurrency && currency !== homeCurrency
}
