import type { InvoiceLine, InvoiceTax, TaxedCode } from '../../domain/invoice.ts'
import type { PlainDate } from '../../domain/plain-date.ts'
import type { TaxByCodes, TaxCode, TaxRule } from '../../domain/tax-rule.ts'
import { minorUnitsOf } from '../../money/currency.ts'
import { addDecimals, decimal, formatDecimal, trimmed, zero, type Decimal } from '../../money/decimal.ts'
import { amountText, plainNumber } from '../numbers-as-text.ts'
import type { ClientScope, LineWork } from '../lines/line-work.ts'
import { clientRulesFor } from '../rules.ts'
import { taxOfAmount, type CodeTax, type TaxTools } from './tax-of-amount.ts'

/** What an invoice's tax is worked out from. */
export interface TaxedInvoice extends ClientScope {
  readonly works: readonly LineWork[]
  readonly invoiceLines: readonly InvoiceLine[]
  readonly total: Decimal
}

/** A taxable line with the codes that hold for it on the invoice's date; none: there is no percentage to charge. */
export interface TaxedLine {
  readonly line: InvoiceLine
  readonly rule: TaxByCodes
  readonly codes: readonly TaxCode[]
}

/**
 * Who works out the tax of an invoice, and what it comes to where we do. Undefined where no rule of the config says
 * anything of tax: the document is then what it always was, and the ledger decides.
 */
export function invoiceTax(invoice: TaxedInvoice): InvoiceTax | undefined {
  if (!saysOfTax(invoice)) return undefined
  const rules = taxRulesOf(invoice)
  const stated = invoice.invoiceLines.map(({ billingLineId }) => rules(billingLineId))
  if (stated.every((rule) => rule === undefined)) return undefined
  const taxed = taxedLines(invoice)
  if (taxed.length === 0) return { act: stated.every((rule) => rule === 'none') ? 'none' : 'ledger' }
  const { run, client, total } = invoice
  const tools = { currency: client.currency, rounding: clientRulesFor(run, client).rounding }
  const taxes = [...perLine(taxed, tools), ...perDocument(taxed, tools)]
  const codes = totals(taxes, client.currency)
  const amount = sum(taxes)
  const onTop = sum(taxes.filter(({ code }) => !code.inclusive))
  return {
    act: 'ours',
    isEstimate: run.ledgers.get(client.ledger.connectionId)?.computesTax === true,
    codes,
    amount: amountText(atLeast(amount, client.currency), client.currency),
    totalWithTax: amountText(addDecimals(total, onTop), client.currency),
  }
}

/** The lines on which we work out tax, in the invoice's order. */
export function taxedLines(invoice: TaxedInvoice): readonly TaxedLine[] {
  if (!saysOfTax(invoice)) return []
  const rules = taxRulesOf(invoice)
  const day = invoice.run.input.invoiceDate
  return invoice.invoiceLines.flatMap((line) => {
    const rule = rules(line.billingLineId)
    if (!line.taxable || typeof rule !== 'object') return []
    return [{ line, rule, codes: rule.codes.filter((code) => holdsOn(code, day)) }]
  })
}

/** Most configs leave tax to the ledger; nothing is looked up for them. */
function saysOfTax({ run, client, works }: TaxedInvoice): boolean {
  const { house } = run.input.config
  return (
    house.rules.tax !== undefined ||
    client.rules.tax !== undefined ||
    works.some(({ rules }) => rules.tax !== undefined)
  )
}

/** A line that no billing line made this month, such as a true-up of one that is gone, goes by its client's rule. */
function taxRulesOf({ run, client, works }: TaxedInvoice): (billingLineId: string) => TaxRule | undefined {
  const byLine = new Map(works.flatMap((work) => work.invoiceLines.map((line) => [line.billingLineId, work.rules.tax])))
  const ofClient = clientRulesFor(run, client).tax
  return (billingLineId) => (byLine.has(billingLineId) ? byLine.get(billingLineId) : ofClient)?.value
}

function holdsOn({ from, until }: TaxCode, day: PlainDate): boolean {
  return (from === undefined || from <= day) && (until === undefined || day < until)
}

function perLine(taxed: readonly TaxedLine[], tools: TaxTools): CodeTax[] {
  return taxed
    .filter(({ rule }) => rule.per === 'line')
    .flatMap(({ line, codes }) => taxOfAmount(decimal(line.amount), codes, tools))
}

/** Lines with the same codes are taxed as one amount. */
function perDocument(taxed: readonly TaxedLine[], tools: TaxTools): CodeTax[] {
  const groups = new Map<string, { codes: readonly TaxCode[]; amount: Decimal }>()
  for (const { line, rule, codes } of taxed) {
    if (rule.per !== 'document') continue
    const key = codes.map(codeKey).join('\n')
    const amount = addDecimals(groups.get(key)?.amount ?? zero, decimal(line.amount))
    groups.set(key, { codes, amount })
  }
  return [...groups.values()].flatMap(({ codes, amount }) => taxOfAmount(amount, codes, tools))
}

function codeKey({ code, percent, inclusive, compound }: TaxCode): string {
  return JSON.stringify([code, formatDecimal(trimmed(percent)), inclusive, compound])
}

function totals(taxes: readonly CodeTax[], currency: string): TaxedCode[] {
  const byCode = new Map<string, { code: TaxCode; base: Decimal; tax: Decimal }>()
  for (const { code, base, tax } of taxes) {
    const other = byCode.get(codeKey(code)) ?? { code, base: zero, tax: zero }
    byCode.set(codeKey(code), { code, base: addDecimals(other.base, base), tax: addDecimals(other.tax, tax) })
  }
  return [...byCode.values()].map(({ code, base, tax }) => ({
    code: code.code,
    percent: plainNumber(code.percent),
    inclusive: code.inclusive,
    compound: code.compound,
    base: amountText(atLeast(base, currency), currency),
    amount: amountText(atLeast(tax, currency), currency),
  }))
}

function sum(taxes: readonly CodeTax[]): Decimal {
  return taxes.reduce((total, { tax }) => addDecimals(total, tax), zero)
}

/** With the currency's places, zero too. */
function atLeast(value: Decimal, currency: string): Decimal {
  return addDecimals(value, { units: 0n, scale: minorUnitsOf(currency) })
}
