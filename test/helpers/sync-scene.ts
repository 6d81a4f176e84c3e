import { sql } from 'kysely'
import type { FaultSwitches } from '../../emulators/pax8/fault-switches.ts'
import type { Pax8State } from '../../emulators/pax8/state.ts'
import type { AppContext } from '../../src/app/context.ts'
import { noProgress } from '../../src/app/progress.ts'
import { loadTimelines } from '../../src/app/run/load-timelines.ts'
import { syncSource, type SyncResult } from '../../src/app/sync/sync-source.ts'
import type { SubscriptionTimeline } from '../../src/domain/timeline.ts'
import type { Source, SourceAnswers } from '../../src/sources/source.ts'
import { saveConnection } from '../../src/store/connections.ts'
import { withOrganization, type Transaction } from '../../src/store/database.ts'
import { createOrganization } from '../../src/store/organizations.ts'
import { readSourceAnswers } from '../../src/store/source-answers.ts'
import { openEmulatedPax8, type EmulatedPax8 } from './emulated-pax8.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'

/** An organization that is connected to an emulated Pax8 and to nothing else. */
export interface SyncScene {
  readonly test: TestDatabase
  readonly context: AppContext
  readonly pax8: EmulatedPax8
  /** Lets the night of a day come and syncs in it. */
  syncOn(day: string, options?: NightOptions): Promise<SyncResult>
  timelineOf(subscriptionId: string): Promise<SubscriptionTimeline>
  countOf(table: CountedTable): Promise<number>
  inOrganization<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>
  close(): Promise<void>
}

export interface NightOptions {
  readonly source?: Source
  readonly signal?: AbortSignal
  readonly detailEveryDays?: number
  readonly acceptShrinkage?: boolean
}

export type CountedTable =
  'snapshot' | 'observation' | 'subscription_history' | 'charge' | 'charge_reading' | 'raw_payload'

export const syncConnection = 'pax8'

export async function openSyncScene(
  options: { readonly state?: Pax8State; readonly switches?: Partial<FaultSwitches>; readonly pageSize?: number } = {},
): Promise<SyncScene> {
  const answers = (): Promise<SourceAnswers> => inOrganization((tx) => readSourceAnswers(tx, syncConnection))
  const pax8 = await openEmulatedPax8({ ...options, connectionId: syncConnection, answers })
  const test = await createTestDatabase({ clock: pax8.clock })
  const organization = await createOrganization(test.database, { name: 'Harborlight IT', timeZone: 'UTC' })
  const context: AppContext = { database: test.database, organization, actor: 'carla' }
  const inOrganization: SyncScene['inOrganization'] = (work) => withOrganization(test.database, organization.id, work)
  const connection = { id: syncConnection, kind: 'source', adapter: 'pax8', settings: {} } as const
  await inOrganization((tx) => saveConnection(tx, connection, pax8.clock.now()))
  return {
    ...{ test, context, pax8, inOrganization },
    syncOn: (day, options = {}) => {
      const { source = pax8.source, signal = new AbortController().signal } = options
      const { detailEveryDays = 30, acceptShrinkage = false } = options
      const night = new Date(`${day}T03:00:00Z`)
      if (night > pax8.clock.now()) pax8.clock.advanceTo(night)
      const connectionId = syncConnection
      return syncSource(context, {
        connectionId,
        source,
        signal,
        detailEveryDays,
        acceptShrinkage,
        progress: noProgress,
      })
    },
    timelineOf: async (subscriptionId) => {
      const [timeline] = await inOrganization((tx) =>
        loadTimelines(tx, () => true, { subscriptionIds: [subscriptionId] }),
      )
      if (timeline === undefined) throw new Error(`Nothing is known of subscription ${subscriptionId}.`)
      return timeline
    },
    countOf: async (table) => {
      const { rows } = await inOrganization((tx) =>
        sql<{ count: bigint }>`select count(*) as count from ${sql.table(table)}`.execute(tx),
      )
      return Number(rows[0]?.count ?? 0)
    },
    close: async () => {
      await pax8.close()
      await test.close()
    },
  }
}

/** What a timeline says from day to day: quantity while it runs, company and product; steps of price alone left out. */
export function courseOf({ steps }: SubscriptionTimeline): string[] {
  const told = steps.map(({ from, inForce, quantity, companyId, productId }) => {
    const held = quantity === 'unknown' ? 'unknown' : String(quantity.units)
    return { from, says: `${inForce ? held : '-'} ${companyId.slice(-1)}/${productId.slice(-1)}` }
  })
  return told.filter(({ says }, index) => says !== told[index - 1]?.says).map(({ from, says }) => `${from} ${says}`)
}
