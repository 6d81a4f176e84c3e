import type { Invoice, InvoiceLine } from '../domain/invoice.ts'
import { samePeriod, type Period } from '../domain/period.ts'
import type { BilledInvoice } from './dry-run-input.ts'
import { isOfEarlierMonth } from './true-ups/billed-month.ts'

/** What was billed to a client before, looked up by billing line. */
export interface PreviousBilling {
  /** This period's invoices: when there is one, the period has been billed. */
  readonly thisPeriod: readonly Invoice[]
  /** Those of the last billed period before this one; empty when there is none. */
  readonly lastPeriod: readonly Invoice[]
  /** The last period's lines of one billing line that stood for the whole of it. */
  readonly wholeLines: (billingLineId: string) => readonly InvoiceLine[]
  /** The last period's lines of one billing line, adjustments included. */
  readonly allLines: (billingLineId: string) => readonly InvoiceLine[]
}

/** As if nothing had been billed before: what a month should bill does not depend on what was. */
export const nothingBilledBefore: PreviousBilling = {
  thisPeriod: [],
  lastPeriod: [],
  wholeLines: () => [],
  allLines: () => [],
}

export function previousBilling(clientId: string, billed: readonly BilledInvoice[], period: Period): PreviousBilling {
  const own = billed.map(({ invoice }) => invoice).filter((invoice) => invoice.clientId === clientId)
  own.sort((a, b) => a.sequence - b.sequence)
  const before = own.filter((invoice) => invoice.billingPeriod.end <= period.start)
  const lastStart = before.reduce((latest, { billingPeriod: { start } }) => (start > latest ? start : latest), '')
  const lastPeriod = before.filter(({ billingPeriod }) => billingPeriod.start === lastStart)
  const lines = new Map<string, InvoiceLine[]>()
  // A correction stands on the last invoice and belongs to an earlier month, so nothing is compared with it.
  for (const line of lastPeriod.flatMap((invoice) => invoice.lines).filter((one) => !isOfEarlierMonth(one))) {
    const others = lines.get(line.billingLineId)
    if (others === undefined) lines.set(line.billingLineId, [line])
    else others.push(line)
  }
  const allLines = (billingLineId: string): readonly InvoiceLine[] => lines.get(billingLineId) ?? []
  const [last] = lastPeriod
  return {
    thisPeriod: own.filter((invoice) => samePeriod(invoice.billingPeriod, period)),
    lastPeriod,
    allLines,
    wholeLines: (id) =>
      last === undefined ? [] : allLines(id).filter((line) => samePeriod(line.servicePeriod, last.billingPeriod)),
  }
}
