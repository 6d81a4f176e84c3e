import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import { examineDatabase } from '../../app/doctor/examine-database.ts'
import { examineKey } from '../../app/doctor/examine-key.ts'
import { examineMachine } from '../../app/doctor/examine-machine.ts'
import { examineOrganization } from '../../app/doctor/examine-organization.ts'
import { wrong, type HealthFinding } from '../../app/doctor/finding.ts'
import type { Database } from '../../store/database.ts'
import type { KeyRing } from '../../store/key-ring.ts'
import { listOrganizations } from '../../store/organizations.ts'
import { Failure } from '../../support/failure.ts'
import { adapterRegistry } from '../adapter-registry.ts'
import { globalOptions, runCommand, type CommandResult, type RegisterCommand } from '../command.ts'
import type { CliIo } from '../io.ts'
import { closeDatabase, environmentOf, openCliDatabase, type GlobalOptions } from '../session.ts'

export const registerDoctor: RegisterCommand = (program, io) => {
  program
    .command('doctor')
    .description('look at everything that can be wrong: this computer, the database, connections, syncs, postings')
    .option('--offline', 'call nothing outside', false)
    .action(async ({ offline }: { offline: boolean }, command: Command) => {
      await runCommand(io, command, async () => {
        const findings = await examineAll(io, globalOptions(command), !offline)
        return toResult(findings)
      })
    })
}

async function examineAll(io: CliIo, options: GlobalOptions, callsOutside: boolean): Promise<HealthFinding[]> {
  const environment = environmentOf(io, options)
  const { dataDirectory, databaseUrl } = environment
  const isEmbedded = databaseUrl === undefined
  const machine = { nodeVersion: process.versions.node, dataDirectory, isEmbedded }
  const findings = [...(await examineMachine(machine))]
  // Looking must not make a new database where somebody has only mistyped the directory.
  if (isEmbedded && !existsSync(dataDirectory)) return findings
  const key = await examineKey(environment)
  findings.push(...key.findings)
  try {
    const database = await openCliDatabase(io, options)
    try {
      findings.push(...(await examineDatabase(database)))
      findings.push(...(await examineOrganizations(io, database, options, { keys: key.keys, callsOutside })))
    } finally {
      await closeDatabase(io, database)
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    const named = { code: 'database.server', subject: 'the database', message: error.message }
    findings.push(wrong(named, 'Mend that first: nothing works without the database.'))
  }
  return findings
}

async function examineOrganizations(
  io: CliIo,
  database: Database,
  options: GlobalOptions,
  tools: { readonly keys: KeyRing | undefined; readonly callsOutside: boolean },
): Promise<HealthFinding[]> {
  const named = options.organization
  const all = await listOrganizations(database)
  const chosen = named === undefined ? all : all.filter(({ id, name }) => id === named || name === named)
  if (chosen.length === 0) {
    const subject = named ?? 'the organization'
    return [
      wrong(
        { code: 'organization.none', subject, message: 'is not there' },
        'Make it with `seatledger init --name NAME`.',
      ),
    ]
  }
  const findings: HealthFinding[] = []
  for (const organization of chosen) {
    const context = { database, organization, actor: 'doctor' }
    const { signal } = io
    findings.push(...(await examineOrganization(context, { ...tools, adapters: adapterRegistry, signal })))
  }
  return findings
}

const marks = { good: 'ok', notice: '! ', wrong: 'XX' } as const

function toResult(findings: readonly HealthFinding[]): CommandResult {
  const count = (state: HealthFinding['state']): number => findings.filter((finding) => finding.state === state).length
  const lines = findings.flatMap(({ state, subject, message, nextStep }) => [
    `${marks[state]}  ${subject}: ${message}`,
    ...(nextStep === undefined ? [] : [`      next: ${nextStep}`]),
  ])
  const summary =
    count('wrong') === 0
      ? `Nothing is wrong${count('notice') === 0 ? '' : `; ${String(count('notice'))} worth knowing`}.`
      : `${String(count('wrong'))} want a person, ${String(count('notice'))} are worth knowing.`
  const data = {
    healthy: count('wrong') === 0,
    findings: findings.map((finding) => ({ ...finding, nextStep: finding.nextStep ?? null })),
  }
  return { data, text: [...lines, '', summary].join('\n'), exit: count('wrong') === 0 ? 'done' : 'attention' }
}
