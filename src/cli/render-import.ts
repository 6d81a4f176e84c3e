import type { ImportResult } from '../app/import/import-charges.ts'
import type { ImportPreview } from '../app/import/import-preview.ts'
import { isKnown, type Known } from '../domain/known.ts'
import { addDays } from '../domain/plain-date.ts'
import { formatAmount, formatMoney, type Money } from '../money/money.ts'
import type { ControlTotal } from '../sources/charges-file.ts'
import { renderTable, shorten } from './table.ts'

const right = { align: 'right' } as const
const mostShown = 20

/** What a file would bring, for a terminal: sums, invoices, names, checks, and what is wrong with it. */
export function renderImportPreview(preview: ImportPreview): string {
  return [
    renderHead(preview),
    renderSums(preview),
    renderInvoices(preview),
    renderNames(preview),
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

function renderHead({ fileName, sha256, mapping, reading, servicePeriods, connectionId }: ImportPreview): string {
  const periods = servicePeriods.flatMap(({ period }) => period ?? [])
  const first = periods[0]
  const last = periods
    .map(({ end }) => end)
    .sort()
    .at(-1)
  const without = servicePeriods.find(({ period }) => period === undefined)?.charges ?? 0
  const days =
    first === undefined || last === undefined ? [] : [`Service from ${first.start} to ${addDays(last, -1)} (last day).`]
  const left = reading.leftOutLines.length
  return [
    `${fileName} for connection ${connectionId}, read as ${mapping.label} (mapping ${mapping.id} version ${String(mapping.version)})`,
    `SHA-256 ${sha256}`,
    `${plural(reading.rowCount, 'row')} read${reading.emptyRows === 0 ? '' : `, ${String(reading.emptyRows)} empty`}${left === 0 ? '' : `, ${String(left)} left out by the mapping's filter (lines ${listed(reading.leftOutLines.map(String))})`}.`,
    ...days,
    ...(without === 0 ? [] : [`${plural(without, 'charge')} without a service period.`]),
  ].join('\n')
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

function renderNames({ companies, products }: ImportPreview): string {
  const newCompanies = companies
    .filter(({ isNew }) => isNew)
    .map(({ company }) => `${company.companyId} ${company.name}`)
  const newProducts = products.filter(({ isNew }) => isNew).map(({ product }) => `${product.productId} ${product.name}`)
  return [
    `${plural(companies.length, 'customer')}, ${String(newCompanies.length)} new${newCompanies.length === 0 ? '.' : ':'}`,
    ...shownLines(newCompanies),
    `${plural(products.length, 'product')}, ${String(newProducts.length)} new${newProducts.length === 0 ? '.' : ':'}`,
    ...shownLines(newProducts),
  ].join('\n')
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

function renderProblems({ reading, verdict, earlier }: ImportPreview): string {
  const { problems, unknownColumns } = reading
  const blocking = problems
    .filter(({ severity }) => severity === 'blocking')
    .map(({ message }) => `■ blocks  ${message}`)
  const warnings = problems
    .filter(({ severity }) => severity === 'warning')
    .map(({ message }) => `▲ look    ${message}`)
  const columns =
    unknownColumns.length === 0
      ? []
      : [
          `${plural(unknownColumns.length, 'column')} that the mapping does not know, kept and not used: ${listed(unknownColumns)}`,
        ]
  const outcome: Record<ImportPreview['verdict'], string[]> = {
    importable: [],
    refused: ['The file cannot be imported, not even in part, until what blocks it is put right.'],
    'already-imported': [
      `The very same file was imported on ${earlier?.importedAt.toISOString() ?? ''} by ${earlier?.importedBy ?? ''}; there is nothing to do.`,
    ],
  }
  return [...columns, ...shownLines(blocking, ''), ...shownLines(warnings, ''), ...outcome[verdict]].join('\n')
}

function shownLines(lines: readonly string[], indent = '  '): string[] {
  const more = lines.length - mostShown
  const shown = lines.slice(0, mostShown).map((line) => `${indent}${line}`)
  return more > 0 ? [...shown, `${indent}… and ${String(more)} more (--json lists all)`] : shown
}

function listed(names: readonly string[]): string {
  const more = names.length - mostShown
  return more > 0 ? `${names.slice(0, mostShown).join(', ')} and ${String(more)} more` : names.join(', ')
}

function amountText(value: Known<Money>): string {
  return isKnown(value) ? formatMoney(value) : 'unknown'
}

function plural(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? '' : 's'}`
}
