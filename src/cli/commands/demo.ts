import type { Command } from 'commander'
import type { InvoiceTieOut } from '../../reconciliation/tie-out.ts'
import type { RunInvoice } from '../../store/run-results.ts'
import { globalOptions, runCommand, type RegisterCommand } from '../command.ts'
import { demoOptions } from '../demo/demo-options.ts'
import { demoPath, playDemo, type DemoOutcome } from '../demo/play-demo.ts'
import { addDecimals, decimal, formatDecimal } from '../../money/decimal.ts'

export const registerDemo: RegisterCommand = (program, io) => {
  program
    .command('demo')
    .description('play a month of a simulated MSP on emulators, from the first sync to 0.00 unexplained')
    .option('--clients <n>', 'how many clients', '60')
    .option('--months <n>', 'how many months are shown', '1')
    .option('--seed <text>', 'another seed plays another MSP', 'bear-creek')
    .action(async (options: { clients: string; months: string; seed: string }, command: Command) => {
      const started = io.clock.now().getTime()
      const { json, data: directory = demoPath } = globalOptions(command)
      await runCommand(io, command, async () => {
        const outcomes = await playDemo(io, directory, demoOptions(options), json === true)
        const seconds = Math.round((io.clock.now().getTime() - started) / 100) / 10
        const data = { ...summaryOf(outcomes), seconds, peakMemoryMb: peakMemoryMb() }
        const isTied = Object.values(data.unexplained).every((amount) => decimal(amount).units === 0n)
        return { data, text: closing(seconds, directory), exit: isTied ? 'done' : 'differs' }
      })
    })
}

/**
 * The figures of all months shown; amounts per currency, never added across. The classes add up to the distributor
 * invoices' total; `unexplained` is that of every distributor invoice that touches the months.
 */
function summaryOf(outcomes: readonly DemoOutcome[]): {
  clients: number
  invoices: number
  posted: number
  anomalies: Record<string, number>
  invoiceTotals: Record<string, string>
  distributorInvoiceTotal: Record<string, string>
  unexplained: Record<string, string>
  classes: Record<string, Record<string, string>>
} {
  const anomalies: Record<string, number> = {}
  const totals = new Totals()
  const unexplained = new Totals()
  const invoiced = new Totals()
  const classes: Record<string, Totals> = {}
  for (const outcome of outcomes) {
    for (const { code } of outcome.anomalies) anomalies[code] = (anomalies[code] ?? 0) + 1
    for (const row of outcome.invoices.filter(isReady)) invoiced.add(row.currency, row.total)
    for (const invoice of arrivedFor(outcome)) {
      for (const control of invoice.controls) {
        if (control.total !== 'unknown') totals.add(control.currency, control.total)
        const own = (classes[control.currency] ??= new Totals())
        for (const row of control.classes) if (row.findings > 0) own.add(row.class, row.cost)
      }
    }
    for (const control of outcome.tieOut.controls) unexplained.add(control.currency, control.unexplained)
  }
  return {
    clients: outcomes[0]?.invoices.length ?? 0,
    invoices: outcomes.reduce(
      (sum, { invoices }) => sum + invoices.filter(({ invoice }) => invoice !== undefined).length,
      0,
    ),
    posted: outcomes.reduce((sum, { posted }) => sum + posted, 0),
    anomalies,
    invoiceTotals: invoiced.values,
    distributorInvoiceTotal: totals.values,
    unexplained: unexplained.values,
    classes: Object.fromEntries(Object.entries(classes).map(([currency, own]) => [currency, own.values])),
  }
}

/** The distributor's invoices that came in for a month, on the 4th of the next: dated on its first day. */
function arrivedFor({ run, tieOut }: DemoOutcome): readonly InvoiceTieOut[] {
  return tieOut.invoices.filter((invoice) => invoice.treatment === 'counted' && invoice.invoiceDate >= run.period.end)
}

function isReady(row: RunInvoice): boolean {
  return row.outcome === 'ready'
}

class Totals {
  readonly values: Record<string, string> = {}

  add(currency: string, amount: string): void {
    const before = this.values[currency]
    this.values[currency] = before === undefined ? amount : formatDecimal(addDecimals(decimal(before), decimal(amount)))
  }
}

/** Of this process; the database server beside it takes some 40 MB more. */
function peakMemoryMb(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024)
}

function closing(seconds: number, directory: string): string {
  const place = directory === demoPath ? '.seatledger/demo' : directory
  return [
    `\nDone in ${String(seconds)} s. What was played is kept in ${directory}; look around in it:`,
    `  npx seatledger --data ${place} review --client bear-creek-winery --body`,
    `  npx seatledger --data ${place} explain --client bear-creek-winery`,
    `  npx seatledger --data ${place} config export`,
    `  npx seatledger --data ${place} reconcile 2026-10`,
    `  npx seatledger --data ${place} decide 2026-10`,
    'With your own keys:',
    '  npx seatledger init --name "My MSP"',
    '  npx seatledger connect pax8',
  ].join('\n')
}
