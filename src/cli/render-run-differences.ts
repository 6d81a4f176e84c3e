import type { Anomaly } from '../domain/anomaly.ts'
import { formatMonth } from '../domain/period.ts'
import type { ClientDifference } from '../app/diff/compare-clients.ts'
import type { LineDifference, LineFigures } from '../app/diff/compare-invoices.ts'
import type { ExplainedDifference, RunsDifference } from '../app/diff/diff-runs.ts'
import type { DocumentDifference, Replay } from '../app/replay/replay-run.ts'
import { renderTable, shorten } from './table.ts'

const right = { align: 'right' } as const
const mostPlaces = 12

/** A replay for a terminal: the same to the byte, or where it differs. */
export function renderReplay(replay: Replay): string {
  const { run } = replay
  const name = `Run ${String(run.number)} for ${formatMonth(run.period)}`
  if (replay.isIdentical) return `${name}: worked again, the same to the byte (hash ${replay.sha256}).`
  const engines =
    run.engineVersion === replay.engineVersion
      ? `by the same engine version ${replay.engineVersion}`
      : `by engine version ${replay.engineVersion}, then by ${run.engineVersion}`
  return [
    `${name}: worked again ${engines}, and it differs.\nHash then ${run.sha256 ?? ''}\nHash now  ${replay.sha256}`,
    ...renderClients(replay.clients, () => []),
    ...replay.documents.map(renderDocument),
    ...renderFlags('the run', replay.anomaliesGone, replay.anomaliesNew),
  ].join('\n\n')
}

/** Two runs for a terminal: per client and line what changed, in money, and what made it change. */
export function renderRunsDifference(difference: RunsDifference): string {
  const { before, after, clients } = difference
  const head = `Run ${String(before.number)} (${formatMonth(before.period)}) against run ${String(after.number)} (${formatMonth(after.period)})`
  if (clients.length === 0) return `${head}: nothing is billed or flagged differently.\n${inputWords(difference)}`
  return [
    `${head}: ${clients.length === 1 ? '1 client differs' : `${String(clients.length)} clients differ`}.\n${inputWords(difference)}`,
    ...renderClients(clients, causeLines),
  ].join('\n\n')
}

function inputWords({ differs }: RunsDifference): string {
  const names = (['month', 'evidence', 'config', 'engine'] as const).filter((name) => differs[name])
  return names.length === 0 ? 'Their inputs are the same.' : `What differs in their input: ${names.join(', ')}.`
}

function causeLines({ byCause, currency }: ExplainedDifference): string[] {
  if (byCause === undefined) return []
  const parts = (['evidence', 'config', 'engine'] as const).map((name) => `${name} ${signed(byCause[name])}`)
  return [`  by cause: ${parts.join(', ')} ${currency}`]
}

function renderClients<C extends ClientDifference>(clients: readonly C[], more: (client: C) => string[]): string[] {
  return clients.map((client) => {
    const { clientName, before, after, change, currency, lines } = client
    const from = before === undefined ? 'not worked' : `${before.total} ${before.outcome}`
    const to = after === undefined ? 'not worked' : `${after.total} ${after.outcome}`
    return [
      `${clientName}: ${from} → ${to} (${signed(change)} ${currency})`,
      ...more(client),
      ...(lines.length === 0 ? [] : [renderLines(lines)]),
      ...renderFlags(clientName, client.anomaliesGone, client.anomaliesNew),
    ].join('\n')
  })
}

function renderLines(lines: readonly LineDifference[]): string {
  const columns = [
    { title: 'line' },
    { title: 'before', ...right },
    { title: 'after', ...right },
    { title: 'change', ...right },
    { title: 'because of' },
    { title: 'key' },
  ]
  const rows = lines.map(({ description, before, after, change, causes, lineKey }) => [
    shorten(description.split('\n')[0] ?? '', 50),
    figures(before),
    figures(after),
    signed(change),
    causes.includes('unknown') ? '' : causes.join(', '),
    lineKey,
  ])
  return renderTable(columns, rows)
}

function figures(line: LineFigures | undefined): string {
  return line === undefined ? '—' : `${line.quantity} x ${line.unitPrice} = ${line.amount}`
}

function renderDocument({ clientId, document, places }: DocumentDifference): string {
  const shown = places
    .slice(0, mostPlaces)
    .map(({ path, before, after }) => [
      shorten(path === '' ? '(all of it)' : path, 60),
      shorten(before ?? '—', 50),
      shorten(after ?? '—', 50),
    ])
  const rest = places.length - shown.length
  const table = renderTable([{ title: `${clientId}: ${document}` }, { title: 'then' }, { title: 'now' }], shown)
  return rest > 0 ? `${table}\n… and ${String(rest)} more places (--json lists all)` : table
}

function renderFlags(where: string, gone: readonly Anomaly[], come: readonly Anomaly[]): string[] {
  return [
    ...gone.map(({ code, message }) => `  no longer flagged at ${where}: ${code}: ${message}`),
    ...come.map(({ code, message }) => `  newly flagged at ${where}: ${code}: ${message}`),
  ]
}

/** `+1.50` and `-1.50`: a change always shows its sign. */
function signed(change: string): string {
  return change.startsWith('-') || /^0+(\.0+)?$/.test(change) ? change : `+${change}`
}
