import { join } from 'node:path'
import { readFile, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { createQuickBooksOnlineEmulator } from '../../emulators/quickbooks-online/server.ts'
import { createManualClock } from '../../src/support/clock.ts'
import { packageRoot } from '../../src/support/package-root.ts'
import { openCliHome, type CliHome } from '../helpers/cli-home.ts'
import { connectQuickBooks } from '../helpers/connect-quickbooks.ts'

// The way of docs/guides/distributor-without-an-api.md: two files of a distributor without an interface, the config that
// is proposed from them, a dry run by seats, QuickBooks, and the tie-out with the distributor's invoice. The files are
// the ones that stand in the guide.

const realm = '9130350000000044'
const clock = createManualClock(new Date('2026-05-02T09:00:00Z'))
const emulator = createQuickBooksOnlineEmulator({ clock, settings: { limits: 'off' } })
const company = emulator.company(realm)
let home: CliHome
let closeEmulator: () => Promise<void>

beforeAll(async () => {
  home = await openCliHome({ timeZone: 'UTC' })
  company.setPreferences({ customTransactionNumbers: true })
  for (const name of ['Bear Creek Winery', 'North Wind Bakery']) company.addCustomer({ DisplayName: name })
  for (const name of ['Mail Standard', 'Backup 1 TB']) company.addItem({ Name: name })
  const { url, close } = await emulator.listen()
  closeEmulator = close
  await connectQuickBooks((args, options) => home.run(args, { clock, ...options }), { url, realm })
  await run('sync')
})
afterAll(async () => {
  await closeEmulator()
  await home.close()
})

async function run(...args: readonly string[]): Promise<string> {
  const { exit, out, err } = await home.run(args, { clock })
  expect(exit === 0 ? '' : `${args.join(' ')}: ${err}${out}`).toBe('')
  return out
}

/** A block of the guide by the file that it is. */
async function fileOfGuide(name: string): Promise<string> {
  const guide = await readFile(join(packageRoot, 'docs', 'guides', 'distributor-without-an-api.md'), 'utf8')
  const block = new RegExp(`\`${name}\`:\n\n\`\`\`csv\n([^\`]+)\`\`\``).exec(guide)?.[1]
  if (block === undefined) throw new Error(`The guide has no ${name}.`)
  const path = join(home.directory, name)
  await writeFile(path, block)
  return path
}

const runSchema = z.object({
  run: z.object({ sha256: z.string() }),
  invoices: z.array(z.object({ clientName: z.string(), outcome: z.string(), total: z.string() })),
})
const tieOutSchema = z.object({
  verdict: z.string(),
  controls: z.array(z.object({ currency: z.string(), total: z.string(), unexplained: z.string() })),
})

test(
  'state and charges of a distributor without an interface go through config, dry run and posting to a tie-out of 0.00',
  { timeout: 120_000 },
  async () => {
    const common = ['--connection', 'harbor', '--set', 'currency=USD']
    const march = ['import', 'state', await fileOfGuide('held-march.csv'), '--map', 'state', '--as-of', '2026-03-31']
    const april = ['import', 'state', await fileOfGuide('held-april.csv'), '--map', 'state', '--as-of', '2026-04-30']
    expect(await run(...march, ...common, '--complete')).toContain('Nothing was imported yet')
    await run(...march, ...common, '--complete', '--yes')
    const shown = await run(...april, ...common, '--complete', '--yes')
    expect(shown).toContain('Imported into harbor as of 2026-04-30: 3 subscriptions, 0 ended.')

    const configPath = join(home.directory, 'billing.yaml')
    await writeFile(configPath, await run('config', 'suggest'))
    await run('config', 'apply', configPath, '--effective', '2026-04-01')

    // What was held at the end of April, at cost plus 20 %: 18 x 4.80 and 2 x 12.00; 6 x 4.80.
    const dryRun = runSchema.parse(JSON.parse(await run('run', '2026-04', '--json')))
    expect(dryRun.invoices.map(({ clientName, outcome, total }) => [clientName, outcome, total]).sort()).toEqual([
      ['Bear Creek Winery', 'ready', '110.40'],
      ['North Wind Bakery', 'ready', '28.80'],
    ])
    await run('approve', '--hash', dryRun.run.sha256.slice(0, 12))
    await run('post')
    expect(company.invoices()).toHaveLength(2)

    clock.advanceTo(new Date('2026-05-05T09:00:00Z'))
    const charges = ['import', 'charges', await fileOfGuide('charges-april.csv'), '--map', 'charges']
    const invoice = [
      '--set',
      'invoice.number=H-2026-04',
      '--set',
      'invoice.total=116.00',
      '--invoice-date',
      '2026-05-01',
    ]
    const named = [...charges, '--connection', 'harbor', '--set', 'currency=USD', ...invoice]
    expect(await run(...named, '--yes')).toContain('Imported into harbor: 4 charges, 1 new distributor invoice.')
    // 17 x 4.00 and one seat more for the whole month, 2 x 10.00, 6 x 4.00.
    const tieOut = tieOutSchema.parse(JSON.parse(await run('reconcile', '2026-04', '--json')))
    expect(tieOut).toMatchObject({
      verdict: 'ties-out',
      controls: [{ currency: 'USD', total: '116.00', unexplained: '0.00' }],
    })
    await run('close', '2026-04')
    expect(await run(...named)).toContain('The very same file was imported')
  },
)
