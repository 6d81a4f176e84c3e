import type { StateImportResult } from '../app/import/import-state.ts'
import type { StateChangeKind, StatePreview } from '../app/import/state-preview.ts'
import { formatMoney } from '../money/money.ts'
import { plural, renderFileHead, renderNames, renderProblems } from './import-parts.ts'
import { renderTable, shorten } from './table.ts'

const right = { align: 'right' } as const
const mostChanges = 40

/** What a file of states would bring, for a terminal. */
export function renderStatePreview(preview: StatePreview): string {
  return [
    renderHead(preview),
    renderSums(preview),
    renderNames(preview),
    renderChanges(preview),
    renderProblems(preview),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

/** What became of it. */
export function renderStateImportResult(
  { connectionId, reading, isComplete }: StatePreview,
  result: StateImportResult,
): string {
  if (result.outcome === 'already-imported') return 'Nothing was written: this file was imported before.'
  const ended = isComplete ? `${String(result.ended)} ended` : 'a part, so nothing ended'
  return `Imported into ${connectionId} as of ${reading.asOf ?? ''}: ${plural(result.subscriptions, 'subscription')}, ${ended}.`
}

function renderHead(preview: StatePreview): string {
  const { reading, isComplete } = preview
  const day = reading.asOf === undefined ? [] : [`What was held at the end of ${reading.asOf}.`]
  const complete = isComplete
    ? 'The file is declared complete: what it lacks has ended.'
    : 'The file is a part: nothing ends by it.'
  return [...renderFileHead(preview), ...day, complete].join('\n')
}

function renderSums({ sums }: StatePreview): string {
  const rows = sums.map(({ billingTerm, subscriptions, cost, unknown }) => [
    billingTerm,
    String(subscriptions),
    cost === undefined ? 'unknown' : formatMoney(cost),
    unknown === 0 ? '' : `${String(unknown)} without a quantity or cost, in no sum`,
  ])
  const columns = [
    { title: 'billed' },
    { title: 'subscriptions', ...right },
    { title: 'cost for one term', ...right },
    { title: '' },
  ]
  return rows.length === 0 ? '' : renderTable(columns, rows)
}

const changeWords: Readonly<Record<StateChangeKind, string>> = {
  new: 'new',
  ended: 'ended',
  quantity: 'quantity',
  'unit-cost': 'unit cost',
  company: 'company',
  product: 'product',
  status: 'status',
  terms: 'terms',
}

function renderChanges({ changes, companies, products, reading }: StatePreview): string {
  if (reading.asOf === undefined || reading.subscriptions.length === 0) return ''
  if (changes.length === 0) return 'Nothing changed against what was known of that day.'
  const companyNames = new Map(companies.map(({ company }) => [company.companyId, company.name]))
  const productNames = new Map(products.map(({ product }) => [product.productId, product.name]))
  const rows = changes
    .slice(0, mostChanges)
    .map(({ what, subscriptionId, companyId, productId, before, now }) => [
      shorten(companyNames.get(companyId) ?? companyId, 30),
      shorten(productNames.get(productId) ?? productId, 40),
      subscriptionId,
      changeWords[what],
      before ?? '',
      now ?? '',
    ])
  const columns = [
    ...['customer', 'product', 'subscription', ''].map((title) => ({ title })),
    { title: 'before', ...right },
    { title: 'now', ...right },
  ]
  const more =
    changes.length > mostChanges ? `\n… and ${String(changes.length - mostChanges)} more (--json lists all)` : ''
  return `${plural(changes.length, 'change')} against what was known of that day:\n${renderTable(columns, rows)}${more}`
}
