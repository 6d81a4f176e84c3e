import type { ImportResult } from '../app/import/import-charges.ts'
import type { ChargeChange } from '../app/import/changes-since-last-file.ts'
import type { ImportPreview } from '../app/import/import-preview.ts'
import { isKnown, type Known } from '../domain/known.ts'
import { addDays } from '../domain/plain-date.ts'
import { formatAmount, formatMoney, type Money } from '../money/money.ts'
import type { ControlTotal } from '../sources/charges-file.ts'
import { plural, renderFileHead, renderNames, renderProblems } from './import-parts.ts'
import { renderTable, shorten } from './table.ts'

const right = { align: 'right' } as const

/** What a file of charges would bring, for a terminal: sums, invoices, names, changes, checks, and what is wrong with it. */
export function renderImportPreview(preview: ImportPreview): string {
  return [
    renderHead(preview),
    renderSums(preview),
    renderInvoices(preview),
    renderNames(preview),
    renderChanges(preview.changes),
    renderControlTotals(preview.reading.controlTotals),
    renderProblems(preview),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

/** What became of it. */
export function renderImportResult(preview: ImportPreview, result: ImportResult): string {
  if (result.outcome === 'already-imported') return 'Nothing was written: this file was imported before.'
  const { connectionId } = preview
  const changed = result.changedInvoices.map(
    (id) => `ALARM: the lines of distributor invoice ${id} differ from those stored before; both are kept`,
  )
  return [
    `Imported into ${connectionId}: ${plural(result.charges, 'charge')}, ${plural(result.newInvoices.length, 'new distributor invoice')}.`,
    ...changed,
  ].join('\n')
}

function renderHead(preview: ImportPreview): string {
  const { servicePeriods } = preview
  const periods = servicePeriods.flatMap(({ period }) => period ?? [])
  const first = periods[0]
  const last = periods
    .map(({ end }) => end)
    .sort()
    .at(-1)
  const without = servicePeriods.find(({ period }) => period === undefined)?.charges ?? 0
  const days =
    first === undefined || last === undefined ? [] : [`Service from ${first.start} to ${addDays(last, -1)} (last day).`]
  const undated = without === 0 ? [] : [`${plural(without, 'charge')} without a service period.`]
  return [...renderFileHead(preview), ...days, ...undated].join('\n')
}

function renderSums({ sums }: ImportPreview): string {
  if (sums.length === 0) return ''
  const rows = sums.map((sum) => [
    sum.currency,
    String(sum.charges),
    formatAmount(sum.cost),
    formatAmount(sum.tax),
    formatAmount(sum.total),
    sum.unknown === 0 ? '' : `${String(sum.unknown)} not known, in no sum`,
  ])
  const columns = [
    { title: 'currency' },
    { title: 'charges', ...right },
    { title: 'cost', ...right },
    { title: 'tax', ...right },
    { title: 'total', ...right },
    { title: '' },
  ]
  return renderTable(columns, rows)
}

function renderInvoices({ invoices, companies }: ImportPreview): string {
  if (invoices.length === 0) return ''
  const nameOf = new Map(companies.map(({ company }) => [company.companyId, company.name]))
  const rows = invoices
    .slice(0, 100)
    .map(({ invoice, charges, state, companyIds, cost }) => [
      invoice.invoiceId,
      invoice.invoiceDate,
      shorten(companyIds.map((id) => nameOf.get(id) ?? id).join(', '), 40),
      String(charges.length),
      formatMoney(cost),
      state,
    ])
  const columns = [
    { title: 'invoice' },
    { title: 'date' },
    { title: 'for' },
    { title: 'charges', ...right },
    { title: 'cost', ...right },
    { title: '' },
  ]
  const more = invoices.length > 100 ? `\n… and ${String(invoices.length - 100)} more (--json lists all)` : ''
  return `${plural(invoices.length, 'distributor invoice')}:\n${renderTable(columns, rows)}${more}`
}

const changeWords: Readonly<Record<ChargeChange['what'], string>> = {
  new: 'new',
  gone: 'gone',
  more: 'more',
  less: 'less',
  'not-known': 'not known',
}

function renderChanges(changes: ImportPreview['changes']): string {
  if (changes === undefined) return ''
  if (changes.length === 0) return 'Nothing costs otherwise than in the file imported last.'
  const rows = changes
    .slice(0, 40)
    .map(({ companyName, companyId, productName, productId, what, before, now }) => [
      shorten(companyName ?? companyId ?? '(nobody)', 30),
      shorten(productName ?? productId ?? '', 40),
      changeWords[what],
      before === undefined ? '' : amountText(before),
      now === undefined ? '' : amountText(now),
    ])
  const columns = [
    ...['for', 'product', ''].map((title) => ({ title })),
    { title: 'before', ...right },
    { title: 'now', ...right },
  ]
  const more = changes.length > 40 ? `\n… and ${String(changes.length - 40)} more (--json lists all)` : ''
  return `${plural(changes.length, 'change')} since the file imported last:\n${renderTable(columns, rows)}${more}`
}

function renderControlTotals(totals: readonly ControlTotal[]): string {
  if (totals.length === 0) return 'The mapping names no control total: nothing proves that the file is whole.'
  const names = [...new Set(totals.map(({ name }) => name))]
  const lines = names.map((name) => {
    const own = totals.filter((total) => total.name === name)
    const [only] = own
    const tied = own.filter(({ ties }) => ties).length
    if (own.length > 1 || only === undefined) return `  ${name}: ${String(tied)} of ${String(own.length)} tie`
    return `  ${name}: stated ${amountText(only.stated)}, charges ${amountText(only.summed)}: ${only.ties ? 'ties' : 'DOES NOT TIE'}`
  })
  return ['Control totals:', ...lines].join('\n')
}

function amountText(value: Known<Money>): string {
  return isKnown(value) ? formatMoney(value) : 'unknown'
}
