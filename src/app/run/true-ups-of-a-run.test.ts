import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPostingScene, type PostingScene } from '../../../test/helpers/posting-scene.ts'
import { adapterRegistry } from '../../cli/adapter-registry.ts'
import { billingConfigFor } from '../../store/billing-configs.ts'
import { withOrganization } from '../../store/database.ts'
import { listRunAnomalies, readInvoiceDocument } from '../../store/run-results.ts'
import type { Run } from '../../store/runs.ts'
import { createManualClock } from '../../support/clock.ts'
import { applyConfig } from '../config/apply-config.ts'
import { replayRun } from '../replay/replay-run.ts'

let scene: PostingScene
const clock = createManualClock(new Date('2026-12-01T08:00:00Z'))

beforeAll(async () => {
  scene = await openPostingScene({ clock, clients: 2 })
})

afterAll(async () => {
  await scene.close()
})

/** The config in force, as another version of it: with true-ups, and another price for all months. */
async function applyTrueUps(unitPrice: string): Promise<void> {
  await scene.applyPrice(unitPrice)
  const { database, organization } = scene.context
  const stored = await withOrganization(database, organization.id, (tx) => billingConfigFor(tx, '2026-03-01'))
  const source = (stored?.source ?? '').replace('currency: USD', 'currency: USD\n  trueUps: { window: 2 }')
  await applyConfig(scene.context, { source, file: 'scene.yaml', effectiveFrom: '2026-01-01' })
}

async function linesOf(run: Run): Promise<readonly (readonly [string, string])[]> {
  const documents = (await scene.invoices(run)).map(({ invoice }) => readInvoiceDocument(invoice ?? ''))
  return documents.flatMap(({ lines }) => lines.map(({ lineKey, amount }) => [lineKey, amount] as const))
}

test('a price that is applied for a billed month is a true-up of the next, and of none after it', async () => {
  const march = await scene.approvedRun('2026-03')
  await scene.post(march)
  await applyTrueUps('110.00')

  // One and two units: 110.00 and 220.00 for April, 10.00 and 20.00 that March should have billed more.
  const april = await scene.approvedRun('2026-04')
  const billed = await linesOf(april)
  expect(billed.map(([, amount]) => amount)).toEqual(['110.00', '10.00', '220.00', '20.00'])
  expect(billed[1]?.[0]).toMatch(/\/true-up\/2026-03$/)
  // February lies in the window too, and was never billed here.
  const { database, organization } = scene.context
  const anomalies = await withOrganization(database, organization.id, (tx) => listRunAnomalies(tx, april.id))
  expect(
    anomalies.filter(({ code }) => code === 'true-up-not-checked').map(({ message }) => message.slice(0, 8)),
  ).toEqual(['Feb 2026', 'Feb 2026'])
  expect(await replayRun(scene.context, adapterRegistry, april)).toMatchObject({ isIdentical: true })

  clock.advanceTo(new Date('2026-12-02T08:00:00Z'))
  await scene.post(april)
  const may = await scene.run('2026-05')
  expect((await linesOf(may)).map(([, amount]) => amount)).toEqual(['110.00', '220.00'])
  expect(await replayRun(scene.context, adapterRegistry, april)).toMatchObject({ isIdentical: true })
})
