import { join } from 'node:path'
import { addMonths } from '../../../emulators/simulated-msp/calendar.ts'
import { explainBases } from '../../app/run/explain-bases.ts'
import type { Anomaly } from '../../domain/anomaly.ts'
import { billingMonth, type Period } from '../../domain/period.ts'
import type { PlainDate } from '../../domain/plain-date.ts'
import type { PeriodTieOut } from '../../reconciliation/tie-out.ts'
import { withOrganization } from '../../store/database.ts'
import { listRunAnomalies, listRunInvoices, readInvoiceDocument, type RunInvoice } from '../../store/run-results.ts'
import type { Run } from '../../store/runs.ts'
import type { SyncResult } from '../../app/sync/sync-source.ts'
import { packageRoot } from '../../support/package-root.ts'
import type { CliIo } from '../io.ts'
import { createProgressLine } from '../progress-line.ts'
import { noProgress } from '../../app/progress.ts'
import { closeDatabase } from '../session.ts'
import { aloneInDemo } from './alone-in-demo.ts'
import { openDemoDirectory } from './demo-directory.ts'
import type { DemoOptions } from './demo-options.ts'
import { openDemoSession } from './demo-session.ts'
import { firstMonth, startDemoWorld, type DemoWorld } from './demo-world.ts'
import {
  approveAndPost,
  countPosted,
  daysOf,
  runMonth,
  someDaysOf,
  syncDays,
  tieOutMonth,
  type DemoStage,
} from './play-month.ts'
import { tellBases, tellDay, tellPosted, tellRun, tellTieOut } from './tell-demo.ts'

/** What a played month came to. */
export interface DemoOutcome {
  readonly run: Run
  readonly invoices: readonly RunInvoice[]
  readonly anomalies: readonly Anomaly[]
  readonly posted: number
  readonly tieOut: PeriodTieOut
}

export const demoPath = join(packageRoot, '.seatledger', 'demo')

/**
 * Plays the demo: a month that only gives the "was", then the shown ones day by day. Stopped at any moment, even killed,
 * it goes on where it was when it is started again.
 */
export async function playDemo(
  io: CliIo,
  path: string,
  options: DemoOptions,
  quiet: boolean,
): Promise<readonly DemoOutcome[]> {
  return aloneInDemo(path, () => play(io, path, options, quiet))
}

async function play(io: CliIo, path: string, options: DemoOptions, quiet: boolean): Promise<readonly DemoOutcome[]> {
  const directory = await openDemoDirectory(path, options)
  const world = await startDemoWorld(options, directory.path)
  const progress = quiet ? { ...noProgress, clear: () => undefined } : createProgressLine(io)
  const say = (text: string): void => {
    progress.clear()
    if (!quiet) io.writeOut(`${text}\n`)
  }
  try {
    const session = await openDemoSession(world, directory, io.signal)
    try {
      await directory.enter('playing')
      say(opening(options, world, directory.resumed))
      const stage: DemoStage = { world, session, progress, signal: io.signal }
      const outcomes = await playMonths(stage, options, say)
      await directory.enter('finished')
      return outcomes
    } finally {
      await closeDatabase(io, session.context.database)
    }
  } finally {
    progress.clear()
    await world.close()
  }
}

function opening(options: DemoOptions, world: DemoWorld, resumed: boolean): string {
  const lines = [
    `A simulated MSP with ${String(options.clients)} clients and ${String(world.msp.subscriptions.length)} subscriptions, on emulators of Pax8 and QuickBooks Online.`,
    `Pax8 at ${world.pax8Url}, QuickBooks Online at ${world.quickBooksUrl}; simulated time, real database.`,
  ]
  return [...lines, ...(resumed ? ['Going on with a demo that was stopped.'] : []), ''].join('\n')
}

async function playMonths(stage: DemoStage, options: DemoOptions, say: (text: string) => void): Promise<DemoOutcome[]> {
  const before = billingMonth(firstMonth)
  say(`${firstMonth} first, in short: it gives the "was" that the next month is compared with.`)
  await syncDays(stage, someDaysOf(before), () => undefined)
  const firstRun = await runMonth(stage, before)
  await approveAndPost(stage, firstRun)
  say(`  ${String(await countPosted(stage, before))} invoices posted.`)
  const outcomes: DemoOutcome[] = []
  for (let index = 1; index <= options.months; index += 1) {
    outcomes.push(await playShownMonth(stage, billingMonth(addMonths(firstMonth, index)), say))
  }
  return outcomes
}

async function playShownMonth(stage: DemoStage, period: Period, say: (text: string) => void): Promise<DemoOutcome> {
  say(`\n${period.start.slice(0, 7)}, synced night by night:`)
  const told = (day: PlainDate, result: SyncResult): void => {
    const line = tellDay(stage.world.msp, day, result)
    if (line !== undefined) say(line)
  }
  await syncDays(stage, daysOf(period), told)
  const run = await runMonth(stage, period)
  const { database, organization } = stage.session.context
  const { invoices, anomalies } = await withOrganization(database, organization.id, async (tx) => ({
    invoices: await listRunInvoices(tx, run.id),
    anomalies: await listRunAnomalies(tx, run.id),
  }))
  say(tellRun(run, invoices, anomalies))
  say(await tellBearCreek(stage, run, invoices))
  const posted = await approveAndPost(stage, run)
  say(tellPosted(run, posted))
  const tieOut = await tieOutMonth(stage, period)
  say(tellTieOut(tieOut))
  return { run, invoices, anomalies, posted: await countPosted(stage, period), tieOut }
}

/** Bear Creek Winery's invoice, and its Microsoft 365 line under each quantity basis, in words and arithmetic. */
async function tellBearCreek(stage: DemoStage, run: Run, invoices: readonly RunInvoice[]): Promise<string> {
  const row = invoices.find(({ clientName }) => clientName === 'Bear Creek Winery')
  if (row?.invoice === undefined) return ''
  const invoice = readInvoiceDocument(row.invoice)
  const line = invoice.lines.find(({ description }) => description.includes('Business Standard'))
  if (line === undefined) return tellBases(invoice, row, new Map())
  const { context, adapters } = stage.session
  const which = { clientId: row.clientId, billingLineId: line.billingLineId }
  return tellBases(invoice, row, await explainBases(context, adapters, run, which))
}
