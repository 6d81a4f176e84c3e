import type { Anomaly } from '../domain/anomaly.ts'
import type { BillingLine, ClientBillingConfig } from '../domain/billing-config.ts'
import type { Invoice, InvoiceLine } from '../domain/invoice.ts'
import { minorUnitsOf, type Currency } from '../money/currency.ts'
import { addDecimals, decimal, type Decimal } from '../money/decimal.ts'
import { findAlreadyBilled } from './anomalies/already-billed.ts'
import { clientChecks } from './anomalies/client-checks.ts'
import type { ClientView } from './anomalies/client-view.ts'
import { findPeriodNotOver } from './anomalies/period-not-over.ts'
import { sortAnomalies } from './anomalies/sort-anomalies.ts'
import { claimHoldings, type Claims } from './claims.ts'
import type { ClientDryRun, ClientOutcome } from './dry-run.ts'
import type { ClientSupply } from './dry-run-input.ts'
import { holdingsOf } from './holdings.ts'
import { sortCharges, type SortedCharges } from './lines/charge-sorting.ts'
import { fixedLines } from './lines/fixed-lines.ts'
import type { ClientScope, LineWork } from './lines/line-work.ts'
import { manualLines } from './lines/manual-lines.ts'
import { passThroughLines } from './lines/pass-through-lines.ts'
import { perSeatLines } from './lines/per-seat-lines.ts'
import { amountText } from './numbers-as-text.ts'
import { previousBilling, type PreviousBilling } from './previous-billing.ts'
import type { RunContext } from './run-context.ts'

/**
 * One client's invoice for the run's billing period, with what must be looked at. A function of its input alone; the
 * order of timelines, charges and billed invoices does not matter. Costs the same however many clients the run has.
 * @throws {RangeError} when the config has no such client, or its house price policy ends.
 */
export function prepareClientInvoice(run: RunContext, supply: ClientSupply): ClientDryRun {
  const client = run.clients.get(supply.clientId)
  if (client === undefined) throw new RangeError(`The billing config has no client "${supply.clientId}".`)
  const previous = previousBilling(client.clientId, supply.billed, run.input.billingPeriod)
  const about = {
    clientId: client.clientId,
    clientName: client.name,
    previousTotal: previousTotalOf(previous, client.currency),
  }
  if (previous.thisPeriod.length > 0) {
    return { ...about, outcome: 'already-billed', invoice: undefined, anomalies: findAlreadyBilled(client, previous) }
  }
  const view = workOut({ run, client, previous }, supply)
  const anomalies = sortAnomalies(clientChecks.flatMap((check) => check(view)))
  const invoice = view.invoiceLines.length === 0 ? undefined : invoiceOf(view)
  return { ...about, outcome: outcomeOf(run, invoice, anomalies), invoice, anomalies }
}

function workOut(scope: ClientScope, supply: ClientSupply): ClientView {
  const { run, client } = scope
  const holdings = holdingsOf(run, client, supply.timelines)
  const claims = claimHoldings(run, client, holdings)
  const charges = sortCharges(run, client, supply.charges, supply.timelines)
  const works = client.lines.flatMap((line) => workOutLine(scope, line, claims, charges) ?? [])
  const invoiceLines = works.flatMap((work) => work.invoiceLines)
  return {
    ...scope,
    timelines: supply.timelines,
    holdings,
    claims,
    works,
    charges,
    refusedCharges: works.flatMap((work) => work.refusedCharges ?? []),
    invoiceLines,
    total: totalOf(invoiceLines, client),
  }
}

function workOutLine(
  scope: ClientScope,
  line: BillingLine,
  claims: Claims,
  charges: SortedCharges,
): LineWork | undefined {
  if (line.model === 'pass-through') {
    const own = charges.byLine.get(line)
    return own === undefined ? undefined : passThroughLines(scope, line, own)
  }
  if (line.model === 'per-seat' && !line.syncsQuantity) return manualLines(scope, line)
  const claim = claims.byLine.find((candidate) => candidate.line === line)
  if (claim === undefined) return undefined
  return line.model === 'fixed' ? fixedLines(scope, line, claim) : perSeatLines(scope, line, claim)
}

/** The sum of the lines as they stand, each rounded already. */
function totalOf(lines: readonly InvoiceLine[], { currency }: ClientBillingConfig): Decimal {
  const nothing: Decimal = { units: 0n, scale: minorUnitsOf(currency) }
  return lines.reduce((sum, line) => addDecimals(sum, decimal(line.amount)), nothing)
}

function invoiceOf({ run, client, invoiceLines, total }: ClientView): Invoice {
  return {
    clientId: client.clientId,
    clientName: client.name,
    ledgerConnectionId: client.ledger.connectionId,
    ledgerCustomerId: client.ledger.customerId ?? '',
    billingPeriod: run.input.billingPeriod,
    sequence: 0,
    kind: total.units < 0n ? 'credit-memo' : 'invoice',
    currency: client.currency,
    invoiceDate: run.input.invoiceDate,
    lines: invoiceLines,
    total: amountText(total, client.currency),
  }
}

function outcomeOf(run: RunContext, invoice: Invoice | undefined, anomalies: readonly Anomaly[]): ClientOutcome {
  const blocks = ({ severity }: Anomaly): boolean => severity === 'blocking'
  if (anomalies.some(blocks) || findPeriodNotOver(run).some(blocks)) return 'blocked'
  return invoice === undefined ? 'nothing-to-bill' : 'ready'
}

function previousTotalOf({ lastPeriod }: PreviousBilling, currency: Currency): string | undefined {
  const totals = lastPeriod.filter((invoice) => invoice.currency === currency).map(({ total }) => decimal(total))
  const [first, ...rest] = totals
  return first === undefined ? undefined : amountText(rest.reduce(addDecimals, first), currency)
}
