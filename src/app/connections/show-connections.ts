import { readsInMonth } from '../../store/ledger-reads.ts'
import { listConnections, type Connection } from '../../store/connections.ts'
import { withOrganization } from '../../store/database.ts'
import { listJobs, type ListedJob } from '../../store/jobs/list-jobs.ts'
import type { KeyRing } from '../../store/key-ring.ts'
import { lastLedgerReadings } from '../../store/ledger-readings.ts'
import { listSnapshots, type StoredSnapshot } from '../../store/snapshots.ts'
import type { AdapterRegistry } from '../adapters.ts'
import type { AppContext } from '../context.ts'
import { examineConnection } from '../doctor/examine-connections.ts'
import { examineLedgerLists } from '../doctor/examine-ledger-lists.ts'
import { examineSnapshots } from '../doctor/examine-snapshots.ts'
import type { HealthFinding } from '../doctor/finding.ts'
import { standingFailures, subjectOfJob } from '../jobs/standing-failures.ts'
import { ledgerRate, sourceRate } from '../open-connection.ts'
import { listSyncSchedules, type SyncSchedule } from '../schedules/sync-schedule.ts'

/** How a connection is made: a secret that is typed in, a person's consent at the vendor, or only where the program runs. */
export type ConnectBy = 'secret' | 'consent' | 'command-line'

/** One connection as an operator looks after it. Nothing outside is asked for it. */
export interface ConnectionView {
  readonly connection: Connection
  readonly label: string
  readonly connectBy: ConnectBy
  /** `files`: it is read from files, and there is nothing to connect to. */
  readonly state: 'connected' | 'disconnected' | 'files'
  readonly findings: readonly HealthFinding[]
  readonly lastSucceeded: { readonly at: Date; readonly what: string } | undefined
  /** What failed and was not done since. */
  readonly lastFailed: { readonly at: Date; readonly why: string } | undefined
  readonly schedule: SyncSchedule | undefined
  readonly limits: {
    readonly requestsPerSecond: number
    readonly requestsInFlight: number | undefined
    readonly requestsPerDay: number | undefined
    /** Counted where the vendor may charge for them; undefined for a distributor. */
    readonly readsThisMonth: number | undefined
  }
}

const jobsLooked = 200

/** Every connection with its health, what last went well and what did not, its limits and what of them is used. */
export async function showConnections(
  context: AppContext,
  adapters: AdapterRegistry,
  keys: KeyRing,
): Promise<readonly ConnectionView[]> {
  const { database, organization } = context
  const now = database.clock.now()
  const read = await withOrganization(database, organization.id, async (tx) => {
    const connections = await listConnections(tx)
    const ledgers = connections.filter(({ kind }) => kind === 'ledger')
    const reads = new Map<string, number>()
    for (const { id } of ledgers) reads.set(id, await readsInMonth(tx, id, now))
    return { connections, reads, readings: await lastLedgerReadings(tx), snapshots: await listSnapshots(tx) }
  })
  const jobs = standingFailures(await listJobs(database, organization.id, { limit: jobsLooked }))
  const { scheduled } = await listSyncSchedules(context)
  const ages = [...(await examineSnapshots(context, adapters)), ...(await examineLedgerLists(context))]
  const tools = { adapters, keys, callsOutside: false, signal: AbortSignal.timeout(60_000) }
  return Promise.all(
    read.connections.map(async (connection) => {
      const findings = await examineConnection(context, connection, tools)
      const isConnected = findings.every(({ code }) => code !== 'connection.secrets')
      const { id, kind } = connection
      const snapshots = read.snapshots.filter(({ connectionId }) => connectionId === id)
      return {
        ...{ connection, ...adapterOf(adapters, connection) },
        state: isFiles(adapters, connection) ? 'files' : isConnected ? 'connected' : 'disconnected',
        findings: [...findings, ...(isConnected ? ages.filter(({ subject }) => subject === id) : [])],
        lastSucceeded: kind === 'source' ? lastComplete(snapshots) : listsRead(read.readings.get(id)),
        lastFailed: failureOf(jobs, id),
        schedule: scheduled.find(({ connectionId }) => connectionId === id),
        limits: limitsOf(adapters, connection, read.reads.get(id)),
      }
    }),
  )
}

function adapterOf(adapters: AdapterRegistry, connection: Connection): Pick<ConnectionView, 'label' | 'connectBy'> {
  const { kind, adapter } = connection
  if (kind === 'source') {
    const source = adapters.sources.get(adapter)
    return { label: source?.label ?? adapter, connectBy: source === undefined ? 'command-line' : 'secret' }
  }
  const ledger = adapters.ledgers.get(adapter)
  const isTyped = ledger !== undefined && ledger.secrets.length > 0
  const connectBy = ledger?.consent !== undefined ? 'consent' : isTyped ? 'secret' : 'command-line'
  return { label: ledger?.label ?? adapter, connectBy }
}

function isFiles(adapters: AdapterRegistry, { kind, adapter }: Connection): boolean {
  return kind === 'source' && !adapters.sources.has(adapter)
}

function lastComplete(snapshots: readonly StoredSnapshot[]): ConnectionView['lastSucceeded'] {
  const last = snapshots.findLast(({ complete }) => complete)
  return last === undefined ? undefined : { at: new Date(last.recordedAt), what: `complete snapshot of ${last.day}` }
}

function listsRead(at: Date | undefined): ConnectionView['lastSucceeded'] {
  return at === undefined ? undefined : { at, what: 'its customers and items were read' }
}

function failureOf(jobs: readonly ListedJob[], connectionId: string): ConnectionView['lastFailed'] {
  const job = jobs.find((one) => one.name.startsWith('sync-') && subjectOfJob(one) === connectionId)
  if (job === undefined) return undefined
  return { at: job.completedAt ?? job.createdAt, why: job.failure ?? 'It does not say why.' }
}

function limitsOf(
  adapters: AdapterRegistry,
  connection: Connection,
  readsThisMonth: number | undefined,
): ConnectionView['limits'] {
  const ledger = connection.kind === 'ledger' ? adapters.ledgers.get(connection.adapter) : undefined
  if (ledger === undefined) {
    const none = { requestsInFlight: undefined, requestsPerDay: undefined, readsThisMonth: undefined }
    return { requestsPerSecond: sourceRate(connection), ...none }
  }
  const { perSecond, inFlight } = ledgerRate(connection, ledger)
  const { requestsPerDay } = ledger.capabilities
  return { requestsPerSecond: perSecond, requestsInFlight: inFlight, requestsPerDay, readsThisMonth }
}
