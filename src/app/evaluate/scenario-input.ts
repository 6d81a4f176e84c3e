import type { BillingConfig } from '../../domain/billing-config.ts'
import { billingMonth, contains, previousMonth, type Period } from '../../domain/period.ts'
import { addDays, type PlainDate } from '../../domain/plain-date.ts'
import type { BilledInvoice, DryRunInput, LedgerView, SourceHealth } from '../../billing/dry-run-input.ts'
import { prepareDryRun } from '../../billing/prepare-dry-run.ts'
import { billsInArrears } from '../run/bills-in-arrears.ts'
import type { Scenario } from './read-scenario.ts'
import { statedInvoice } from './scenario-billed.ts'
import { scenarioCharges } from './scenario-charges.ts'
import { scenarioDefaults } from './scenario-defaults.ts'
import { scenarioTimelines } from './scenario-timelines.ts'

/** A scenario as the engine takes it. */
export function scenarioInput(scenario: Scenario): DryRunInput {
  const { month, period, asOf, invoiceDate } = scenario.text
  const billingPeriod = period === undefined ? billingMonth(month ?? '') : { start: period.from, end: period.until }
  const input = inputFor(scenario, { billingPeriod, asOf: asOf ?? billingPeriod.end }, billedBefore(scenario))
  return { ...input, invoiceDate: invoiceDate ?? input.invoiceDate }
}

/**
 * The scenario's evidence as it was known on a day, for a billing period. The earlier months that were billed are closed
 * ones; whether they are looked at again, the config says.
 */
function inputFor(
  { text, config }: Scenario,
  { billingPeriod, asOf }: { readonly billingPeriod: Period; readonly asOf: PlainDate },
  billed: readonly BilledInvoice[],
): DryRunInput {
  const defaults = { ...scenarioDefaults(config), currency: config.house.currency }
  const charges = scenarioCharges(text.charges, defaults, billingPeriod)
  const closedPeriods = closedBefore(billingPeriod, billed)
  const earlier = billsInArrears(config) ? [...closedPeriods, previousMonth(billingPeriod)] : closedPeriods
  return {
    billingPeriod,
    asOf,
    invoiceDate: addDays(billingPeriod.end, -1),
    config,
    sources: healthySources(config, asOf),
    ledgers: ledgersOf(config),
    closedPeriods: closedPeriods.map((closed) => ({ billingPeriod: closed, config, configRecordedAt: undefined })),
    timelines: scenarioTimelines(text.subscriptions, defaults, asOf),
    // As in a run: the charges of the distributor invoices dated in the month.
    charges: charges.filter(({ invoiceDate }) => contains(billingPeriod, invoiceDate)),
    earlierCharges: charges.filter(({ invoiceDate }) => earlier.some((period) => contains(period, invoiceDate))),
    billed,
  }
}

function closedBefore({ start }: Period, billed: readonly BilledInvoice[]): Period[] {
  const periods = new Map(billed.map(({ invoice }) => [invoice.billingPeriod.start, invoice.billingPeriod]))
  return [...periods.values()].filter(({ end }) => end <= start)
}

/**
 * What was billed in earlier months: as the scenario states it, or as its own evidence, known by then, gives it. Months
 * are worked one after the other, so that each sees what those before it billed.
 */
function billedBefore(scenario: Scenario): BilledInvoice[] {
  const { text, config } = scenario
  const billed: BilledInvoice[] = []
  const inOrder = [...text.billed].sort((a, b) => (a.month < b.month ? -1 : a.month > b.month ? 1 : 0))
  for (const one of inOrder) {
    if ('lines' in one) {
      const clientId = one.client ?? scenarioDefaults(config).clientId ?? ''
      billed.push({ invoice: statedInvoice(one, clientId, config) })
    } else {
      const input = inputFor(scenario, { billingPeriod: billingMonth(one.month), asOf: one.asOf }, [...billed])
      const which = one.client === undefined ? input : { ...input, clientIds: [one.client] }
      billed.push(...prepareDryRun(which).invoices.map((invoice) => ({ invoice })))
    }
  }
  return billed
}

/** Every source that the config names, read completely on the day of the run. */
function healthySources(config: BillingConfig, asOf: PlainDate): SourceHealth[] {
  const companies = config.clients.flatMap((client) => client.companies)
  const connectionIds = [...companies, ...config.items.flatMap(({ covers }) => covers)].map(
    ({ connectionId }) => connectionId,
  )
  return [...new Set(connectionIds)].sort().map((connectionId) => ({
    connectionId,
    lastCompleteDay: asOf,
    newestIsIncomplete: false,
    staleAfterDays: 3,
  }))
}

/** Every ledger that the config names, with the customers and items that it names there, all of them active. */
function ledgersOf(config: BillingConfig): LedgerView[] {
  const connectionIds = config.clients.map(({ ledger }) => ledger.connectionId)
  return [...new Set(connectionIds)].sort().map((connectionId) => ({
    connectionId,
    customers: new Map(
      config.clients
        .filter(({ ledger }) => ledger.connectionId === connectionId && ledger.customerId !== undefined)
        .map(({ ledger }) => [ledger.customerId ?? '', { active: true, currency: undefined }]),
    ),
    items: new Map(
      config.items.flatMap(({ ledgerItems }) => {
        const ledgerItem = ledgerItems.get(connectionId)
        return ledgerItem === undefined ? [] : [[ledgerItem, { active: true }] as const]
      }),
    ),
  }))
}
