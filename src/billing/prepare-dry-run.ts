import type { Charge } from '../domain/distributor-invoice.ts'
import type { SubscriptionTimeline } from '../domain/timeline.ts'
import { findPeriodNotOver } from './anomalies/period-not-over.ts'
import { sortAnomalies } from './anomalies/sort-anomalies.ts'
import type { DryRun } from './dry-run.ts'
import type { BilledInvoice, BilledTotal, ClientSupply, DryRunInput } from './dry-run-input.ts'
import { findUnclaimedSupply } from './find-unclaimed-supply.ts'
import { prepareClientInvoice } from './prepare-client-invoice.ts'
import { companyKey, openRun, type RunContext } from './run-context.ts'

/**
 * The dry run of one billing period: each client's invoice exactly as it would post, with anomalies. Same input, same
 * bytes; the order of the input does not matter. Callers that cannot hold everything at once use `openRun`,
 * `prepareClientInvoice` client by client and `findUnclaimedSupply`, which give the same.
 * @throws {RangeError} when a named client is not in the billing config, or the house price policy ends.
 */
export function prepareDryRun(input: DryRunInput): DryRun {
  const run = openRun(input)
  const clientIds = [...(input.clientIds ?? run.clients.keys())].sort()
  const supplies = supplyByClient(run, input)
  const clients = clientIds.map((clientId) =>
    prepareClientInvoice(run, supplies.get(clientId) ?? emptySupply(clientId)),
  )
  return {
    billingPeriod: input.billingPeriod,
    asOf: input.asOf,
    invoiceDate: input.invoiceDate,
    configVersion: input.config.version,
    clients,
    invoices: clients.flatMap(({ invoice }) => invoice ?? []),
    anomalies: sortAnomalies([...findPeriodNotOver(run), ...findUnclaimedSupply(run, input)]),
  }
}

interface GrowingSupply extends ClientSupply {
  readonly timelines: SubscriptionTimeline[]
  readonly charges: Charge[]
  readonly billed: BilledInvoice[]
  readonly earlierCharges: Charge[]
  readonly earlierTotals: BilledTotal[]
}

function emptySupply(clientId: string): GrowingSupply {
  return { clientId, timelines: [], charges: [], billed: [], earlierCharges: [], earlierTotals: [] }
}

/** Hands each client the timelines, charges and invoices that are its own; a subscription that moved goes to both. */
function supplyByClient(run: RunContext, input: DryRunInput): ReadonlyMap<string, ClientSupply> {
  const supplies = new Map<string, GrowingSupply>()
  const supplyOf = (clientId: string): GrowingSupply => {
    const supply = supplies.get(clientId) ?? emptySupply(clientId)
    supplies.set(clientId, supply)
    return supply
  }
  for (const timeline of input.timelines) {
    for (const clientId of holdersOf(run, timeline)) supplyOf(clientId).timelines.push(timeline)
  }
  for (const charge of input.charges) {
    const clientId = clientCharged(run, charge)
    if (clientId !== undefined) supplyOf(clientId).charges.push(charge)
  }
  for (const charge of input.earlierCharges ?? []) {
    for (const clientId of clientsCharged(run, charge)) supplyOf(clientId).earlierCharges.push(charge)
  }
  for (const total of input.earlierTotals ?? []) supplyOf(total.clientId).earlierTotals.push(total)
  for (const billed of input.billed) supplyOf(billed.invoice.clientId).billed.push(billed)
  return supplies
}

function clientCharged({ clientByCompany }: RunContext, { connectionId, companyId }: Charge): string | undefined {
  return companyId === undefined ? undefined : clientByCompany.get(companyKey({ connectionId, companyId }))?.clientId
}

/** A company may have been another client's in a closed month; each of them gets what may be its own. */
function clientsCharged(run: RunContext, charge: Charge): Set<string> {
  const all = [run, ...closedOf(run)].flatMap((context) => clientCharged(context, charge) ?? [])
  return new Set(all)
}

function closedOf({ closed }: RunContext): RunContext[] {
  return closed.flatMap(({ run }) => run ?? [])
}

function holdersOf(run: RunContext, { connectionId, steps }: SubscriptionTimeline): Set<string> {
  const contexts = [run, ...closedOf(run)]
  const holders = new Set<string>()
  let lastCompany: string | undefined
  for (const { companyId } of steps) {
    if (companyId === lastCompany) continue
    lastCompany = companyId
    for (const { clientByCompany } of contexts) {
      const client = clientByCompany.get(companyKey({ connectionId, companyId }))
      if (client !== undefined) holders.add(client.clientId)
    }
  }
  return holders
}
