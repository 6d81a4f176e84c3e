import type { SimulatedMsp } from '../../../emulators/simulated-msp/types.ts'
import type { ApprovedPosted } from '../../app/posting/post-approved.ts'
import type { LinesByBasis } from '../../app/run/explain-bases.ts'
import type { SyncResult } from '../../app/sync/sync-source.ts'
import { explainLine } from '../../billing/explain.ts'
import type { Anomaly } from '../../domain/anomaly.ts'
import type { QuantityBasis } from '../../domain/billing-config.ts'
import type { Invoice, InvoiceLine } from '../../domain/invoice.ts'
import type { PlainDate } from '../../domain/plain-date.ts'
import { decimal, formatDecimal, sumDecimals } from '../../money/decimal.ts'
import type { PeriodTieOut } from '../../reconciliation/tie-out.ts'
import type { RunInvoice } from '../../store/run-results.ts'
import type { Run } from '../../store/runs.ts'
import { renderInvoice, renderRun } from '../render-run.ts'
import { renderTieOut } from '../render-tie-out.ts'
import { shorten } from '../table.ts'

/** A night's sync in a line, with what had happened by then; nights on which nothing happened are passed over. */
export function tellDay(msp: SimulatedMsp, day: PlainDate, result: SyncResult): string | undefined {
  const happened = msp.happenings.filter((happening) => happening.day === day)
  const read = result.counts['subscriptions']
  const state = result.complete ? 'complete' : 'INCOMPLETE'
  const head = `  ${day}  ${String(read?.rows ?? 0)} subscriptions, ${state}`
  const news = (result.invoices?.newlyStored ?? []).map(() => "the distributor's invoice is here")
  const effects = [...happened.map(({ effect }) => effect), ...news]
  if (effects.length === 0) return undefined
  const shown = effects.slice(0, 3).map((effect) => shorten(effect, 90))
  const more = effects.length > 3 ? [`and ${String(effects.length - 3)} more things`] : []
  return [head, ...[...shown, ...more].map((effect) => `              ${effect}`)].join('\n')
}

export function tellRun(run: Run, invoices: readonly RunInvoice[], anomalies: readonly Anomaly[]): string {
  return `\nThe dry run, every invoice as it would post:\n\n${renderRun(run, invoices, anomalies)}`
}

/** One invoice in full, and one of its lines as each basis would bill it. */
export function tellBases(invoice: Invoice, row: RunInvoice, bases: LinesByBasis): string {
  const parts = [...bases].map(([basis, lines]) => tellBasis(basis, lines, invoice.currency))
  return [
    `\n${'═'.repeat(60)}`,
    renderInvoice(invoice, row.documentNumber),
    `Its hash, which an approval names: ${row.sha256 ?? ''}`,
    'The first line under each of the quantity bases (the contract says which one counts):',
    ...parts,
    '═'.repeat(60),
  ].join('\n\n')
}

function tellBasis(basis: QuantityBasis, lines: readonly InvoiceLine[] | 'unknown', currency: string): string {
  if (lines === 'unknown') return `  ${basis}: not known before the distributor's invoice is here`
  const total = formatDecimal(sumDecimals(lines.map(({ amount }) => decimal(amount))))
  const explained = lines.flatMap((line) => {
    const { sentence, rows } = explainLine(line, currency)
    const working = rows.map(
      ({ what, working, result, source }) => `      ${what}: ${working} = ${result}  (${source})`,
    )
    return [`    ${sentence}`, ...working]
  })
  return [`  ${basis}: ${total} ${currency}`, ...explained].join('\n')
}

export function tellPosted(run: Run, { postings, ledgers }: ApprovedPosted): string {
  const posted = postings.filter(({ state }) => state === 'posted').length
  const stopped = [...ledgers.values()].flatMap((report) => report.stopped ?? [])
  const lines = [
    `\nApproved by the run's hash ${run.sha256?.slice(0, 12) ?? ''} and posted: ${String(posted)} of ${String(postings.length)} invoices are in QuickBooks Online, each once.`,
    ...stopped,
  ]
  return lines.join('\n')
}

export function tellTieOut(tieOut: PeriodTieOut): string {
  return `\nThe distributor's invoice came in on the 4th.\n\n${renderTieOut(tieOut)}`
}
