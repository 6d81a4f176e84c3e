import type { ReviewedRun } from '../app/run/read-review.ts'
import { totalsByCurrency } from '../app/run/totals-by-currency.ts'
import type { Anomaly, Severity } from '../domain/anomaly.ts'
import { bookingWords } from '../billing/booking/booking-words.ts'
import { taxInWords } from '../billing/tax/tax-words.ts'
import type { Invoice } from '../domain/invoice.ts'
import { formatMonth } from '../domain/period.ts'
import { absoluteDecimal, compareDecimals, decimal, formatDecimal, subtractDecimals } from '../money/decimal.ts'
import type { RunOutcome } from '../store/run-outcomes.ts'
import type { Run } from '../store/runs.ts'
import { groupBy } from '../support/group-by.ts'
import { compareNames } from './compare-names.ts'
import { renderTable, shorten } from './table.ts'

const marks: Readonly<Record<Severity, string>> = { blocking: '■ blocks', warning: '▲ look', note: '○ note' }
const right = { align: 'right' } as const

/** The whole dry run for a terminal: each client in a row, then what wants a look, worst first. */
export function renderRun(run: Run, invoices: readonly RunOutcome[], anomalies: readonly Anomaly[]): string {
  return [
    renderHead(run, invoices),
    renderClients(invoices, anomalies),
    renderAnomalies(anomalies),
    renderNext(
      run,
      invoices.some(({ outcome }) => outcome === 'ready'),
    ),
  ].join('\n\n')
}

/** The same for a month of which some clients were run again: each run with the clients that count by it. */
export function renderRuns(parts: readonly ReviewedRun[]): string {
  const shown = parts.map(({ run, invoices, anomalies }) => renderRun(run, invoices, anomalies))
  if (parts.length === 1) return shown.join('')
  const intro = 'Some clients were run again; each client stands with the newest run that was made for it.'
  return [intro, ...shown].join(`\n\n`)
}

function renderHead(run: Run, invoices: readonly RunOutcome[]): string {
  const totals = totalsByCurrency(invoices.filter(({ outcome }) => outcome === 'ready'))
  const total = [...totals].map(([currency, amount]) => `${amount} ${currency}`).join(', ')
  const count = (outcome: RunOutcome['outcome']): number => invoices.filter((row) => row.outcome === outcome).length
  const counts = [
    `${String(count('ready'))} ready`,
    `${String(count('blocked'))} blocked`,
    `${String(count('nothing-to-bill'))} with nothing to bill`,
    ...(count('already-billed') === 0 ? [] : [`${String(count('already-billed'))} billed already`]),
  ].join(', ')
  return [
    `Run ${String(run.number)} for ${formatMonth(run.period)}: ${counts}. To invoice: ${total === '' ? 'nothing' : total}.`,
    `Hash ${run.sha256 ?? ''} (config version ${String(run.configVersion)}, evidence until ${run.evidenceUntil.toISOString()})`,
  ].join('\n')
}

/** Each client in a row: what it was and is, and its flags. */
export function renderClients(invoices: readonly RunOutcome[], anomalies: readonly Anomaly[]): string {
  const rows = [...invoices]
    .sort((a, b) => compareNames(a.clientName, b.clientName) || (a.clientId < b.clientId ? -1 : 1))
    .map((row) => [
      shorten(row.clientName, 32),
      String(row.lineCount),
      row.previousTotal ?? '—',
      row.outcome === 'nothing-to-bill' || row.outcome === 'already-billed' ? '—' : row.total,
      row.currency,
      changeOf(row),
      flagsOf(row, anomalies),
      row.sha256?.slice(0, 12) ?? '',
    ])
  const columns = [
    { title: 'client' },
    { title: 'lines', ...right },
    { title: 'was', ...right },
    { title: 'is', ...right },
    { title: '' },
    { title: 'change', ...right },
    { title: 'flags' },
    { title: 'hash' },
  ]
  return renderTable(columns, rows)
}

function changeOf(row: RunOutcome): string {
  if (row.previousTotal === undefined || row.lineCount === 0) return ''
  return signed(row.total, row.previousTotal)
}

function signed(now: string, before: string): string {
  const change = subtractDecimals(decimal(now), decimal(before))
  const sign = compareDecimals(change, decimal('0')) > 0 ? '+' : ''
  return `${sign}${formatDecimal(change)}`
}

function flagsOf(row: RunOutcome, anomalies: readonly Anomaly[]): string {
  if (row.outcome === 'already-billed') return 'billed already'
  const own = anomalies.filter(({ clientId }) => clientId === row.clientId)
  const count = (severity: Severity): number => own.filter((anomaly) => anomaly.severity === severity).length
  const parts: string[] = []
  if (count('blocking') > 0) parts.push(`■ ${String(count('blocking'))}`)
  if (count('warning') > 0) parts.push(`▲ ${String(count('warning'))}`)
  if (count('note') > 0) parts.push(`○ ${String(count('note'))}`)
  return parts.join(' ')
}

const mostOfAKind = 3

/** Worst first: by severity, then by the money at stake; of many of a kind about one client only the largest. */
export function renderAnomalies(anomalies: readonly Anomaly[], most = 40): string {
  if (anomalies.length === 0) return 'Nothing was flagged.'
  const order: readonly Severity[] = ['blocking', 'warning', 'note']
  const sorted = [...anomalies].sort(
    (a, b) => order.indexOf(a.severity) - order.indexOf(b.severity) || compareDecimals(stakeSize(b), stakeSize(a)),
  )
  const alike = [...groupBy(firstOfEachKind(sorted), ({ code, message }) => `${code}\n${message}`).values()]
  const shown = alike.slice(0, most)
  const rest = anomalies.length - shown.reduce((sum, same) => sum + same.length, 0)
  const more = rest > 0 ? [`… and ${String(rest)} more like these (--json lists all)`] : []
  return [`${String(anomalies.length)} flagged, worst first:`, ...shown.flatMap(renderAnomaly), ...more].join('\n')
}

function stakeSize({ atStake }: Anomaly): ReturnType<typeof decimal> {
  return absoluteDecimal(decimal(atStake?.amount ?? '0'))
}

function stakeInBrackets({ atStake }: Anomaly): string {
  if (atStake === undefined) return ''
  return ` [${atStake.amount} ${atStake.currency} ${atStake.isOnce === true ? 'once' : 'a month'}]`
}

function firstOfEachKind(sorted: readonly Anomaly[]): Anomaly[] {
  const counts = new Map<string, number>()
  return sorted.filter((anomaly) => {
    const kind = `${anomaly.code} ${anomaly.clientId ?? ''}`
    const count = (counts.get(kind) ?? 0) + 1
    counts.set(kind, count)
    return anomaly.severity === 'blocking' || count <= mostOfAKind
  })
}

/** Of findings in the very same words, as of one catalog item at many clients, only the first is written out. */
function renderAnomaly([anomaly, ...others]: readonly [Anomaly, ...Anomaly[]]): string[] {
  const many = others.length === 0 ? '' : ` (the same at ${String(others.length)} more clients)`
  const stake = stakeInBrackets(anomaly)
  const first = `${marks[anomaly.severity]}  ${anomaly.code}${stake}: ${anomaly.message}${many}`
  return anomaly.severity === 'blocking' ? [first, `          next: ${anomaly.nextStep}`] : [first]
}

function renderNext(run: Run, isReady: boolean): string {
  const number = String(run.number)
  return [
    'This run has posted nothing.',
    `  one invoice in full:  seatledger review ${number} --client CLIENT`,
    ...(isReady
      ? [`  approve all ready:    seatledger approve ${number} --hash ${run.sha256?.slice(0, 12) ?? ''}`]
      : []),
  ].join('\n')
}

/** One invoice, line by line, was and is. */
export function renderInvoice(invoice: Invoice, documentNumber: string | undefined): string {
  const head = `${invoice.clientName}: ${invoice.kind === 'credit-memo' ? 'credit memo' : 'invoice'} ${documentNumber ?? '(the ledger numbers it)'} dated ${invoice.invoiceDate}, to ${invoice.ledgerConnectionId} customer ${invoice.ledgerCustomerId}`
  const rows = invoice.lines.map((line) => [
    shorten(line.description.split('\n')[0] ?? '', 60),
    wasIs(line.was?.quantity, line.quantity),
    wasIs(line.was?.unitPrice, line.unitPrice),
    line.amount,
    line.source,
    line.lineKey,
  ])
  const columns = [
    { title: 'line' },
    { title: 'quantity', ...right },
    { title: 'unit price', ...right },
    { title: 'amount', ...right },
    { title: 'source' },
    { title: 'key' },
  ]
  const total = `Total before tax: ${invoice.total} ${invoice.currency}`
  const booked = bookingWords(invoice).map(({ what, value }) => `${what} ${value}`)
  const foot = [
    total,
    ...(invoice.tax === undefined ? [] : [taxInWords(invoice)]),
    ...(booked.length === 0 ? [] : [`Booked with: ${booked.join('; ')}.`]),
  ]
  return [head, renderTable(columns, rows), foot.join('\n')].join('\n\n')
}

function wasIs(was: string | undefined, is: string): string {
  return was === undefined || was === is ? is : `${was} → ${is}`
}
