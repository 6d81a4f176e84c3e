import type { Anomaly } from '../domain/anomaly.ts'
import type { ClientBillingConfig } from '../domain/billing-config.ts'
import type { Invoice, InvoiceLine } from '../domain/invoice.ts'
import { addMonths } from '../domain/plain-date.ts'
import { minorUnitsOf, type Currency } from '../money/currency.ts'
import { addDecimals, decimal, type Decimal } from '../money/decimal.ts'
import { findAlreadyBilled } from './anomalies/already-billed.ts'
import { clientChecks } from './anomalies/client-checks.ts'
import type { ClientView } from './anomalies/client-view.ts'
import { findPeriodNotOver } from './anomalies/period-not-over.ts'
import { sortAnomalies } from './anomalies/sort-anomalies.ts'
import { bookedLines, documentBooking } from './booking/booking-of.ts'
import type { ClientDryRun, ClientOutcome } from './dry-run.ts'
import type { BilledTotal, ClientSupply } from './dry-run-input.ts'
import { carriedLines } from './lines/carried-lines.ts'
import type { ClientScope } from './lines/line-work.ts'
import { amountText } from './numbers-as-text.ts'
import { previousBilling, type PreviousBilling } from './previous-billing.ts'
import type { RunContext } from './run-context.ts'
import { invoiceTax } from './tax/invoice-tax.ts'
import { findTrueUps } from './true-ups/find-true-ups.ts'
import { workMonth } from './work-month.ts'

/**
 * One client's invoice for the run's billing period: what should have been billed, as known now, less what was billed
 * already, with what must be looked at. A function of its input alone; the
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
  const invoice = view.invoiceLines.length === 0 ? undefined : invoiceOf(view, supply.sequence ?? 0)
  return { ...about, outcome: outcomeOf(run, invoice, anomalies), invoice, anomalies }
}

/**
 * Should-be minus billed. Nothing was billed yet for the run's own month, so all of it is due; of each closed month the
 * difference is, as true-ups; and what people decided to carry from a tie-out is, as they decided it.
 */
function workOut(scope: ClientScope, supply: ClientSupply): ClientView {
  const month = workMonth(scope, supply)
  const trueUps = findTrueUps(scope, supply)
  const due = trueUps.found.filter(({ treatment }) => treatment === 'billed').map(({ line }) => line)
  const carried = carriedLines(scope, supply.carried ?? [])
  const invoiceLines =
    due.length + carried.length === 0 ? month.invoiceLines : [...month.invoiceLines, ...due, ...carried]
  const total = totalOf(invoiceLines, scope.client)
  const earlierTotals = totalsOfLastYear(scope, supply.earlierTotals ?? [])
  return { ...scope, ...month, timelines: supply.timelines, trueUps, earlierTotals, invoiceLines, total }
}

function totalsOfLastYear({ run, client }: ClientScope, totals: readonly BilledTotal[]): readonly BilledTotal[] {
  const { start } = run.input.billingPeriod
  const first = addMonths(start, -12)
  return totals.filter(
    ({ clientId, billingPeriod }) =>
      clientId === client.clientId && billingPeriod.start >= first && billingPeriod.start < start,
  )
}

/** The sum of the lines as they stand, each rounded already. */
function totalOf(lines: readonly InvoiceLine[], { currency }: ClientBillingConfig): Decimal {
  const nothing: Decimal = { units: 0n, scale: minorUnitsOf(currency) }
  return lines.reduce((sum, line) => addDecimals(sum, decimal(line.amount)), nothing)
}

function invoiceOf(view: ClientView, sequence: number): Invoice {
  const { run, client, invoiceLines, total } = view
  const tax = invoiceTax(view)
  const booking = documentBooking(view)
  return {
    clientId: client.clientId,
    clientName: client.name,
    ledgerConnectionId: client.ledger.connectionId,
    ledgerCustomerId: client.ledger.customerId ?? '',
    billingPeriod: run.input.billingPeriod,
    sequence,
    kind: total.units < 0n ? 'credit-memo' : 'invoice',
    currency: client.currency,
    invoiceDate: run.input.invoiceDate,
    lines: bookedLines(view, invoiceLines),
    total: amountText(total, client.currency),
    ...(tax === undefined ? {} : { tax }),
    ...(booking === undefined ? {} : { booking }),
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
