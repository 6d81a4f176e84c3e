import { monthOf, type Period } from '../../domain/period.ts'
import { addMonths } from '../../domain/plain-date.ts'
import { listConnections } from '../../store/connections.ts'
import { withOrganization } from '../../store/database.ts'
import type { KeyRing } from '../../store/key-ring.ts'
import { listLedgerMonths, saveLedgerMonth } from '../../store/ledger-months.ts'
import type { AdapterRegistry } from '../adapters.ts'
import type { AppContext } from '../context.ts'
import { openLedger, openSource } from '../open-connection.ts'
import type { Progress } from '../progress.ts'
import { listGrantedLedgers } from '../sync/granted-ledgers.ts'
import { syncSource } from '../sync/sync-source.ts'

/** A month that was read so lately is not read again: a reading that was stopped goes on where it was. */
const freshMilliseconds = 24 * 3_600_000

/** What could not be read, by connection; it is said in the report. */
export interface PastRead {
  readonly sourceFailures: ReadonlyMap<string, string>
  readonly ledgerFailures: ReadonlyMap<string, string>
}

/**
 * Reads distributor invoices back to the first month, and the ledgers' documents of each month. What is read is stored
 * as it comes, so that a reading that was stopped is gone on with; what one connection refuses stops no other.
 */
export async function readPast(
  context: AppContext,
  adapters: AdapterRegistry,
  keys: KeyRing,
  months: readonly Period[],
  { progress, signal }: { readonly progress: Progress; readonly signal: AbortSignal },
): Promise<PastRead> {
  const { database, organization } = context
  const sourceFailures = new Map<string, string>()
  const ledgerFailures = new Map<string, string>()
  const since = months[0]?.start ?? ''
  const { sources, ledgers } = await withOrganization(database, organization.id, async (tx) => ({
    sources: (await listConnections(tx, 'source')).filter(({ adapter }) => adapters.sources.has(adapter)),
    ledgers: await listGrantedLedgers(tx),
  }))
  for (const { id: connectionId } of sources) {
    if (signal.aborted) break
    const { source } = await openSource(context, adapters, keys, connectionId)
    const base = { connectionId, source, progress, signal, detailEveryDays: 1, invoicesSince: since }
    const { failure } = await syncSource(context, base)
    if (failure !== undefined) sourceFailures.set(connectionId, failure.message)
  }
  for (const { connectionId } of ledgers) {
    if (signal.aborted) break
    const why = await readLedgerMonths(context, adapters, keys, { connectionId, months, progress, signal })
    if (why !== undefined) ledgerFailures.set(connectionId, why)
  }
  return { sourceFailures, ledgerFailures }
}

/** @returns why the ledger's documents were not read; undefined: they were. */
async function readLedgerMonths(
  context: AppContext,
  adapters: AdapterRegistry,
  keys: KeyRing,
  {
    connectionId,
    months,
    progress,
    signal,
  }: {
    readonly connectionId: string
    readonly months: readonly Period[]
    readonly progress: Progress
    readonly signal: AbortSignal
  },
): Promise<string | undefined> {
  const { database, organization } = context
  const { gateway, adapter } = await openLedger(context, adapters, keys, connectionId)
  if (gateway.listSales === undefined) return `${adapter.label} does not list its documents`
  const wanted = monthsAround(months)
  const known = await withOrganization(database, organization.id, (tx) => listLedgerMonths(tx, rangeOf(wanted)))
  const oldest = database.clock.now().getTime() - freshMilliseconds
  const fresh = new Set(
    known
      .filter((reading) => reading.ledgerConnectionId === connectionId && reading.readAt.getTime() > oldest)
      .map(({ month }) => month),
  )
  for (const [index, month] of wanted.entries()) {
    signal.throwIfAborted()
    progress.report('ledger-months', index + 1, wanted.length)
    if (fresh.has(month.start)) continue
    const documents = JSON.stringify(await gateway.listSales(month, signal))
    const reading = { ledgerConnectionId: connectionId, month, readAt: database.clock.now(), documents }
    await withOrganization(database, organization.id, (tx) => saveLedgerMonth(tx, reading))
  }
  return undefined
}

/** An invoice may be dated in the month before or after the one that it bills. */
export function monthsAround(months: readonly Period[]): readonly Period[] {
  const [first, last] = [months[0], months.at(-1)]
  if (first === undefined || last === undefined) return []
  return [monthOf(addMonths(first.start, -1)), ...months, monthOf(last.end)]
}

export function rangeOf(months: readonly Period[]): Period {
  return { start: months[0]?.start ?? '', end: months.at(-1)?.end ?? '' }
}
