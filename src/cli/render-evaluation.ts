import type { ClientDryRun } from '../billing/dry-run.ts'
import type { Evaluation } from '../app/evaluate/evaluate-scenario.ts'
import type { Difference } from '../app/evaluate/compare-expected.ts'
import { formatMonth, monthOf, samePeriod, type Period } from '../domain/period.ts'
import type { RunInvoice } from '../store/run-results.ts'
import { renderExplanation } from './render-explanation.ts'
import { renderAnomalies, renderClients, renderInvoice } from './render-run.ts'
import { renderTable } from './table.ts'

/** A worked scenario for a terminal: what `run`, `review` and `explain` would show of it, and what differs. */
export function renderEvaluation(evaluation: Evaluation): string {
  const { run, differences } = evaluation
  const anomalies = [...run.clients.flatMap((client) => client.anomalies), ...run.anomalies]
  return [
    renderHead(evaluation),
    renderClients(run.clients.map(rowOf), anomalies),
    ...run.clients.flatMap(renderClient),
    renderAnomalies(anomalies),
    ...(differences === undefined ? [] : [renderDifferences(differences)]),
  ].join('\n\n')
}

function renderHead({ title, reference, run }: Evaluation): string {
  return [
    ...(title === undefined ? [] : [title]),
    ...(reference === undefined ? [] : [`After: ${reference}`]),
    `Worked for ${periodWords(run.billingPeriod)} as of ${run.asOf}; nothing was stored.`,
  ].join('\n')
}

function periodWords(period: Period): string {
  return samePeriod(period, monthOf(period.start)) ? formatMonth(period) : `${period.start} up to ${period.end}`
}

/** A scenario names no document and no hash, since nothing is posted from it. */
function rowOf({ clientId, clientName, outcome, invoice, previousTotal }: ClientDryRun): RunInvoice {
  return {
    clientId,
    clientName,
    outcome,
    currency: invoice?.currency ?? '',
    total: invoice?.total ?? '0',
    previousTotal,
    lineCount: invoice?.lines.length ?? 0,
    invoice: invoice === undefined ? undefined : '',
    body: undefined,
    documentKind: undefined,
    documentNumber: undefined,
    sha256: undefined,
  }
}

function renderClient({ invoice }: ClientDryRun): string[] {
  if (invoice === undefined) return []
  return [renderInvoice(invoice, undefined), ...invoice.lines.map((line) => renderExplanation(invoice, line))]
}

function renderDifferences(differences: readonly Difference[]): string {
  if (differences.length === 0) return 'As expected.'
  const rows = differences.map(({ where, expected, found }) => [where, expected, found])
  const columns = [{ title: 'not as expected' }, { title: 'expected' }, { title: 'found' }]
  return renderTable(columns, rows)
}
