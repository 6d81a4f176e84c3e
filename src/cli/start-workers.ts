import type { AppContext } from '../app/context.ts'
import { openJobs } from '../app/jobs/job-definitions.ts'
import { workJobs } from '../app/jobs/work-jobs.ts'
import { ensureSyncSchedules, listSyncSchedules, type SyncSchedule } from '../app/schedules/sync-schedule.ts'
import type { Database } from '../store/database.ts'
import { loadKeyRing, type KeyRing } from '../store/key-ring.ts'
import { listOrganizations } from '../store/organizations.ts'
import { adapterRegistry } from './adapter-registry.ts'
import type { CliIo } from './io.ts'
import { closeDatabase, environmentOf, openCliDatabase, type GlobalOptions } from './session.ts'

/** Workers of all organizations in this process. */
export interface Workers {
  readonly database: Database
  readonly keys: KeyRing
  /** What is synced by itself, and when. */
  readonly schedules: readonly SyncSchedule[]
  /** Waits for jobs at work, then closes the database. */
  stop(): Promise<void>
}

/** Opens the database, gives every source its schedule, and works on jobs until it is stopped. */
export async function startWorkers(io: CliIo, options: GlobalOptions): Promise<Workers> {
  const environment = environmentOf(io, options)
  const database = await openCliDatabase(io, options, { isWorker: true })
  try {
    const keys = await loadKeyRing(environment)
    const schedules = await ensureSchedules(database)
    const jobs = await openJobs(database)
    workJobs(jobs, { database, adapters: adapterRegistry, keys })
    return {
      database,
      keys,
      schedules,
      stop: async () => {
        await jobs.stop()
        await closeDatabase(io, database)
      },
    }
  } catch (error) {
    await closeDatabase(io, database)
    throw error
  }
}

async function ensureSchedules(database: Database): Promise<readonly SyncSchedule[]> {
  const all: SyncSchedule[] = []
  for (const organization of await listOrganizations(database)) {
    const context: AppContext = { database, organization, actor: 'schedule' }
    await ensureSyncSchedules(context)
    all.push(...(await listSyncSchedules(context)).scheduled)
  }
  return all
}
