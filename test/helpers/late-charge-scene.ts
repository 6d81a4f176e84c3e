import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { z } from 'zod'
import { createQuickBooksOnlineEmulator } from '../../emulators/quickbooks-online/server.ts'
import { smallHeader, smallMapping, smallRow } from '../../src/sources/file/fixtures/charges-file.ts'
import { createManualClock, type ManualClock } from '../../src/support/clock.ts'
import { openCliHome, type CliHome } from './cli-home.ts'
import { connectQuickBooks } from './connect-quickbooks.ts'
import type { CliOutcome } from './fake-cli.ts'

const realm = '9130350000000044'

const monthSchema = z.object({
  obstacles: z.array(z.object({ obstacle: z.string() })),
  differences: z.array(z.object({ id: z.string(), state: z.string(), class: z.string(), cost: z.string() })),
})

export type Difference = z.infer<typeof monthSchema>['differences'][number]

const dryRunSchema = z.object({
  run: z.object({ number: z.number(), sha256: z.string() }),
  invoices: z.array(z.object({ clientId: z.string(), outcome: z.string(), total: z.string() })),
})

export type PrintedDryRun = z.infer<typeof dryRunSchema>

/**
 * A distributor without an API, whose invoices come as files. April 2026 is billed: 24.00 to C1 and 36.00 to C2, at 20 %
 * on cost. On 12 May a late invoice for April turns up, with 7.00 for C1 that nobody was invoiced for.
 */
export interface LateChargeScene {
  readonly home: CliHome
  readonly clock: ManualClock
  /** Runs the program at the scene's time. */
  readonly run: (...args: readonly string[]) => Promise<CliOutcome>
  /** Runs it, and fails the test with what it said where it did not succeed. */
  readonly succeed: (...args: readonly string[]) => Promise<string>
  /** The differences of April that nobody has decided. */
  readonly undecided: () => Promise<readonly Difference[]>
  /** A dry run of the month, approved whole. */
  readonly approve: (month: string) => Promise<PrintedDryRun>
  /** A dry run of the month, approved and posted. */
  readonly bill: (month: string) => Promise<PrintedDryRun>
  readonly dryRun: (month: string) => Promise<PrintedDryRun>
  /** Imports one invoice of the distributor, which states its total on each row. */
  readonly importInvoice: (name: string, total: string, ...rows: readonly string[]) => Promise<void>
  readonly close: () => Promise<void>
}

const mappingWithTotals = { ...smallMapping, columns: { ...smallMapping.columns, 'invoice.total': 'Invoice Total' } }

export async function openLateChargeScene(): Promise<LateChargeScene> {
  const scene = await openChargesScene()
  const april = await scene.bill('2026-04')
  expect(april.invoices.map(({ total }) => total).sort()).toEqual(['24.00', '36.00'])
  scene.clock.advanceTo(new Date('2026-05-12T09:00:00Z'))
  await scene.importInvoice('late.csv', '7.00', lateRow('I2', '7.00'))
  return scene
}

/** The same on 5 May, with the distributor's invoice of April (20.00 for C1, 30.00 for C2) and a config; nothing is run. */
export async function openChargesScene(): Promise<LateChargeScene> {
  const clock = createManualClock(new Date('2026-05-05T09:00:00Z'))
  const emulator = createQuickBooksOnlineEmulator({ clock, settings: { limits: 'off' } })
  const company = emulator.company(realm)
  company.setPreferences({ customTransactionNumbers: true })
  const listening = await emulator.listen()
  const home = await openCliHome({ timeZone: 'UTC' })
  await connectQuickBooks((args, options) => home.run(args, { clock, ...options }), { url: listening.url, realm })
  for (const name of ['C1', 'C2']) company.addCustomer({ DisplayName: name })
  company.addItem({ Name: 'Charges from small' })
  const scene = sceneOf(home, clock, () => listening.close())
  await configureApril(scene)
  return scene
}

/** A row for one more seat of C1 in April, on an invoice that nobody waited for. */
export function lateRow(invoice: string, amount: string): string {
  return smallRow({ Invoice: invoice, Date: '2026-04-20', Qty: '1', Price: amount, Amount: amount })
}

function sceneOf(home: CliHome, clock: ManualClock, closeEmulator: () => Promise<void>): LateChargeScene {
  const run: LateChargeScene['run'] = (...args) => home.run(args, { clock })
  const succeed: LateChargeScene['succeed'] = async (...args) => {
    const { exit, out, err } = await run(...args)
    expect(exit === 0 ? '' : `${args.join(' ')}: ${err}`).toBe('')
    return out
  }
  const dryRun: LateChargeScene['dryRun'] = async (month) =>
    dryRunSchema.parse(JSON.parse(await succeed('run', month, '--json')))
  const approve: LateChargeScene['approve'] = async (month) => {
    const prepared = await dryRun(month)
    await succeed('approve', '--hash', prepared.run.sha256.slice(0, 16))
    return prepared
  }
  return {
    ...{ home, clock, run, succeed, dryRun, approve },
    undecided: async () => {
      const { out } = await run('decide', '2026-04', '--json')
      return monthSchema
        .parse(JSON.parse(out))
        .differences.filter(({ state }) => state === 'open' || state === 'changed')
    },
    bill: async (month) => {
      const approved = await approve(month)
      await succeed('post')
      return approved
    },
    importInvoice: async (name, total, ...rows) => {
      const mapping = join(home.directory, 'small.json')
      await writeFile(mapping, JSON.stringify(mappingWithTotals))
      const path = join(home.directory, name)
      await writeFile(path, `${[`${smallHeader},Invoice Total`, ...rows.map((row) => `${row},${total}`)].join('\n')}\n`)
      await succeed('import', 'charges', path, '--map', mapping, '--connection', 'small', '--yes')
    },
    close: async () => {
      await closeEmulator()
      await home.close()
    },
  }
}

/** April's distributor invoice, and what is billed for it: 20 % more. */
async function configureApril(scene: LateChargeScene): Promise<void> {
  await scene.succeed('sync')
  const second = smallRow({ Customer: 'C2', Line: '2', Qty: '3', Amount: '30.00' })
  await scene.importInvoice('april.csv', '50.00', smallRow(), second)
  const config = join(scene.home.directory, 'billing.yaml')
  await writeFile(config, await scene.succeed('config', 'suggest'))
  await scene.succeed('config', 'apply', config, '--effective', '2026-04-01')
}
