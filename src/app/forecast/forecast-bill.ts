import { readStoredConfig } from '../../config/read-stored-config.ts'
import type { Charge } from '../../domain/distributor-invoice.ts'
import { monthOf, previousMonth, type Period } from '../../domain/period.ts'
import { addMonths, plainDateIn } from '../../domain/plain-date.ts'
import { listConnections } from '../../store/connections.ts'
import { withOrganization, type Database } from '../../store/database.ts'
import type { KeyRing } from '../../store/key-ring.ts'
import { listRunInvoices, readInvoiceDocument } from '../../store/run-results.ts'
import { listRuns } from '../../store/runs.ts'
import type { AdapterRegistry } from '../adapters.ts'
import type { AppContext } from '../context.ts'
import { openSource } from '../open-connection.ts'
import { requireBillingConfig } from '../run/require-billing-config.ts'
import { compareForecast, type ForecastRow } from './compare-forecast.ts'

/** The distributors' own forecast of a bill. It is shown and kept nowhere, so that nothing can be closed on it. */
export interface BillForecast {
  /** The month that the bill will be dated in. */
  readonly billMonth: Period
  /** The month whose dry run stands beside it: the one that the bill closes. */
  readonly month: Period
  /** The dry run that stands beside it; undefined: there is none of that month. */
  readonly run: number | undefined
  readonly rows: readonly ForecastRow[]
  /** What keeps it from being whole, in words. */
  readonly gaps: readonly string[]
}

/**
 * Asks the distributors what they are going to bill, and sets it beside the newest dry run of the month that the bill
 * closes. It lacks usage, its tax is estimated, and the bill may differ.
 * @param which The bill of this month, until it is there, or of the next.
 * @throws {NoBillingConfig | SourceFailure}
 */
export async function forecastBill(
  context: AppContext,
  tools: { readonly adapters: AdapterRegistry; readonly keys: KeyRing },
  which: 'this' | 'next',
  signal: AbortSignal,
): Promise<BillForecast> {
  const { database, organization } = context
  const thisMonth = monthOf(plainDateIn(organization.timeZone, database.clock.now()))
  const billMonth = which === 'this' ? thisMonth : monthOf(addMonths(thisMonth.start, 1))
  const month = previousMonth(billMonth)
  const { charges, gaps } = await readDrafts(context, tools, which === 'this' ? '0' : '1', signal)
  return withOrganization(database, organization.id, async (tx) => {
    const config = readStoredConfig(await requireBillingConfig(tx, month))
    const run = (await listRuns(tx, month)).filter(({ state }) => state === 'ready').at(-1)
    const documents = run === undefined ? [] : await listRunInvoices(tx, run.id)
    const invoices = documents.flatMap(({ invoice }) => (invoice === undefined ? [] : [readInvoiceDocument(invoice)]))
    return { billMonth, month, run: run?.number, gaps, rows: compareForecast(charges, { month, config, invoices }) }
  })
}

async function readDrafts(
  context: AppContext,
  { adapters, keys }: { readonly adapters: AdapterRegistry; readonly keys: KeyRing },
  offset: string,
  signal: AbortSignal,
): Promise<{ readonly charges: readonly Charge[]; readonly gaps: readonly string[] }> {
  const charges: Charge[] = []
  const gaps: string[] = []
  for (const { id, adapter } of await sourcesOf(context.database, context.organization.id)) {
    if (!adapters.sources.has(adapter)) {
      gaps.push(`${id}: is read from files, which forecast nothing.`)
      continue
    }
    const { source } = await openSource(context, adapters, keys, id)
    let isWhole = false
    for await (const page of source.pull('draft-charges', { keys: [offset], signal })) {
      charges.push(...page.records)
      isWhole = page.complete
      for (const { code, message } of page.problems) if (code === 'key-unreadable') gaps.push(`${id}: ${message}`)
    }
    if (!isWhole) gaps.push(`${id}: its draft was not read whole.`)
  }
  return { charges, gaps }
}

async function sourcesOf(database: Database, organizationId: string): ReturnType<typeof listConnections> {
  return withOrganization(database, organizationId, (tx) => listConnections(tx, 'source'))
}
