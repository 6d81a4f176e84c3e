import { Link } from '@tanstack/react-router'
import type { Held, Subscription } from '../../api/subscriptions.ts'
import { formatAmountText } from '../../components/format-amount.ts'
import { formatDay } from '../../components/format-time.ts'
import { Mark, type Tone } from '../../components/mark.tsx'
import type { Column } from '../../components/table/column.ts'
import { DataTable } from '../../components/table/data-table.tsx'

/** Subscriptions on a day, with what they were on another where two days are compared. */
export function SubscriptionsTable({
  label,
  rows,
  isCompared,
  isOfOneClient = false,
  tools,
}: {
  label: string
  rows: readonly Subscription[]
  isCompared: boolean
  isOfOneClient?: boolean
  tools?: React.ReactNode
}) {
  return (
    <DataTable
      label={label}
      rows={rows}
      columns={columnsFor(isCompared, isOfOneClient)}
      keyOf={({ connectionId, subscriptionId }) => `${connectionId} ${subscriptionId}`}
      {...(tools === undefined ? {} : { tools })}
      empty="Nothing is known to be held then."
    />
  )
}

/** Two days beside each other leave no room for more, and one client's own rows need not name it. */
function columnsFor(isCompared: boolean, isOfOneClient: boolean): readonly Column<Subscription>[] {
  const whose = isOfOneClient ? [] : [clientColumn]
  if (!isCompared) return [...whose, ...columns]
  const shared = columns.filter(({ id }) => ['product', 'quantity', 'cost', 'currency'].includes(id))
  return [...whose, changeColumn, ...shared, ...comparedColumns]
}

const changes = {
  same: ['unchanged', 'same'],
  changed: ['changed', 'changed'],
  began: ['changed', 'began'],
  ended: ['look', 'ended'],
  'not-known': ['look', 'not known'],
} as const satisfies Record<NonNullable<Subscription['change']>, readonly [Tone, string]>

export function changeWord(change: NonNullable<Subscription['change']>): string {
  return changes[change][1]
}

function quantityOf(held: Held | undefined): string {
  if (held === undefined) return ''
  if (held === 'not-held') return '0'
  return held === 'before-evidence' ? 'not known' : held.quantity
}

function costOf(held: Held | undefined): string {
  if (held === undefined || typeof held === 'string') return ''
  return held.unitCost === 'unknown' ? 'unknown' : held.unitCost.amount
}

function figure(text: string) {
  return /^-?\d/.test(text) ? formatAmountText(text) : <span className="absent">{text}</span>
}

const clientColumn: Column<Subscription> = {
  id: 'client',
  head: 'Client',
  text: ({ client, company }) => client?.name ?? company.name,
  cell: ({ client, company }) =>
    client === undefined ? (
      <>
        {company.name} <span className="badge">no client</span>
      </>
    ) : (
      <Link to="/clients/$client" params={{ client: client.id }}>
        {client.name}
      </Link>
    ),
}

const columns: readonly Column<Subscription>[] = [
  { id: 'product', head: 'Product', text: ({ productName }) => productName },
  {
    id: 'quantity',
    head: 'Quantity',
    text: ({ now }) => quantityOf(now),
    cell: ({ now }) => figure(quantityOf(now)),
    isFigure: true,
  },
  {
    id: 'cost',
    head: 'Unit cost',
    text: ({ now }) => costOf(now),
    cell: ({ now }) => figure(costOf(now)),
    isFigure: true,
  },
  {
    id: 'currency',
    head: 'Currency',
    text: ({ now }) => (typeof now === 'string' || now.unitCost === 'unknown' ? '' : now.unitCost.currency),
    isSecondary: true,
  },
  {
    id: 'status',
    head: 'Status',
    text: ({ now }) => (typeof now === 'string' ? now.replace('-', ' ') : now.status),
    isSecondary: true,
  },
  {
    id: 'term',
    head: 'Billed',
    text: ({ now }) => (typeof now === 'string' ? '' : now.billingTerm),
    isSecondary: true,
  },
  {
    id: 'since',
    head: 'So since',
    text: ({ now }) => (typeof now === 'string' ? '' : now.from),
    cell: ({ now }) => (typeof now === 'string' ? '' : formatDay(now.from)),
    isSecondary: true,
  },
  {
    id: 'commitment',
    head: 'Committed until',
    text: ({ commitmentEnd }) => commitmentEnd ?? '',
    cell: ({ commitmentEnd }) => (commitmentEnd === undefined ? '' : formatDay(commitmentEnd)),
    isSecondary: true,
  },
  {
    id: 'id',
    head: 'Subscription',
    text: ({ subscriptionId }) => subscriptionId,
    cell: ({ subscriptionId }) => <code>{subscriptionId.slice(0, 8)}</code>,
    isSecondary: true,
  },
]

const changeColumn: Column<Subscription> = {
  id: 'change',
  head: 'What',
  text: ({ change }) => (change === undefined ? '' : changeWord(change)),
  cell: ({ change }) => (change === undefined ? null : <Mark tone={changes[change][0]}>{changeWord(change)}</Mark>),
}

const comparedColumns: readonly Column<Subscription>[] = [
  {
    id: 'then',
    head: 'Then',
    text: ({ then }) => quantityOf(then),
    cell: ({ then }) => figure(quantityOf(then)),
    isFigure: true,
  },
  {
    id: 'by',
    head: 'Change',
    text: ({ quantityChange }) => (quantityChange === '0' ? '' : (quantityChange ?? '')),
    isFigure: true,
  },
  {
    id: 'costThen',
    head: 'Cost then',
    text: ({ then }) => costOf(then),
    cell: ({ then }) => figure(costOf(then)),
    isFigure: true,
    isSecondary: true,
  },
]
