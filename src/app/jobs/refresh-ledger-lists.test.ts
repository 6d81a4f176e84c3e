import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openPostingScene, sceneLedger, type PostingScene } from '../../../test/helpers/posting-scene.ts'
import { adapterRegistry } from '../../cli/adapter-registry.ts'
import { withOrganization } from '../../store/database.ts'
import { readsInMonth } from '../../store/ledger-reads.ts'
import { createManualClock, type ManualClock } from '../../support/clock.ts'
import { keptLedgerFacts } from '../ledger-facts.ts'
import { refreshLedgerLists } from './refresh-ledger-lists.ts'

const day = 86_400_000

let clock: ManualClock
let scene: PostingScene

beforeAll(async () => {
  clock = createManualClock(new Date('2036-01-01T06:00:00Z'))
  scene = await openPostingScene({ clock })
})

afterAll(async () => {
  await scene.close()
})

async function refresh(): Promise<void> {
  const { context, keys } = scene
  const tools = { database: context.database, adapters: adapterRegistry, keys }
  await refreshLedgerLists(context, tools, new AbortController().signal)
}

async function customers(): Promise<readonly string[]> {
  const facts = await keptLedgerFacts(scene.context, sceneLedger)
  return facts?.customers.map(({ name }) => name) ?? []
}

test('the nightly job reads what was entered in the ledger during the day', async () => {
  scene.company.addCustomer({ DisplayName: 'Tidewater Boatyard' })
  await refresh()
  expect(await customers()).not.toContain('Tidewater Boatyard')
  clock.advanceBy(day)
  await refresh()
  expect(await customers()).toContain('Tidewater Boatyard')
})

test('what changed there costs one read in place of a page of each list, and each read is counted', async () => {
  const reads = (): Promise<number> =>
    withOrganization(scene.context.database, scene.context.organization.id, (tx) =>
      readsInMonth(tx, sceneLedger, clock.now()),
    )
  clock.advanceBy(day)
  const before = await reads()
  scene.company.addCustomer({ DisplayName: 'Harbor Freight Yard' })
  await refresh()
  expect(await customers()).toContain('Harbor Freight Yard')
  // The company, its preferences, and the changes. They are counted beside the work, so soon after it.
  await vi.waitFor(async () => {
    expect((await reads()) - before).toBe(3)
  })
})

test('a ledger that does not answer stops nothing, and the lists read before still count', async () => {
  clock.advanceBy(day)
  scene.faults.set([{ kind: 'unavailable', match: { path: '/query?' }, schedule: { every: 1 } }])
  await refresh()
  expect(await customers()).toContain('Tidewater Boatyard')
  scene.faults.reset()
})
