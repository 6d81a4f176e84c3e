import { distributorInvoiceInWords } from '../domain/distributor-invoice.ts'
import { invoiceKeyOf, type PlacedInvoice } from './distributor-side.ts'
import { decimal, negateDecimal } from '../money/decimal.ts'
import { amountText } from './amount-text.ts'
import type { CreditSeen, ReconciliationInput } from './input.ts'
import type { CreditNetting, InvoiceTieOut } from './tie-out.ts'

/**
 * Nets each credited invoice of the period with its credit. A credit that an invoice of the same period holds nets it by
 * itself, as a charge like any other; else a row stands for it. Where a later period's invoice holds it, that period
 * has a row the other way round, because this one has netted it already.
 */
export function creditNettings(
  input: ReconciliationInput,
  invoices: readonly PlacedInvoice[],
  tieOuts: readonly InvoiceTieOut[],
): CreditNetting[] {
  const seen = new Map(
    input.creditsSeen.map((credit) => [
      invoiceKeyOf({ connectionId: credit.connectionId, invoiceId: credit.creditedInvoiceId }),
      credit,
    ]),
  )
  const inPeriod = new Set(tieOuts.map(invoiceKeyOf))
  const held = creditsHeld(seen, invoices, inPeriod)
  const owed = tieOuts
    .filter((tieOut) => tieOut.treatment === 'credited' && !held.has(invoiceKeyOf(tieOut)))
    .flatMap((tieOut) => owedFor(tieOut, seen.get(invoiceKeyOf(tieOut))))
  const settled = [...held].flatMap(([key, netting]) => (inPeriod.has(key) ? [] : [netting]))
  return [...owed, ...settled]
}

function owedFor(tieOut: InvoiceTieOut, credit: CreditSeen | undefined): CreditNetting[] {
  return tieOut.controls.map(({ currency, total, sumOfCost }) => ({
    connectionId: tieOut.connectionId,
    creditedInvoiceId: tieOut.invoiceId,
    creditedInvoiceWords: tieOut.words,
    replacedBy: tieOut.replacedBy,
    currency,
    amount: amountText(negateDecimal(decimal(total === 'unknown' ? sumOfCost : total)), currency),
    state: credit === undefined ? 'awaited' : 'seen-elsewhere',
  }))
}

/** Credited invoices whose credit is a charge of an invoice that is tied out here, with what it takes back. */
function creditsHeld(
  seen: ReadonlyMap<string, CreditSeen>,
  invoices: readonly PlacedInvoice[],
  inPeriod: ReadonlySet<string>,
): Map<string, CreditNetting> {
  const byCharge = new Map<string, string>()
  for (const [key, { connectionId, chargeId }] of seen) {
    if (chargeId !== undefined) byCharge.set(JSON.stringify([connectionId, chargeId]), key)
  }
  const held = new Map<string, CreditNetting>()
  if (byCharge.size === 0) return held
  for (const placed of invoices) {
    if (placed.treatment !== 'counted' || !inPeriod.has(invoiceKeyOf(placed.read.invoice))) continue
    for (const { connectionId, chargeId, cost, currency } of placed.ownCharges) {
      const key = byCharge.get(JSON.stringify([connectionId, chargeId]))
      const credit = key === undefined ? undefined : seen.get(key)
      if (key === undefined || credit === undefined || cost === 'unknown') continue
      held.set(key, {
        connectionId,
        creditedInvoiceId: credit.creditedInvoiceId,
        creditedInvoiceWords: wordsOf(key, invoices) ?? credit.creditedInvoiceId,
        replacedBy: [],
        currency,
        amount: amountText(negateDecimal(cost), currency),
        state: 'settles-earlier',
      })
    }
  }
  return held
}

function wordsOf(key: string, invoices: readonly PlacedInvoice[]): string | undefined {
  const credited = invoices.find(({ read }) => invoiceKeyOf(read.invoice) === key)
  return credited === undefined ? undefined : distributorInvoiceInWords(credited.read.invoice)
}
