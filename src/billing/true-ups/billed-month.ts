import type { Invoice, InvoiceLine } from '../../domain/invoice.ts'
import { samePeriod, type Period } from '../../domain/period.ts'

/** An invoice line with the invoice that it stands on. */
export interface BilledLine {
  readonly invoice: Invoice
  readonly line: InvoiceLine
}

/** Everything that was billed for one month: by its own invoices, and by the true-ups of later ones. */
export interface BilledMonth {
  /** The month's own invoices; none: it was not billed here, or before SeatLedger was, so that nothing can be compared. */
  readonly invoices: readonly Invoice[]
  /** By billing line, in the order in which they were billed. */
  readonly byLine: ReadonlyMap<string, readonly BilledLine[]>
}

/** True for a correction of a closed month that was worked out against a line of the config. */
export function isTrueUp({ source }: InvoiceLine): boolean {
  return source === 'true-up'
}

/**
 * True for an amount that a person decided on, such as one carried from a tie-out. It bills no line of the config, so
 * that nothing is worked out against it.
 */
export function isDecided({ billingLineId }: InvoiceLine): boolean {
  return billingLineId === ''
}

/** True for a line that belongs to an earlier month than the invoice that it stands on. */
export function isOfEarlierMonth(line: InvoiceLine): boolean {
  return isTrueUp(line) || isDecided(line)
}

/** What a client's invoices billed for a month. @param invoices The client's own, in any order. */
export function billedMonth(invoices: readonly Invoice[], period: Period): BilledMonth {
  const sorted = [...invoices].sort(
    (a, b) => compareTexts(a.billingPeriod.start, b.billingPeriod.start) || a.sequence - b.sequence,
  )
  const byLine = new Map<string, BilledLine[]>()
  for (const invoice of sorted) {
    const isOwn = samePeriod(invoice.billingPeriod, period)
    for (const line of invoice.lines) {
      if (isDecided(line) || (isTrueUp(line) ? !corrects(line, period) : !isOwn)) continue
      const others = byLine.get(line.billingLineId)
      if (others === undefined) byLine.set(line.billingLineId, [{ invoice, line }])
      else others.push({ invoice, line })
    }
  }
  return {
    invoices: sorted.filter((invoice) => samePeriod(invoice.billingPeriod, period) && invoice.matched !== true),
    byLine,
  }
}

function corrects({ reasons: { trueUp } }: InvoiceLine, period: Period): boolean {
  return trueUp !== undefined && samePeriod(trueUp.billingPeriod, period)
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
