import type { Anomaly } from '../../domain/anomaly.ts'
import type { Invoice } from '../../domain/invoice.ts'
import { canonicalJson } from '../../support/canonical-json.ts'
import { readInvoiceDocument, type RunInvoice } from '../../store/run-results.ts'
import { changeOf, compareInvoices, type LineDifference } from './compare-invoices.ts'

/** One client's result in two runs, or in a run and its replay. */
export interface ClientDifference {
  readonly clientId: string
  readonly clientName: string
  readonly currency: string
  readonly before: ClientFigures | undefined
  readonly after: ClientFigures | undefined
  /** Signed: what the second bills more. */
  readonly change: string
  readonly lines: readonly LineDifference[]
  /** What is flagged on one side only. */
  readonly anomaliesGone: readonly Anomaly[]
  readonly anomaliesNew: readonly Anomaly[]
}

export interface ClientFigures {
  readonly outcome: RunInvoice['outcome']
  readonly total: string
}

/** A run's result: its invoices and what it flags. */
export interface ResultOfRun {
  readonly invoices: readonly RunInvoice[]
  readonly anomalies: readonly Anomaly[]
}

/** The clients whose invoice bills something else, or who are flagged for something else; by client id. */
export function compareClients(before: ResultOfRun, after: ResultOfRun): ClientDifference[] {
  const [left, right] = [byClient(before.invoices), byClient(after.invoices)]
  const clientIds = [...new Set([...left.keys(), ...right.keys()])].sort()
  return clientIds.flatMap((clientId) => {
    const flagged = (result: ResultOfRun): Anomaly[] => result.anomalies.filter((one) => one.clientId === clientId)
    const difference = compareClient(
      clientId,
      { invoice: left.get(clientId), anomalies: flagged(before) },
      { invoice: right.get(clientId), anomalies: flagged(after) },
    )
    return isDifferent(difference) ? [difference] : []
  })
}

function byClient(invoices: readonly RunInvoice[]): ReadonlyMap<string, RunInvoice> {
  return new Map(invoices.map((invoice) => [invoice.clientId, invoice]))
}

interface Side {
  readonly invoice: RunInvoice | undefined
  readonly anomalies: readonly Anomaly[]
}

function compareClient(clientId: string, before: Side, after: Side): ClientDifference {
  const known = after.invoice ?? before.invoice
  return {
    clientId,
    clientName: known?.clientName ?? clientId,
    currency: known?.currency ?? '',
    before: figuresOf(before.invoice),
    after: figuresOf(after.invoice),
    change: changeOf(billedBy(before.invoice), billedBy(after.invoice)),
    lines: compareInvoices(documentOf(before.invoice), documentOf(after.invoice)),
    anomaliesGone: without(before.anomalies, after.anomalies),
    anomaliesNew: without(after.anomalies, before.anomalies),
  }
}

function figuresOf(invoice: RunInvoice | undefined): ClientFigures | undefined {
  return invoice === undefined ? undefined : { outcome: invoice.outcome, total: invoice.total }
}

function billedBy(invoice: RunInvoice | undefined): string | undefined {
  return invoice?.invoice === undefined ? undefined : invoice.total
}

function documentOf(invoice: RunInvoice | undefined): Invoice | undefined {
  return invoice?.invoice === undefined ? undefined : readInvoiceDocument(invoice.invoice)
}

/** The anomalies of one list that the other does not have in the same words. */
export function without(anomalies: readonly Anomaly[], others: readonly Anomaly[]): Anomaly[] {
  const known = new Set(others.map((anomaly) => canonicalJson(anomaly)))
  return anomalies.filter((anomaly) => !known.has(canonicalJson(anomaly)))
}

function isDifferent({ before, after, lines, anomaliesGone, anomaliesNew }: ClientDifference): boolean {
  if (before?.outcome !== after?.outcome || before?.total !== after?.total) return true
  return lines.length + anomaliesGone.length + anomaliesNew.length > 0
}
