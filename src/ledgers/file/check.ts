import { sha256 } from '../../support/hash.ts'
import type { LedgerCheck } from '../gateway.ts'
import type { FileLedger } from './post.ts'

/** Proves that the folder can be written in, and tells what of it a person should know. */
export async function checkFolder(ledger: FileLedger): Promise<LedgerCheck> {
  const { folder, settings } = ledger
  // The folder itself is never made: one that is not there is more often a disk that is not mounted.
  await folder.files.syncDirectory(settings.directory)
  await folder.open()
  const probe = `${settings.directory}/.seatledger/writing/probe`
  await folder.files.write(probe, Buffer.from('This file may be deleted.\n', 'utf8'))
  return {
    company: `${settings.seller.name}, as files in ${settings.directory}`,
    clockSkewSeconds: undefined,
    notes: [...layoutNotes(ledger), ...(await batchNotes(ledger))],
  }
}

function layoutNotes({ settings }: FileLedger): string[] {
  if (settings.layout === 'month') {
    return ['Posted documents are kept back until `seatledger batch` puts those of a month into one file.']
  }
  if (settings.takenAway) return ['The other system takes files away: one that is gone is not reported as drift.']
  return ['Files stay where they are: one that is changed or gone is reported as drift.']
}

async function batchNotes({ folder }: FileLedger): Promise<string[]> {
  const notes: string[] = []
  for (const batch of await folder.batches()) {
    if (batch.state === 'writing')
      notes.push(`${batch.fileName} was begun and not finished: run \`seatledger batch\` again.`)
    const bytes = await folder.read(batch.fileName)
    if (bytes !== undefined && sha256(bytes) !== batch.sha256) {
      notes.push(`${batch.fileName} was changed since it was written.`)
    }
  }
  return notes
}
