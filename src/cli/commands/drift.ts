import type { Command } from 'commander'
import { findDrift, type DriftFound } from '../../app/drift/find-drift.ts'
import { readDifferences } from '../../app/posting/read-differences.ts'
import { listGrantedLedgers } from '../../app/sync/granted-ledgers.ts'
import { driftThatWantsPerson } from '../../domain/posting-drift.ts'
import { withOrganization } from '../../store/database.ts'
import { listDrift, type StoredDrift } from '../../store/posting-drift.ts'
import { runHeedingInterrupt, type CommandResult, type RegisterCommand } from '../command.ts'
import { renderTable } from '../table.ts'

const mostListed = 200

export const registerDrift: RegisterCommand = (program, io) => {
  program
    .command('drift')
    .description('what was changed in the ledger after posting: edited, voided, deleted, paid; nothing is overwritten')
    .argument('[connection]', 'only this ledger; all where left out')
    .option('--offline', 'show what was found before, and ask no ledger', false)
    .action(async (named: string | undefined, { offline }: { offline: boolean }, command: Command) => {
      await runHeedingInterrupt(io, command, async ({ context, adapters, keys }) => {
        const inOrganization = <T>(work: Parameters<typeof withOrganization<T>>[2]): Promise<T> =>
          withOrganization(context.database, context.organization.id, work)
        const ledgers =
          named === undefined
            ? (await inOrganization(listGrantedLedgers)).map((ledger) => ledger.connectionId)
            : [named]
        const looked: DriftFound[] = []
        if (!offline) {
          for (const ledger of ledgers) looked.push(await findDrift(context, adapters, keys, ledger, io.signal))
        }
        const drift = await inOrganization((tx) => listDrift(tx, { limit: mostListed }))
        return toResult(looked, drift)
      })
    })
}

function toResult(looked: readonly DriftFound[], drift: readonly StoredDrift[]): CommandResult {
  const columns = [
    { title: 'client' },
    { title: 'month' },
    { title: 'number' },
    { title: 'what' },
    { title: 'was' },
    { title: 'is' },
  ]
  const rows = drift.flatMap((row) => {
    const head = [row.clientId, row.periodStart.slice(0, 7), row.documentNumber ?? '', row.kind]
    const differences = readDifferences(row.differences)
    if (differences.length === 0) return [[...head, '', '']]
    return differences.map(({ approved, posted }) => [...head, approved ?? '-', posted ?? '-'])
  })
  const wanting = drift.filter(({ kind }) => driftThatWantsPerson.includes(kind))
  const text = [
    ...looked.map(wordsOf),
    drift.length === 0 ? 'Every posted document is as it was posted.' : renderTable(columns, rows),
    ...(wanting.length === 0
      ? []
      : [`${String(wanting.length)} are no longer what was approved. They are left as they are; the ledger counts.`]),
  ]
  const data = {
    looked,
    drift: drift.map(({ differences, ...row }) => ({ ...row, differences: readDifferences(differences) })),
  }
  return { data, text: text.join('\n\n'), exit: wanting.length === 0 ? 'done' : 'attention' }
}

function wordsOf({ ledgerConnectionId, by, looked, fresh }: DriftFound): string {
  switch (by) {
    case 'nothing-posted':
      return `${ledgerConnectionId}: nothing was posted yet.`
    case 'changes':
      return `${ledgerConnectionId}: ${String(looked)} of our documents changed since the last look, ${String(fresh)} findings are new.`
    case 'documents':
      return `${ledgerConnectionId}: the ledger cannot tell all changes, so ${String(looked)} documents were read; ${String(fresh)} findings are new.`
  }
}
