import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { demoRealm } from '../../src/cli/demo/demo-world.ts'
import { createQuickBooksOnlineEmulator } from '../../emulators/quickbooks-online/server.ts'
import type { DocumentSummary } from '../../emulators/quickbooks-online/document-summary.ts'
import { systemClock } from '../../src/support/clock.ts'

const registration = fileURLToPath(new URL('run-typescript.mjs', import.meta.url))
const program = fileURLToPath(new URL('../../src/cli/seatledger.ts', import.meta.url))

/** The demo in a process of its own, at the head of a process group of its own. */
export interface DemoProcess {
  readonly pid: number
  /** Resolves with the exit code when the process is gone; undefined after a signal. */
  readonly ended: Promise<number | undefined>
  /** What it has written, standard output and standard error apart. */
  readonly written: { out: string; err: string }
}

export interface DemoPlay {
  readonly directory: string
  readonly clients: number
  readonly months?: number
  readonly seed?: string
}

export function startDemo({ directory, clients, months = 1, seed = 'bear-creek' }: DemoPlay): DemoProcess {
  const sizes = ['--clients', String(clients), '--months', String(months), '--seed', seed]
  const args = ['--import', registration, program, '--data', directory, 'demo', '--json', ...sizes]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  const written = { out: '', err: '' }
  child.stdout.on('data', (chunk: Buffer) => (written.out += chunk.toString('utf8')))
  child.stderr.on('data', (chunk: Buffer) => (written.err += chunk.toString('utf8')))
  const ended = once(child, 'close').then(() => child.exitCode ?? undefined)
  return { pid: child.pid ?? 0, ended, written }
}

const summary = z.object({
  clients: z.number(),
  invoices: z.number(),
  posted: z.number(),
  anomalies: z.record(z.string(), z.number()),
  invoiceTotals: z.record(z.string(), z.string()),
  distributorInvoiceTotal: z.record(z.string(), z.string()),
  unexplained: z.record(z.string(), z.string()),
  classes: z.record(z.string(), z.record(z.string(), z.string())),
})

export type DemoSummary = z.infer<typeof summary>

/** What a demo that has ended printed with `--json`. */
export function summaryOf({ written }: DemoProcess): DemoSummary {
  try {
    return summary.parse(JSON.parse(written.out))
  } catch (error) {
    throw new Error(`The demo printed no figures:\n${written.out}\n${written.err}`, { cause: error })
  }
}

/** Everything that stands in the demo's ledger, read from its journal as the emulator would after a start. */
export function ledgerContents(directory: string): readonly DocumentSummary[] {
  const journalFile = join(directory, 'quickbooks-online.jsonl')
  const emulator = createQuickBooksOnlineEmulator({ clock: systemClock, journalFile })
  try {
    return emulator.company(demoRealm).contents()
  } finally {
    emulator.close()
  }
}
