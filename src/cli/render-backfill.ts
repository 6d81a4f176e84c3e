import type { BackfillCause, BackfillReport, BackfillSum, RecoveryState } from '../app/backfill/report.ts'
import { plural } from './import-parts.ts'
import { renderTable, shorten } from './table.ts'

const right = { align: 'right' } as const
const mostShown = 30

const causeWords: Readonly<Record<BackfillCause, string>> = {
  'no-invoice': 'no invoice made',
  'not-billed': 'left off the invoice',
  'quantity-short': 'too few units',
  'price-below': 'price too low',
  'billed-less': 'too little',
  'on-no-line': 'on no billing line',
  'no-client': 'nobody’s client',
  'billed-not-owed': 'not held',
  'billed-twice': 'there twice',
  'quantity-over': 'too many units',
  'price-above': 'price too high',
  'billed-more': 'too much',
}

const recoveryWords: Readonly<Record<RecoveryState, string>> = {
  recoverable: 'can be billed',
  'needs-mapping': 'needs a line first',
  'too-old': 'too old',
  'client-gone': 'client gone',
  'credit-owed': 'credit owed',
}

/** What an audit of past months found, for a terminal. */
export function renderBackfill(report: BackfillReport): string {
  return [
    renderHead(report),
    renderTotals(report),
    renderFindings(report),
    renderSums('By client', report.by.client),
    renderSums(
      'By cause',
      report.by.cause.map((sum) => ({ ...sum, name: causeWords[sum.name as BackfillCause] })),
    ),
    renderSums('By month', report.by.month),
    renderSettled(report),
    renderNotKnown(report),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

function renderHead({ firstMonth, lastMonth, compared, coverage, invoicesBill }: BackfillReport): string {
  const assumed = coverage.filter(({ config }) => config !== null && !config.wasInForce).map(({ month }) => month)
  const bills = { 'same-month': 'its own month', 'month-before': 'the month before', 'month-after': 'the month after' }
  const checked =
    compared.groups === 0
      ? 'Nothing could be compared: see below what was not read.'
      : `${plural(compared.clientMonths, 'month')} of clients compared, ${String(compared.groupsThatAgree)} of ${plural(compared.groups, 'amount')} agree.`
  return [
    `${firstMonth} to ${lastMonth}: what should have been invoiced, by what is known now, and what was.`,
    checked,
    `An invoice without days of its own is taken to bill ${bills[invoicesBill]}.`,
    ...(assumed.length === 0
      ? []
      : [
          `No billing config was in force in ${shorten(assumed.join(', '), 60)}: the earliest one stands for it, which may not be what was agreed then.`,
        ]),
  ].join('\n')
}

function renderTotals({ totals }: BackfillReport): string {
  if (totals.length === 0) return ''
  const rows = totals.map(({ currency, leakage, recoverable, overBilling }) => [
    currency,
    leakage,
    recoverable,
    overBilling,
  ])
  const columns = [
    { title: 'currency' },
    { title: 'too little billed', ...right },
    { title: 'of it still billable', ...right },
    { title: 'too much billed', ...right },
  ]
  return renderTable(columns, rows)
}

function renderFindings({ findings, compared }: BackfillReport): string {
  if (findings.length === 0) return compared.groups === 0 ? '' : 'No difference was found in what could be compared.'
  const rows = findings
    .slice(0, mostShown)
    .map(({ month, clientName, product, cause, direction, revenue, cost, recovery }) => [
      month,
      shorten(clientName, 26),
      shorten(product, 34),
      causeWords[cause],
      revenue === 'unknown'
        ? `cost ${cost === 'unknown' ? 'unknown' : `${cost.amount} ${cost.currency}`}`
        : `${direction === 'over-billing' ? '-' : ''}${revenue.amount} ${revenue.currency}`,
      recoveryWords[recovery.state],
    ])
  const columns = [
    ...['month', 'client', 'product', 'cause'].map((title) => ({ title })),
    { title: 'amount', ...right },
    { title: '' },
  ]
  const more =
    findings.length > mostShown ? `\n… and ${String(findings.length - mostShown)} more (--json lists all)` : ''
  return `${plural(findings.length, 'finding')}, the dearest first:\n${renderTable(columns, rows)}${more}`
}

function renderSums(title: string, sums: readonly BackfillSum[]): string {
  if (sums.length === 0) return ''
  const rows = sums
    .slice(0, mostShown)
    .map(({ name, currency, leakage, overBilling, unpricedCost, findings }) => [
      shorten(name, 34),
      String(findings),
      leakage,
      overBilling,
      unpricedCost,
      currency,
    ])
  const columns = [
    { title: title.toLowerCase() },
    { title: 'findings', ...right },
    { title: 'too little', ...right },
    { title: 'too much', ...right },
    { title: 'cost without a price', ...right },
    { title: '' },
  ]
  return renderTable(columns, rows)
}

function renderSettled({ settled }: BackfillReport): string {
  return settled.length === 0
    ? ''
    : `${plural(settled.length, 'difference')} put right by a later month (--json lists them).`
}

function renderNotKnown({ notKnown }: BackfillReport): string {
  if (notKnown.length === 0) return ''
  const whys = new Map<string, { months: Set<string>; clients: Set<string> }>()
  for (const { month, clientId, why } of notKnown) {
    const known = whys.get(why) ?? { months: new Set<string>(), clients: new Set<string>() }
    whys.set(why, known)
    known.months.add(month)
    if (clientId !== null) known.clients.add(clientId)
  }
  const lines = [...whys].slice(0, mostShown).map(([why, { months, clients }]) => {
    const of = clients.size === 0 ? '' : `, ${plural(clients.size, 'client')}`
    return `  ${why} (${plural(months.size, 'month')}${of})`
  })
  return ['Could not be checked, so that nothing is said of it:', ...lines].join('\n')
}
