import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openCliHome } from '../helpers/cli-home.ts'
import { openMonthScene, type MonthScene } from '../helpers/month-scene.ts'
import type { TableContents } from '../helpers/table-contents.ts'

let scene: MonthScene
let before: TableContents

beforeAll(async () => {
  scene = await openMonthScene()
  before = await scene.contents()
})
afterAll(() => scene.close())

const failure = z.strictObject({ error: z.strictObject({ code: z.string(), message: z.string() }) })

/** Refused as a thing to mend, with the words; with `--json` the same as one document; and no table has changed. */
async function expectRefused(args: readonly string[], ...words: readonly string[]): Promise<void> {
  const plain = await scene.run(args)
  expect([plain.exit, plain.out], plain.err).toEqual([2, ''])
  for (const word of words) expect(plain.err).toContain(word)
  const forMachines = await scene.run([...args, '--json'])
  expect(forMachines.exit).toBe(2)
  expect(`${failure.parse(JSON.parse(forMachines.out)).error.message}\n`).toBe(plain.err)
  expect(await scene.contents()).toEqual(before)
}

describe('a config is applied whole or not at all, and planned no otherwise:', () => {
  const bad: readonly [string, (good: string) => string, readonly string[]][] = [
    [
      'a mistyped key is told alone, with file, line, key and the nearest word',
      (good) => good.replace('unitPrice', 'unitPirce'),
      [
        'has 1 problem; nothing was applied',
        'billing.yaml:36: clients[0].lines[1].unitPirce',
        'did you mean "unitPrice"?',
      ],
    ],
    [
      'a mistyped price rule',
      (good) => good.replace('markupPercent', 'markupPercnt'),
      ['billing.yaml:5: house.price.markupPercnt', 'did you mean "markupPercent"?'],
    ],
    [
      'a negative markup',
      (good) => good.replace('markupPercent: "20"', 'markupPercent: -20'),
      ['billing.yaml:5: house.price.markupPercent: must not be negative'],
    ],
    [
      'two lines that claim one subscription',
      () => scene.config({ extraLines: [{ line: 'again', item: 'm365', syncsQuantity: 'true' }] }),
      ['billing.yaml:37: clients[0].lines[2]: claims the subscriptions of "m365", which line "m365" claims already'],
    ],
    ['an empty file', () => '', ['billing.yaml:1: seatledger: must be 1', 'billing.yaml:1: house: is missing']],
  ]
  test.each(bad)('%s', async (_name, spoil, words) => {
    const path = await scene.file('billing.yaml', spoil(scene.config()))
    await expectRefused(['config', 'apply', path], ...words)
    await expectRefused(['config', 'plan', path], ...words)
  })

  test('a file that is not there, a directory, and bytes that are no UTF-8', async () => {
    await expectRefused(['config', 'apply', '/nowhere/billing.yaml'], '/nowhere/billing.yaml cannot be read')
    await expectRefused(['config', 'apply', scene.home.directory], `${scene.home.directory} cannot be read`)
    const latin = await scene.file('latin.yaml', Buffer.from(`${scene.config()}# caf\xe9\n`, 'latin1'))
    await expectRefused(['config', 'apply', latin], 'latin.yaml', 'not UTF-8', 'Save it as UTF-8')
  })

  test('a day that does not exist', async () => {
    const path = await scene.file('billing.yaml', scene.config())
    await expectRefused(['config', 'apply', path, '--effective', '2026-02-30'], '2026-02-30 is not a day', 'YYYY-MM-DD')
  })
})

describe('a month and its clients are named as they are, or nothing is worked:', () => {
  test('a month that has not begun, also when it is put in for a worker', async () => {
    for (const more of [[], ['--background']]) {
      const words = ['2027-01 has not begun (today is 2026-05-02)', 'Pick a month up to 2026-05.']
      await expectRefused(['run', '2027-01', ...more], ...words)
    }
    await expectRefused(['reconcile', '2027-01'], '2027-01 has not begun')
    expect(await scene.succeed(['jobs'])).toContain('There are no jobs.')
  })

  test('a month written wrong', async () => {
    for (const month of ['April', '2026-13', '2026-4', '2026-04-01', '04/2026', '2026-00']) {
      await expectRefused(['run', month], `"${month}" is not a month; write it as YYYY-MM, for example 2026-04.`)
    }
    await expectRefused(['review', 'April'], '"April" is neither a run\'s number nor a month (YYYY-MM).')
  })

  test('a month before the first config names the day from which there is one', async () => {
    await expectRefused(
      ['run', '2026-03'],
      'The earliest applies to months from 2026-04-01 on',
      '--effective 2026-03-01',
    )
  })

  test('an unknown client, with the one that was probably meant, also when it is put in for a worker', async () => {
    for (const more of [[], ['--background']]) {
      const args = ['run', '2026-04', '--client', 'bear-creek-winry', ...more]
      await expectRefused(args, 'has no client "bear-creek-winry"', 'Did you mean "bear-creek-winery"?')
    }
    const args = ['run', '2026-04', '--client', 'north-wind-bakery', 'somebody']
    await expectRefused(args, 'has no client "somebody"', '`seatledger config export` lists them')
  })

  test('a run that there is not', async () => {
    await expectRefused(['review'], 'There is no run yet. Make one with `seatledger run`.')
    await expectRefused(['review', '7'], 'There is no run 7.', '`seatledger run --list`')
  })
})

// Last, because it is the one that changes something: a month of its own is posted.
describe('a month that was posted', () => {
  test('is prepared again with nothing to post, and what is posted stays as it is', async () => {
    await scene.succeed(['run', '2026-04'], 3)
    const hash = await newestHash()
    await scene.succeed(['approve', '--hash', hash], 3)
    await scene.succeed(['post'])
    const inLedger = scene.company.contents()
    expect(inLedger).toHaveLength(2)

    const again = await scene.run(['run', '2026-04'])
    expect(again.exit).toBe(3)
    expect(again.out).toContain('0 ready, 1 blocked, 0 with nothing to bill, 2 billed already. To invoice: nothing.')
    // 2 x 40.00, and 17 seats at 10.005 plus 20 % (12.006): 204.102, rounded to 204.10.
    expect(again.out).toContain('period-already-billed: Bear Creek Winery was billed 284.10 USD for 2026-04')

    const posted = await scene.contents()
    const approval = await scene.run(['approve', '--hash', await newestHash()])
    expect([approval.exit, approval.err]).toEqual([2, expect.stringContaining('has nothing to approve')])
    const old = await scene.run(['post', '1'])
    expect([old.exit, old.err]).toEqual([2, expect.stringContaining('Run 1 for 2026-04 is not the newest: run 2 is.')])
    expect(await scene.contents()).toEqual(posted)
    await scene.succeed(['post'])
    expect(scene.company.contents()).toEqual(inLedger)
  })
})

async function newestHash(): Promise<string> {
  const { out } = await scene.run(['review', '--json'])
  return z.object({ run: z.object({ sha256: z.string() }) }).parse(JSON.parse(out)).run.sha256
}

test('with no config and no connection at all, each command says where to begin', async () => {
  const home = await openCliHome()
  const cases: readonly [readonly string[], string][] = [
    [['sync'], 'There is nothing to sync from yet. Begin with `seatledger connect pax8`.'],
    [['sync', 'pax8'], 'There is no connection "pax8" that can be synced. There is: none.'],
    [['run', '2026-04'], 'No billing config is in force for 2026-04. Write one (`seatledger config suggest`'],
    [['reconcile', '2026-04'], 'No billing config is in force for 2026-04.'],
    [['config', 'export'], 'There is no billing config yet. `seatledger config suggest` proposes one.'],
    [['post'], 'There is no run yet. Make one with `seatledger run`.'],
    [['disconnect', 'pax8'], 'There is no connection "pax8"'],
    [['schedule', 'set', 'pax8'], 'There is no source connection "pax8".'],
    [['config', 'suggest'], 'Nothing was synced yet'],
  ]
  for (const [args, words] of cases) {
    const { exit, out, err } = await home.run(args)
    expect([exit, out, err], args.join(' ')).toEqual([2, '', expect.stringContaining(words)])
  }
  await home.close()
})
