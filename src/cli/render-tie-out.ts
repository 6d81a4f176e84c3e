import { formatMonth } from '../domain/period.ts'
import type { ClassAmount, Finding, InvoiceTieOut, PeriodTieOut, Verdict } from '../reconciliation/tie-out.ts'
import { varianceClassWords } from '../reconciliation/variance-class.ts'
import { absoluteDecimal, compareDecimals, decimal } from '../money/decimal.ts'
import { renderDrift } from './render-quantities.ts'
import { renderTable } from './table.ts'

const verdicts: Readonly<Record<Verdict, string>> = {
  'ties-out': 'ties out',
  differs: 'differs',
  'could-not-be-checked': 'could not be checked',
}
const right = { align: 'right' } as const

/** A month's tie-out for a terminal: every distributor invoice by class, and the unexplained difference in the last row. */
export function renderTieOut(tieOut: PeriodTieOut, most = 12): string {
  const head = `Tie-out of ${formatMonth(tieOut.period)}: ${verdicts[tieOut.verdict]}. ${renderCoverage(tieOut)}`
  const counted = tieOut.invoices.filter(({ treatment }) => treatment === 'counted' || treatment === 'credited')
  const tables = tieOut.controls.map(({ currency }) => renderCurrency(tieOut, counted, currency))
  return [head, ...renderNotes(tieOut), renderFindings(counted, most), renderDrift(tieOut.quantities, most), ...tables]
    .filter((part) => part !== '')
    .join('\n\n')
}

function renderCoverage({ coverage }: PeriodTieOut): string {
  const { chargesRead, clientLinesCompared, snapshot, gaps } = coverage
  const age =
    snapshot.lastComplete === undefined ? 'no complete snapshot' : `last complete snapshot ${snapshot.lastComplete}`
  const read = `${String(chargesRead)} charges read, compared with ${String(clientLinesCompared)} client lines; ${age}.`
  return gaps.length === 0 ? read : `${read}\nCould not be checked: ${gaps.join('; ')}`
}

function renderNotes(tieOut: PeriodTieOut): string[] {
  const apart = tieOut.keptApart.map(
    ({ words, treatment }) => `Kept apart, in no total of ours: the invoice ${words} (${treatment}).`,
  )
  const credits = tieOut.creditNettings.map(
    ({ creditedInvoiceWords, amount, currency, state }) =>
      `Credit for the invoice ${creditedInvoiceWords}: ${amount} ${currency}, ${state}.`,
  )
  const others = tieOut.ofOtherMonths.map(
    ({ words, chargeIds }) =>
      `Of another month, and tied out with that one: the invoice ${words}; ${counted(chargeIds.length, 'charge')} of it ${chargeIds.length === 1 ? 'is' : 'are'} for days of this month too.`,
  )
  const tolerances = new Map(tieOut.invoices.map(({ connectionId, toleranceRule }) => [connectionId, toleranceRule]))
  const rules = [...tolerances].map(([connectionId, rule]) => `${connectionId}: ${rule}`)
  const lines = [...tieOut.notes, ...rules, ...others, ...apart, ...credits]
  return lines.length === 0 ? [] : [lines.join('\n')]
}

function counted(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** What wants a person, by money; the rest is in the table. */
function renderFindings(invoices: readonly InvoiceTieOut[], most: number): string {
  const findings = invoices.flatMap((invoice) => invoice.findings).filter(({ asks }) => asks === 'person')
  const sorted = [...findings].sort((a, b) => compareDecimals(size(b), size(a)))
  if (sorted.length === 0) return 'Nothing in it wants a person.'
  const lines = sorted
    .slice(0, most)
    .map((finding) => `- ${varianceClassWords[finding.class].label}: ${finding.sentence}`)
  const more = sorted.length > most ? [`… and ${String(sorted.length - most)} smaller ones (--json lists all)`] : []
  return [`${String(sorted.length)} differences want a person, largest first:`, ...lines, ...more].join('\n')
}

function size(finding: Finding): ReturnType<typeof decimal> {
  return absoluteDecimal(decimal(finding.cost))
}

/** More invoices than this do not fit beside each other; the table then shows them together. */
const mostColumns = 6

function renderCurrency(tieOut: PeriodTieOut, invoices: readonly InvoiceTieOut[], currency: string): string {
  const all = invoices.flatMap((invoice) => {
    const control = invoice.controls.find((candidate) => candidate.currency === currency)
    return control === undefined ? [] : [{ invoice, control }]
  })
  const own = all.length <= mostColumns ? all : []
  const period = tieOut.controls.find((candidate) => candidate.currency === currency)
  const classes = period?.classes ?? []
  const used = classes.filter(({ class: name }) =>
    all.some(({ control }) => control.classes.some((row) => row.class === name && row.findings > 0)),
  )
  const amountOf = (rows: readonly ClassAmount[], name: ClassAmount['class']): string =>
    rows.find((row) => row.class === name)?.cost ?? ''
  const rows = used
    .filter(({ class: name }) => name !== 'unexplained')
    .map((row) => [
      varianceClassWords[row.class].label,
      ...own.map(({ control }) => amountOf(control.classes, row.class)),
      row.cost,
    ])
  const totals = ['invoice total', ...own.map(({ control }) => control.total), period?.total ?? '']
  const unexplained = [
    'unexplained difference',
    ...own.map(({ control }) => control.unexplained),
    period?.unexplained ?? '',
  ]
  const columns = [
    { title: `${currency}, our cost` },
    ...own.map((_, index) => ({ title: `(${String(index + 1)})`, ...right })),
    { title: own.length > 0 ? 'together' : `${String(all.length)} invoices together`, ...right },
  ]
  const legend = own.map(({ invoice }, index) => `(${String(index + 1)}) the distributor's invoice ${nameOf(invoice)}`)
  return [...legend, ...(legend.length === 0 ? [] : ['']), renderTable(columns, [...rows, totals, unexplained])].join(
    '\n',
  )
}

function nameOf({ invoiceDate, number, partnerName, treatment }: InvoiceTieOut): string {
  const name = number ?? partnerName
  const credited = treatment === 'credited' ? ', credited: taken back by the distributor' : ''
  return `of ${invoiceDate}${name === undefined ? '' : `, ${name}`}${credited}`
}
