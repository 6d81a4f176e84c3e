import { basename } from 'node:path'
import type { Command } from 'commander'
import { applyConfig } from '../../app/config/apply-config.ts'
import { planConfig, type ClientEffect } from '../../app/config/plan-config.ts'
import type { UnknownConnection } from '../../app/config/unknown-connections.ts'
import { suggestConfig } from '../../app/config/suggest-config.ts'
import { isPlainDate, plainDateIn, type PlainDate } from '../../domain/plain-date.ts'
import { formatMonth, monthOf } from '../../domain/period.ts'
import { listBillingConfigVersions } from '../../store/billing-configs.ts'
import { withOrganization } from '../../store/database.ts'
import { InvalidInput, NotFound } from '../../support/failure.ts'
import { runInSession, type RegisterCommand } from '../command.ts'
import type { CliIo } from '../io.ts'
import { readMonth } from '../read-month.ts'
import { registerConfigRates } from './config-rates.ts'
import { readTextFile } from '../read-text-file.ts'
import { renderTable } from '../table.ts'

export const registerConfig: RegisterCommand = (program, io) => {
  const config = program.command('config').description('what is billed to whom and how, as text')
  registerSuggest(config, io)
  registerExport(config, io)
  registerPlan(config, io)
  registerApply(config, io)
  registerHistory(config, io)
  registerConfigRates(config, io)
}

function registerSuggest(config: Command, io: CliIo): void {
  config
    .command('suggest')
    .description('propose a first config from what was synced, as YAML on standard output')
    .action(async (_options: object, command: Command) => {
      await runInSession(io, command, async ({ context }) => {
        const yaml = await suggestConfig(context)
        return { data: { yaml }, text: yaml }
      })
    })
}

function registerExport(config: Command, io: CliIo): void {
  config
    .command('export')
    .description('print a version of the config, the newest where none is named')
    .option('--version-number <n>', 'the version')
    .action(async (options: { versionNumber?: string }, command: Command) => {
      await runInSession(io, command, async ({ context }) => {
        const { database, organization } = context
        const versions = await withOrganization(database, organization.id, (tx) => listBillingConfigVersions(tx))
        const wanted = options.versionNumber
        const version = wanted === undefined ? versions.at(-1) : versions.find((row) => String(row.version) === wanted)
        if (version === undefined) {
          throw new NotFound(
            wanted === undefined
              ? 'There is no billing config yet. `seatledger config suggest` proposes one.'
              : `There is no version ${wanted}; \`seatledger config history\` lists them.`,
          )
        }
        return {
          data: { version: version.version, effectiveFrom: version.effectiveFrom, yaml: version.source },
          text: version.source,
        }
      })
    })
}

function registerPlan(config: Command, io: CliIo): void {
  config
    .command('plan')
    .description('show what a config would change, in money and per client; stores nothing')
    .argument('<file>', 'the YAML file')
    .option('--month <month>', 'the month to work, the current one where left out')
    .action(async (file: string, options: { month?: string }, command: Command) => {
      await runInSession(io, command, async ({ context, adapters }) => {
        const today = plainDateIn(context.organization.timeZone, context.database.clock.now())
        const period = options.month === undefined ? monthOf(today) : readMonth(options.month)
        const source = await readTextFile(file)
        const { effects, unknown } = await planConfig(context, adapters, { source, file: basename(file) }, period)
        const text =
          effects.length === 0
            ? `Nothing changes for ${formatMonth(period)}.`
            : `Effect on ${formatMonth(period)}, against the config in force:\n\n${renderEffects(effects)}\n\nNothing was stored. To apply it: seatledger config apply ${file}`
        return {
          data: { month: formatMonth(period), effects, unknown },
          text: [text, ...warnings(unknown)].join('\n\n'),
        }
      })
    })
}

/** A config may be written before anything is connected, so it is taken; whom it concerns, a run blocks. */
function warnings(unknown: readonly UnknownConnection[]): string[] {
  return unknown.map(({ message }) => `Warning: ${message} Until then its clients are blocked.`)
}

function renderEffects(effects: readonly ClientEffect[]): string {
  const rows = effects.map((effect) => [
    effect.clientName,
    effect.currency,
    effect.totalNow ?? '—',
    effect.totalThen ?? '—',
    effect.change,
    whatBecomes(effect),
  ])
  const right = { align: 'right' } as const
  const columns = [
    { title: 'client' },
    { title: '' },
    { title: 'now', ...right },
    { title: 'then', ...right },
    { title: 'change', ...right },
    { title: '' },
  ]
  return [renderTable(columns, rows), ...renderBlocked(effects)].join('\n\n')
}

function whatBecomes({ totalThen, blockedNow, blockedThen, blockedBy }: ClientEffect): string {
  if (totalThen === undefined) return 'not in it any more'
  if (blockedThen) return `blocked: ${blockedBy[0] ?? ''}${blockedBy.length > 1 ? ', …' : ''}`
  return blockedNow ? 'no longer blocked' : ''
}

/** Many clients are blocked by the same few things: those are what to mend. */
function renderBlocked(effects: readonly ClientEffect[]): string[] {
  const counts = new Map<string, number>()
  for (const code of effects.flatMap(({ blockedBy }) => blockedBy)) counts.set(code, (counts.get(code) ?? 0) + 1)
  if (counts.size === 0) return []
  const words = [...counts].sort(([, a], [, b]) => b - a).map(([code, count]) => `${code} (${String(count)} clients)`)
  return [`Would be blocked, by: ${words.join(', ')}. \`seatledger run\` says of each what to do about it.`]
}

function registerApply(config: Command, io: CliIo): void {
  config
    .command('apply')
    .description('store a new version of the config, whole or not at all')
    .argument('<file>', 'the YAML file')
    .option('--effective <day>', 'for months that start on or after this day; the current month where left out')
    .action(async (file: string, options: { effective?: string }, command: Command) => {
      await runInSession(io, command, async ({ context }) => {
        const { effective } = options
        if (effective !== undefined && !isPlainDate(effective)) {
          throw new InvalidInput(`--effective ${effective} is not a day; write it YYYY-MM-DD.`)
        }
        const source = await readTextFile(file)
        const applied = await applyConfig(context, { source, file: basename(file), effectiveFrom: effective })
        const { version, effectiveFrom } = applied.version
        const text = applied.isNew
          ? `Stored as version ${String(version)}, ${inForceInWords(effectiveFrom)}`
          : `Version ${String(version)} says the same already; nothing was stored.`
        const { isNew, unknown } = applied
        return { data: { version, effectiveFrom, isNew, unknown }, text: [text, ...warnings(unknown)].join('\n\n') }
      })
    })
}

function registerHistory(config: Command, io: CliIo): void {
  config
    .command('history')
    .description('list the versions of the config')
    .action(async (_options: object, command: Command) => {
      await runInSession(io, command, async ({ context }) => {
        const { database, organization } = context
        const versions = await withOrganization(database, organization.id, (tx) => listBillingConfigVersions(tx))
        const rows = versions.map((row) => [
          String(row.version),
          row.effectiveFrom,
          row.recordedAt.toISOString(),
          row.recordedBy,
          row.sha256.slice(0, 12),
        ])
        const titles = ['version', 'months from', 'recorded', 'by', 'hash']
        const table = renderTable(
          titles.map((title) => ({ title })),
          rows,
        )
        const data = versions.map(({ source: _source, ...row }) => row)
        return { data, text: versions.length === 0 ? 'There is no billing config yet.' : table }
      })
    })
}

/** A month is billed by one version, the one in force on its first day; so a day within a month counts from the next on. */
function inForceInWords(effectiveFrom: PlainDate): string {
  const month = monthOf(effectiveFrom)
  if (month.start === effectiveFrom) return `in force for months from ${effectiveFrom} on.`
  const next = formatMonth(monthOf(month.end))
  return (
    `in force for months that start on ${effectiveFrom} or later, so from ${next} on: ` +
    `${formatMonth(month)} began before and is billed by the version before. Name ${month.start} to change it too.`
  )
}
