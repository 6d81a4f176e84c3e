import type { BillingConfig, ClientBillingConfig } from '../../domain/billing-config.ts'
import { subscriptionCourses, type SubscriptionCourses } from '../../domain/quantity-course.ts'
import type { TimelineEvidence } from '../../domain/derive-timeline.ts'
import { daysIn, type Period } from '../../domain/period.ts'
import { addDays, type PlainDate } from '../../domain/plain-date.ts'
import type {
  ClientInvoiceRead,
  ReconciledClient,
  ReconciliationInput,
  SnapshotCoverage,
} from '../../reconciliation/input.ts'
import { coverMatched } from '../../reconciliation/cover-matched.ts'
import { linkCorrections } from '../../reconciliation/link-corrections.ts'
import { listBilledPostings, type BilledPosting } from '../../store/billed-invoices.ts'
import { listConnections, type Connection } from '../../store/connections.ts'
import type { Transaction } from '../../store/database.ts'
import { copiesByDay, listSnapshots, type StoredSnapshot } from '../../store/snapshots.ts'
import { loadDistributorInvoices, ownPartnerName } from './load-distributor-invoices.ts'
import { sourceRoundings } from './source-roundings.ts'
import { groupBy } from '../../support/group-by.ts'
import { listsCancelled, type AdapterRegistry } from '../adapters.ts'
import { loadTimelines } from '../run/load-timelines.ts'

/** Everything a tie-out looks at: what the distributors billed, what was posted, and what was held. */
export async function loadTieOutInput(
  tx: Transaction,
  adapters: AdapterRegistry,
  config: BillingConfig,
  period: Period,
  asOf: PlainDate,
): Promise<ReconciliationInput> {
  const connections = (await listConnections(tx)).filter(({ kind }) => kind === 'source')
  const adapterOf = new Map(connections.map(({ id, adapter }) => [id, adapter]))
  const postings = await listBilledPostings(tx)
  const postingsOf = groupBy(postings, ({ clientId }) => clientId)
  const courses: SubscriptionCourses[] = []
  const visit = (evidence: TimelineEvidence): void => {
    const own = subscriptionCourses(evidence, period)
    if (own !== undefined) courses.push(own)
  }
  const read = await loadDistributorInvoices(tx)
  const clients = config.clients.map((client) =>
    toReconciledClient(config, client, postingsOf.get(client.clientId) ?? []),
  )
  return {
    period,
    asOf,
    ...linkCorrections(read),
    clientInvoices: coverMatched(postings.map(toClientInvoice), read, clients),
    clients,
    notBilledCompanies: config.ignoredCompanies,
    // One ignored for some of its terms only is compared all the same: a difference too many is seen, a hidden one not.
    notBilledProducts: config.ignoredProducts
      .filter(({ match }) => match.commitmentTerm === undefined && match.billingTerm === undefined)
      .map(({ match, reason }) => ({ ...match, reason })),
    mappedProducts: config.items.flatMap(({ covers }) => covers),
    snapshots: coverage(await listSnapshots(tx), connections, period),
    timelines: await loadTimelines(tx, (id) => listsCancelled(adapters, adapterOf.get(id) ?? ''), { visit }),
    subscriptionCourses: courses,
    lineages: [],
    ownPartnerNames: connections.flatMap(ownPartnerName),
    sourceRoundings: await sourceRoundings(tx, adapters, connections),
    invoiceDays: connections.flatMap(({ id, adapter }) => {
      const days = adapters.sources.get(adapter)?.invoiceDays
      return days === undefined ? [] : [{ connectionId: id, ...days }]
    }),
  }
}

function toClientInvoice(posting: BilledPosting): ClientInvoiceRead {
  const { documentId, documentNumber } = posting
  return {
    invoice: posting.invoice,
    state: posting.state === 'posted' ? 'posted' : 'approved',
    ledgerDocument: documentId === undefined ? undefined : { documentId, documentNumber },
  }
}

function toReconciledClient(
  config: BillingConfig,
  client: ClientBillingConfig,
  own: readonly BilledPosting[],
): ReconciledClient {
  const { clientId, name, companies } = client
  const posted = own.filter((posting) => posting.state === 'posted')
  const passesOn = passedOnBy(config, client)
  return {
    ...{ clientId, name, companies, billedPeriods: posted.map((posting) => posting.period) },
    ...(passesOn === undefined ? {} : { passesOn }),
  }
}

function passedOnBy({ items }: BillingConfig, client: ClientBillingConfig): ReconciledClient['passesOn'] {
  const lines = client.lines.filter((line) => line.model === 'pass-through')
  if (lines.length === 0) return undefined
  const named = new Set(lines.filter(({ takesRest }) => !takesRest).map(({ itemId }) => itemId))
  const own = client.overrides.filter(({ itemId }) => named.has(itemId)).map(({ match }) => match)
  return {
    takesRest: lines.some(({ takesRest }) => takesRest),
    products: [...own, ...items.filter(({ itemId }) => named.has(itemId)).flatMap(({ covers }) => covers)],
  }
}

function coverage(
  snapshots: readonly StoredSnapshot[],
  connections: readonly Connection[],
  period: Period,
): SnapshotCoverage[] {
  return connections.map(({ id }) => {
    const own = copiesByDay(snapshots.filter(({ connectionId }) => connectionId === id))
    const complete = own.filter((snapshot) => snapshot.complete)
    const days = new Set(complete.map(({ day }) => day))
    const inPeriod = Array.from({ length: daysIn(period) }, (_, day) => addDays(period.start, day))
    return {
      connectionId: id,
      period,
      completeDays: inPeriod.filter((day) => days.has(day)).length,
      lastComplete: complete.at(-1)?.day,
    }
  })
}
