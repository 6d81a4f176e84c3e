import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPostingScene, sceneLedger, type PostingScene } from '../../../test/helpers/posting-scene.ts'
import { adapterRegistry } from '../../cli/adapter-registry.ts'
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

test('a ledger that does not answer stops nothing, and the lists read before still count', async () => {
  clock.advanceBy(day)
  scene.faults.set([{ kind: 'unavailable', match: { path: '/query?' }, schedule: { every: 1 } }])
  await refresh()
  expect(await customers()).toContain('Tidewater Boatyard')
  scene.faults.reset()
})
