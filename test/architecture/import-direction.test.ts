import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { cruise } from 'dependency-cruiser'
import type { ICruiseOptions, IForbiddenRuleType } from 'dependency-cruiser'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { packageRoot } from '../../src/support/package-root.ts'

const configuration = z
  .object({ forbidden: z.array(z.custom<IForbiddenRuleType>()), options: z.custom<ICruiseOptions>() })
  .parse(createRequire(import.meta.url)('../../.dependency-cruiser.cjs'))

const cruised = z.object({
  modules: z.array(z.object({ source: z.string() })),
  summary: z.object({
    violations: z.array(z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) })),
  }),
})

async function importsOf(baseDir: string): Promise<z.infer<typeof cruised>> {
  const { forbidden, options } = configuration
  const result = await cruise(['src', 'emulators'], { ...options, baseDir, validate: true, ruleSet: { forbidden } })
  return cruised.parse(typeof result.output === 'string' ? JSON.parse(result.output) : result.output)
}

async function countSources(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true })
  return entries.filter((entry) => entry.endsWith('.ts')).length
}

test('every import points inward, as the map of layers says', { timeout: 120_000 }, async () => {
  const { modules, summary } = await importsOf(packageRoot)
  expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)).toEqual([])
  // A cruise that read nothing would find nothing wrong.
  const seen = modules.filter(({ source }) => /^(src|emulators)\/.*\.ts$/.test(source)).length
  const there = (await countSources(join(packageRoot, 'src'))) + (await countSources(join(packageRoot, 'emulators')))
  expect(there).toBeGreaterThan(400)
  expect(seen).toBe(there)
})

/** A wrong import for each rule: the rule's name, who imports, and what. */
const wrongImports: readonly (readonly [rule: string, from: string, to: string])[] = [
  ['money-knows-only-itself', 'src/money/decimal.ts', 'src/support/hash.ts'],
  ['money-knows-only-itself', 'src/money/clock.ts', 'node:fs'],
  ['domain-knows-money', 'src/domain/client.ts', 'src/billing/rules.ts'],
  ['domain-knows-money', 'src/domain/wire.ts', 'zod'],
  ['billing-knows-domain', 'src/billing/price.ts', 'src/store/runs.ts'],
  ['billing-knows-domain', 'src/billing/compare.ts', 'src/reconciliation/tie-out.ts'],
  ['reconciliation-knows-domain', 'src/reconciliation/tie-out.ts', 'src/billing/price.ts'],
  ['support-knows-only-itself', 'src/support/hash.ts', 'src/domain/client.ts'],
  ['config-knows-domain', 'src/config/env.ts', 'src/app/sync.ts'],
  ['store-knows-domain', 'src/store/runs.ts', 'src/config/env.ts'],
  ['store-knows-domain', 'src/store/rows.ts', 'src/billing/price.ts'],
  ['ports-know-domain', 'src/sources/source.ts', 'src/sources/pax8/wire.ts'],
  ['source-adapters-know-their-port', 'src/sources/pax8/wire.ts', 'src/sources/file/table.ts'],
  ['source-adapters-know-their-port', 'src/sources/pax8/client.ts', 'src/store/runs.ts'],
  ['ledger-adapters-know-their-port', 'src/ledgers/xero/post.ts', 'src/ledgers/quickbooks-online/wire.ts'],
  ['ledger-adapters-know-their-port', 'src/ledgers/xero/read.ts', 'src/sources/source.ts'],
  ['ledger-adapters-know-their-port', 'src/ledgers/http/send.ts', 'src/ledgers/xero/client.ts'],
  ['app-knows-ports-not-adapters', 'src/app/sync.ts', 'src/sources/pax8/wire.ts'],
  ['app-knows-ports-not-adapters', 'src/app/post.ts', 'src/ledgers/registry.ts'],
  ['server-knows-use-cases', 'src/http/server.ts', 'src/ledgers/registry.ts'],
  ['nobody-knows-the-command-line-or-the-server', 'src/app/tell.ts', 'src/cli/table.ts'],
  ['nobody-knows-the-command-line-or-the-server', 'src/store/tell.ts', 'src/http/server.ts'],
  ['only-the-command-line-starts-emulators', 'src/app/play.ts', 'emulators/pax8/server.ts'],
  ['emulators-read-the-vendor-for-themselves', 'emulators/pax8/rows.ts', 'src/sources/pax8/wire.ts'],
  ['emulators-read-the-vendor-for-themselves', 'emulators/pax8/dates.ts', 'src/domain/client.ts'],
  ['emulators-do-not-know-each-other', 'emulators/pax8/books.ts', 'emulators/quickbooks-online/server.ts'],
  ['emulators-do-not-know-each-other', 'emulators/service/call.ts', 'emulators/xero/server.ts'],
  ['the-product-does-not-need-its-tests', 'src/cli/try.ts', 'test/helpers/clock.ts'],
  ['the-product-does-not-need-its-tests', 'src/cli/compare.ts', 'src/money/decimal.test.ts'],
  ['no-circles', 'src/cli/first.ts', 'src/cli/second.ts'],
  ['nothing-unresolvable', 'src/cli/missing.ts', 'no-such-package'],
]

/** Closes the circle; a circle is reported once. */
const wayBack = ['no-circles', 'src/cli/second.ts', 'src/cli/first.ts'] as const

let wrongProject: string

beforeAll(async () => {
  wrongProject = await mkdtemp(join(tmpdir(), 'seatledger-imports-'))
  const edges = [...wrongImports, wayBack]
  const files = new Set(edges.flatMap(([, from, to]) => (to.endsWith('.ts') ? [from, to] : [from])))
  for (const file of files) {
    const imports = edges.filter(([, from]) => from === file).map(([, from, to]) => importOf(from, to))
    await mkdir(join(wrongProject, dirname(file)), { recursive: true })
    await writeFile(join(wrongProject, file), `${imports.join('\n')}\nexport const one = 1\n`)
  }
  await symlink(join(packageRoot, 'node_modules'), join(wrongProject, 'node_modules'))
})

afterAll(() => rm(wrongProject, { recursive: true, force: true }))

function importOf(from: string, to: string): string {
  const up = '../'.repeat(from.split('/').length - 1)
  return `import { one as other } from '${to.endsWith('.ts') ? `${up}${to}` : to}'\nconsole.log(other)`
}

test('an import that points outward is refused, by each of the rules', { timeout: 60_000 }, async () => {
  const { summary } = await importsOf(wrongProject)
  const refused = new Set(summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`))
  expect(wrongImports.map(([rule, from]) => `${rule}: ${from}`).filter((one) => !refused.has(one))).toEqual([])
  expect(new Set(wrongImports.map(([rule]) => rule))).toEqual(new Set(configuration.forbidden.map(({ name }) => name)))
})
