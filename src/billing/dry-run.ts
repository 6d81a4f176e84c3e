import type { Anomaly } from '../domain/anomaly.ts'
import type { DecimalText, Invoice } from '../domain/invoice.ts'
import type { Period } from '../domain/period.ts'
import type { PlainDate } from '../domain/plain-date.ts'

/**
 * `ready`: may be approved. `blocked`: an anomaly must be mended first. `nothing-to-bill`: no line came out and nothing
 * stands in the way. `already-billed`: the period has been billed, so nothing is prepared.
 */
export type ClientOutcome = 'ready' | 'blocked' | 'nothing-to-bill' | 'already-billed'

/** One client's part of a dry run. */
export interface ClientDryRun {
  readonly clientId: string
  readonly clientName: string
  readonly outcome: ClientOutcome
  /** As it would post. A blocked client's shows what could be worked out; it must not post. */
  readonly invoice: Invoice | undefined
  /** The total of the last billed period's invoices; undefined: there were none. */
  readonly previousTotal: DecimalText | undefined
  /** Worst first. */
  readonly anomalies: readonly Anomaly[]
}

/** One billing period worked for the chosen clients. Same input, same bytes. */
export interface DryRun {
  readonly billingPeriod: Period
  readonly asOf: PlainDate
  readonly invoiceDate: PlainDate
  readonly configVersion: number
  /** By client id. */
  readonly clients: readonly ClientDryRun[]
  /** The clients' invoices, for readers who want nothing else; those of blocked clients included. */
  readonly invoices: readonly Invoice[]
  /** About the whole run rather than one client. Worst first. */
  readonly anomalies: readonly Anomaly[]
}
