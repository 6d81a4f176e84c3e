import { randomUUID } from 'node:crypto'
import {
  compareDecimals,
  decimal,
  equalDecimals,
  formatDecimal,
  multiplyDecimals,
  roundDecimal,
  sumDecimals,
  zero,
  type Decimal,
} from '../../src/money/decimal.ts'
import type { Document, DocumentList, DocumentStatus, Draft, Json, LineItem } from './document.ts'
import { listAt, numberAt, objectAt, textAt } from './json-fields.ts'
import type { XeroOrganisation } from './organisation.ts'

/** Reads a document out of a request and says, in Xero's words, what is wrong with it. */
export interface DocumentRule {
  /** @param before the document that is updated; undefined: a new one. */
  read(
    list: DocumentList,
    body: Json,
    unitPlaces: number,
    before: Document | undefined,
  ): { draft: Draft; problems: string[] }
}

const statuses: readonly string[] = ['DRAFT', 'SUBMITTED', 'AUTHORISED', 'VOIDED', 'DELETED']
const largestLine = decimal('9999999999.99')

export function rule(organisation: XeroOrganisation): DocumentRule {
  return {
    read: (list, body, unitPlaces, before) => {
      const problems: string[] = []
      const draft = readDraft(organisation, list, body, { unitPlaces, before, problems })
      if (draft.status !== 'VOIDED' && draft.status !== 'DELETED') check(organisation, draft, problems)
      if (before !== undefined) checkChange(before, draft, problems)
      return { draft, problems }
    },
  }
}

interface Reading {
  readonly unitPlaces: number
  readonly before: Document | undefined
  readonly problems: string[]
}

function readDraft(organisation: XeroOrganisation, list: DocumentList, body: Json, reading: Reading): Draft {
  const { before, problems } = reading
  const contactId = textAt(objectAt(body, 'Contact') ?? {}, 'ContactID') ?? before?.contactId ?? ''
  const lineAmountTypes = amountTypes(
    textAt(body, 'LineAmountTypes') ?? before?.lineAmountTypes ?? 'Exclusive',
    problems,
  )
  const given = listAt(body, 'LineItems')
  const lines =
    given === undefined
      ? (before?.lines ?? [])
      : given.map((line) => readLine(organisation, line, lineAmountTypes, reading))
  const status = textAt(body, 'Status') ?? before?.status ?? 'DRAFT'
  if (!statuses.includes(status)) problems.push(`Status ${status} is not valid`)
  const lineTotal = sumDecimals(lines.map(({ lineAmount }) => lineAmount))
  const totalTax = sumDecimals(lines.map(({ taxAmount }) => taxAmount))
  const isInclusive = lineAmountTypes === 'Inclusive'
  return {
    list,
    type: textAt(body, 'Type') ?? before?.type ?? '',
    number: textAt(body, list === 'Invoices' ? 'InvoiceNumber' : 'CreditNoteNumber') ?? before?.number,
    reference: textAt(body, 'Reference') ?? before?.reference,
    contactId,
    contactName: organisation.contacts.get(contactId)?.name ?? '',
    date: dateOf(textAt(body, 'Date') ?? before?.date ?? ''),
    dueDate: textAt(body, 'DueDate') ?? before?.dueDate,
    status: (statuses.includes(status) ? status : 'DRAFT') as DocumentStatus,
    lineAmountTypes,
    currencyCode: textAt(body, 'CurrencyCode') ?? before?.currencyCode ?? organisation.settings.baseCurrency,
    url: textAt(body, 'Url') ?? before?.url,
    lines,
    subTotal: isInclusive ? sumDecimals([lineTotal, { ...totalTax, units: -totalTax.units }]) : lineTotal,
    totalTax,
    total: isInclusive ? lineTotal : sumDecimals([lineTotal, totalTax]),
    settled: before?.settled ?? zero,
  }
}

function readLine(
  organisation: XeroOrganisation,
  line: Json,
  lineAmountTypes: Document['lineAmountTypes'],
  { unitPlaces, problems }: Reading,
): LineItem {
  const itemCode = textAt(line, 'ItemCode')
  const item = itemCode === undefined ? undefined : organisation.items.get(itemCode)
  if (itemCode !== undefined && item === undefined) problems.push(`Item code '${itemCode}' is not valid`)
  const accountCode = textAt(line, 'AccountCode') ?? item?.accountCode
  const account = accountCode === undefined ? undefined : organisation.accounts.get(accountCode)
  const taxType = textAt(line, 'TaxType') ?? item?.taxType ?? account?.taxType ?? 'NONE'
  const quantity = roundDecimal(numberAt(line, 'Quantity') ?? decimal('1'), 4, 'half-up')
  const unitAmount = roundDecimal(numberAt(line, 'UnitAmount') ?? zero, unitPlaces, 'half-up')
  const expected = roundDecimal(multiplyDecimals(quantity, unitAmount), 2, 'half-up')
  const stated = numberAt(line, 'LineAmount')
  if (stated !== undefined && !equalDecimals(stated, expected)) {
    problems.push(
      `The line total ${formatDecimal(stated)} does not match the expected line total ${formatDecimal(expected)}`,
    )
  }
  if (compareDecimals(expected, largestLine) > 0) problems.push('The line amount is too large')
  if (accountCode !== undefined && account?.status !== 'ACTIVE') {
    problems.push(`Account code '${accountCode}' is not a valid code for this document.`)
  }
  const rate = organisation.taxRates.get(taxType)
  if (rate?.appliesToRevenue !== true) {
    problems.push(`The TaxType code '${taxType}' does not exist or cannot be used for this type of transaction.`)
  }
  return {
    lineItemId: textAt(line, 'LineItemID') ?? randomUUID(),
    description: textAt(line, 'Description'),
    quantity,
    unitAmount,
    itemCode,
    accountCode,
    taxType,
    lineAmount: expected,
    taxAmount: taxOf(expected, lineAmountTypes === 'NoTax' ? '0' : (rate?.rate ?? '0'), lineAmountTypes),
  }
}

/** Tax is rounded on each line, then summed. Inclusive: the line less the line without the tax in it, rounded. */
function taxOf(lineAmount: Decimal, rate: string, lineAmountTypes: Document['lineAmountTypes']): Decimal {
  const percent = decimal(rate)
  if (lineAmountTypes !== 'Inclusive') {
    return roundDecimal(multiplyDecimals(lineAmount, { units: percent.units, scale: percent.scale + 2 }), 2, 'half-up')
  }
  const hundred = sumDecimals([decimal('100'), percent])
  // In units of a millionth, which is far below the cent that is kept.
  const withoutTax = {
    units: (roundDecimal(lineAmount, 2, 'half-up').units * 10n ** BigInt(hundred.scale) * 1_000_000n) / hundred.units,
    scale: 6,
  }
  const net = roundDecimal(withoutTax, 2, 'half-up')
  return sumDecimals([lineAmount, { ...net, units: -net.units }])
}

function check(organisation: XeroOrganisation, draft: Draft, problems: string[]): void {
  const { settings, contacts } = organisation
  const wanted = draft.list === 'Invoices' ? 'ACCREC' : 'ACCRECCREDIT'
  if (draft.type !== wanted) problems.push(`Type ${draft.type} is not valid`)
  const contact = contacts.get(draft.contactId)
  if (contact === undefined) problems.push('A Contact must be specified for this type of transaction')
  else if (contact.status !== 'ACTIVE') {
    problems.push(`The Contact '${contact.name}' has been archived and cannot be used`)
  }
  if (draft.lines.length === 0) problems.push('One or more line items must be specified')
  if (!/^\d{4}-\d{2}-\d{2}$/.test(draft.date)) problems.push('The document date is not valid')
  const lock = [settings.endOfYearLockDate, settings.periodLockDate].find(
    (day) => day !== undefined && draft.date <= day,
  )
  if (lock !== undefined) {
    problems.push(`The document date cannot be before the end of year lock date, currently ${lock}`)
  }
  if (draft.currencyCode !== settings.baseCurrency && !settings.otherCurrencies.includes(draft.currencyCode)) {
    problems.push(`Organisation is not subscribed to currency ${draft.currencyCode}`)
  }
  if ((draft.number ?? '').length > 255) problems.push('The document number is longer than 255 characters')
  if (draft.total.units < 0n) problems.push('The document total cannot be less than zero')
  if (draft.status === 'AUTHORISED') checkApproved(draft, problems)
}

function checkApproved(draft: Draft, problems: string[]): void {
  if (draft.list === 'Invoices' && (draft.dueDate ?? '') === '') problems.push('The DueDate field is mandatory')
  for (const line of draft.lines) {
    if ((line.description ?? '') === '') problems.push('Description is required for each line item')
    if (line.accountCode === undefined) problems.push('Account code must be specified')
  }
}

/** What was approved cannot be a draft again, and what is paid or gone cannot be changed. */
function checkChange(before: Document, draft: Draft, problems: string[]): void {
  const isGone = before.status === 'VOIDED' || before.status === 'DELETED'
  const isBack = before.status === 'AUTHORISED' && (draft.status === 'DRAFT' || draft.status === 'SUBMITTED')
  const isWrongEnd =
    (draft.status === 'DELETED' && before.status === 'AUTHORISED') ||
    (draft.status === 'VOIDED' && before.status !== 'AUTHORISED')
  const isSettled = before.settled.units !== 0n
  if (isGone || isBack || isWrongEnd || isSettled) {
    problems.push(`${before.list === 'Invoices' ? 'Invoice' : 'Credit note'} not of valid status for modification`)
  }
}

function amountTypes(text: string, problems: string[]): Document['lineAmountTypes'] {
  if (text === 'Exclusive' || text === 'Inclusive' || text === 'NoTax') return text
  problems.push(`LineAmountTypes ${text} is not valid`)
  return 'Exclusive'
}

/** A day may come with a time of midnight. */
function dateOf(text: string): string {
  return text.replace(/T00:00:00$/, '')
}
