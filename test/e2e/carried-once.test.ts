import { afterAll, beforeAll, expect, test } from 'vitest'
import { lateRow, openLateChargeScene, type LateChargeScene } from '../helpers/late-charge-scene.ts'
import type { CliOutcome } from '../helpers/fake-cli.ts'

let scene: LateChargeScene

beforeAll(async () => {
  scene = await openLateChargeScene()
}, 120_000)

afterAll(() => scene.close())

const carry = async (...amount: readonly string[]): Promise<CliOutcome> => {
  const [difference] = await scene.undecided()
  return scene.run('decide', '2026-04', difference?.id ?? '', '--as', 'carry', ...amount, '--why', 'billed late')
}

test('an amount carried to the next invoice is billed once, though two months were approved with it', async () => {
  const { approve, dryRun, run, succeed, clock } = scene
  expect(await carry('--amount', '8.40')).toMatchObject({ exit: 0 })
  // May is approved and not posted when June is prepared, so the amount stands on both dry runs.
  expect((await approve('2026-05')).invoices.map(({ total }) => total)).toEqual(['8.40', '0'])
  clock.advanceTo(new Date('2026-06-05T09:00:00Z'))
  expect((await approve('2026-06')).invoices.map(({ total }) => total)).toEqual(['8.40', '0'])

  await succeed('post', '2026-05')
  const second = await run('post', '2026-06')
  expect([second.exit, second.err]).toEqual([
    3,
    expect.stringContaining("or is on another month's invoice by now. Nothing was posted."),
  ])
  expect((await dryRun('2026-06')).invoices.map(({ outcome }) => outcome)).toEqual([
    'nothing-to-bill',
    'nothing-to-bill',
  ])
}, 120_000)

test('a further late charge of the same month is a difference of its own; what was carried before is not billed again', async () => {
  const { bill, importInvoice, undecided, clock } = scene
  await importInvoice('later.csv', '5.00', lateRow('I3', '5.00'))
  expect((await undecided()).map(({ state, cost }) => [state, cost])).toEqual([['open', '5.00']])
  expect(await carry('--amount', '6.00')).toMatchObject({ exit: 0 })
  clock.advanceTo(new Date('2026-07-05T09:00:00Z'))
  expect((await bill('2026-07')).invoices.map(({ total }) => total)).toEqual(['6.00', '0'])
}, 120_000)

test('an amount decided on a difference that a void makes another thing is taken back before the month can close', async () => {
  const { importInvoice, run, succeed, undecided } = scene
  await importInvoice('latest.csv', '4.00', lateRow('I4', '4.00'))
  const [difference] = await undecided()
  expect(await carry('--amount', '5.00')).toMatchObject({ exit: 0 })
  // Once April is to be billed anew, the charge is not a missed one any more: it is on that invoice.
  await succeed('correct', '2026-04', '--void', 'c1', '--why', 'billed in error')
  const state = JSON.parse((await run('decide', '2026-04', '--json')).out) as {
    readonly obstacles: readonly { readonly obstacle: string }[]
    readonly outdated: readonly { readonly id: string; readonly kind: string }[]
  }
  expect(state.outdated.map(({ id, kind }) => [id, kind])).toContainEqual([difference?.id, 'carry'])
  expect(state.obstacles).toContainEqual({ obstacle: 'outdated-decisions', decisions: 3 })
  const list = await run('decide', '2026-04')
  expect(list.out).toContain('Decided on differences that are gone:')
  const closing = await run('close', '2026-04')
  expect(closing.err).toContain('3 decisions carry an amount to an invoice for a difference that is gone')
  // What is on an invoice already is taken back too, which says that somebody has seen it.
  for (const { id } of state.outdated) await succeed('decide', '2026-04', '--withdraw', id, '--why', 'billed anew')
  expect((await run('close', '2026-04')).err).not.toContain('difference that is gone')
}, 120_000)
