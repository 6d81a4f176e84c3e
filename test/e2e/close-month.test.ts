import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { intendCorrection, refuseCorrection } from '../../src/store/corrections.ts'
import { withOrganization, type Transaction } from '../../src/store/database.ts'
import { listOrganizations } from '../../src/store/organizations.ts'
import { listPostings } from '../../src/store/postings.ts'
import { openLateChargeScene, type LateChargeScene } from '../helpers/late-charge-scene.ts'

let scene: LateChargeScene

beforeAll(async () => {
  scene = await openLateChargeScene()
}, 120_000)

afterAll(() => scene.close())

test('a month is closed once each difference is decided, and then nothing of it changes until it is opened again', async () => {
  const { run, succeed, undecided, dryRun, approve, bill, home, clock } = scene
  const [missed, ...others] = await undecided()
  expect([missed?.class, missed?.cost, others]).toEqual(['bought-not-billed', '7.00', []])
  const id = missed?.id ?? ''

  const early = await run('close', '2026-04')
  expect(early.exit).toBe(6)
  expect(early.err).toContain('2026-04 cannot be closed: 1 difference is undecided (7.00 USD net)')

  // What the client pays for it nobody knows but the operator.
  const without = await run('decide', '2026-04', id, '--as', 'carry', '--why', 'billed late by the distributor')
  expect([without.exit, without.err]).toEqual([2, expect.stringContaining('--amount')])
  expect((await undecided()).length).toBe(1)

  const carry = [
    'decide',
    '2026-04',
    id,
    '--as',
    'carry',
    '--amount',
    '8.40',
    '--why',
    'billed late by the distributor',
  ]
  expect(await succeed(...carry)).toContain('8.40 USD')
  const twice = await run(...carry)
  expect([twice.exit, twice.err]).toEqual([2, expect.stringContaining('is decided already')])

  // Taken back, it is undecided again; decided once more, the month can be closed.
  await succeed('decide', '2026-04', '--withdraw', id, '--why', 'wrong amount')
  expect((await undecided()).map(({ cost }) => cost)).toEqual(['7.00'])
  await succeed(...carry)
  // An invoice that was approved with it is not posted once it is taken back, nor in its old form once it is decided anew.
  await approve('2026-05')
  await succeed('decide', '2026-04', '--withdraw', id, '--why', 'on second thought')
  await succeed(...carry)
  const stale = await run('post', '2026-05')
  expect([stale.exit, stale.err]).toEqual([3, expect.stringContaining('carried from a tie-out that was taken back')])
  await closesOnlyWithoutVoidsUnderWay()
  await succeed('close', '2026-04', '--note', 'April')

  for (const args of [
    ['close', '2026-04'],
    ['run', '2026-04'],
    ['decide', '2026-04', '--withdraw', id, '--why', 'too late'],
    ['config', 'apply', join(home.directory, 'billing.yaml'), '--effective', '2026-03-01'],
  ]) {
    const refused = await run(...args)
    expect([refused.exit, refused.err]).toEqual([2, expect.stringContaining('2026-04 is closed')])
  }

  const pack = join(home.directory, 'pack')
  await succeed('close-pack', '2026-04', '--to', pack)
  await checkPack(pack)
  const again = await run('close-pack', '2026-04', '--to', pack)
  expect([again.exit, again.err]).toEqual([2, expect.stringContaining('is there already')])

  // The carried amount is on the next invoice, and on no other.
  expect((await bill('2026-05')).invoices.map(({ outcome, total }) => [outcome, total])).toEqual([
    ['ready', '8.40'],
    ['nothing-to-bill', '0'],
  ])
  clock.advanceTo(new Date('2026-06-05T09:00:00Z'))
  const june = await dryRun('2026-06')
  expect(june.invoices.map(({ outcome }) => outcome)).toEqual(['nothing-to-bill', 'nothing-to-bill'])

  const reason = await run('reopen', '2026-04')
  expect([reason.exit, reason.err]).toEqual([2, expect.stringContaining('--why')])
  await succeed('reopen', '2026-04', '--why', 'the accountant asked')
  const open = await run('reopen', '2026-04', '--why', 'again')
  expect([open.exit, open.err]).toEqual([2, expect.stringContaining('is not closed')])
  // It stands on an invoice by now, so it cannot be taken back.
  const billed = await run('decide', '2026-04', '--withdraw', id, '--why', 'too late')
  expect([billed.exit, billed.err]).toEqual([2, expect.stringContaining('stands on a client invoice')])
}, 120_000)

/** A void whose process was killed when its intent was stored: whether the invoice counts, nobody knows. */
async function closesOnlyWithoutVoidsUnderWay(): Promise<void> {
  const { database } = scene.home.test
  const [organization] = await listOrganizations(database)
  const inOrganization = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> =>
    withOrganization(database, organization?.id ?? '', work)
  const asked = {
    ...{ id: randomUUID(), requestedBy: 'carla', requestedAt: scene.clock.now(), reason: 'Billed in error' },
    ...{ documentVersion: '0', requestId: randomUUID() },
  }
  await inOrganization(async (tx) => {
    const [posting] = await listPostings(tx, { periodStarts: ['2026-04-01'], clientIds: ['c1'] })
    await intendCorrection(tx, { ...asked, postingId: posting?.id ?? '' })
  })
  const early = await scene.run('close', '2026-04')
  expect([early.exit, early.err]).toEqual([2, expect.stringContaining('the void of 1 invoice has begun and not ended')])
  await inOrganization((tx) => refuseCorrection(tx, asked, 'paid meanwhile', scene.clock.now()))
}

/** Every file's hash is as listed, and the papers hold what was decided. */
async function checkPack(directory: string): Promise<void> {
  const sums = (await readFile(join(directory, 'SHA256SUMS'), 'utf8')).trim().split('\n')
  const listed = new Map(sums.map((line) => line.split('  ').reverse() as [string, string]))
  const names = (await readdir(directory)).filter((name) => name !== 'SHA256SUMS').sort()
  expect([...listed.keys()].sort()).toEqual(names)
  for (const name of names) {
    const bytes = await readFile(join(directory, name))
    expect([name, createHash('sha256').update(bytes).digest('hex')]).toEqual([name, listed.get(name)])
  }
  expect((await readFile(join(directory, 'statement.pdf'))).subarray(0, 5).toString('latin1')).toBe('%PDF-')
  const text = (name: string): Promise<string> => readFile(join(directory, name), 'utf8')
  expect(await text('decisions.csv')).toContain('billed late by the distributor')
  expect(await text('totals.csv')).toContain('unexplained-difference,0.00')
  const invoices = (await text('client-invoices.csv')).trim().split('\r\n').slice(1)
  expect(invoices.map((row) => row.split(',')[7]).sort()).toEqual(['24.00', '36.00'])
}
