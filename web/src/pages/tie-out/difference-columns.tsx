import type { Difference } from '../../api/tie-out.ts'
import { formatAmountText } from '../../components/format-amount.ts'
import { Mark, type Tone } from '../../components/mark.tsx'
import { Money } from '../../components/money.tsx'
import type { Column } from '../../components/table/column.ts'
import { magnitudeOf, subtractDecimals } from '../../money/decimal-text.ts'
import { wordsOf } from './decision-words.ts'

/** Left what the distributor billed, right what stands on client invoices, then what differs and where that stands. */
export const differenceColumns: readonly Column<Difference>[] = [
  { id: 'client', head: 'Client', text: ({ clientName, clientId }) => clientName ?? clientId ?? 'no client' },
  {
    id: 'what',
    head: 'What',
    text: ({ productName, subscriptionId, servicePeriod }) =>
      [productName ?? subscriptionId ?? 'a charge', daysText(servicePeriod)].join(' '),
    cell: ({ productName, subscriptionId, servicePeriod }) => (
      <>
        {productName ?? subscriptionId ?? 'a charge without a product'}{' '}
        <span className="hint figure">{daysText(servicePeriod)}</span>
      </>
    ),
  },
  side('charged', 'Distributor billed', ({ charged }) => charged),
  side('billed', 'On client invoices', ({ billed }) => billed),
  {
    id: 'units',
    head: 'Δ units',
    text: unitsBetween,
    isFigure: true,
    isSecondary: true,
  },
  {
    id: 'size',
    head: 'Our cost',
    // Ordered by size, whichever its sign.
    text: ({ cost }) => magnitudeOf(cost),
    cell: ({ cost, currency }) => <Money amount={cost} currency={currency} />,
    isFigure: true,
  },
  { id: 'class', head: 'Class', text: ({ classLabel }) => classLabel, isSecondary: true },
  {
    id: 'state',
    head: 'State',
    text: (difference) => stateOf(difference)[1],
    cell: (row) => <State difference={row} />,
  },
]

const kept: ReadonlySet<string> = new Set(['client', 'what', 'size', 'state'])

/** Where one difference is open beside the table, which then has half the room. */
export const columnsBesideOne = differenceColumns.filter(({ id }) => kept.has(id))

export function State({ difference }: { difference: Difference }) {
  const [tone, word] = stateOf(difference)
  return <Mark tone={tone}>{word}</Mark>
}

function stateOf({ state, decision, dispute }: Difference): readonly [Tone, string] {
  switch (state) {
    case 'open':
      return ['look', 'Undecided']
    case 'changed':
      return ['blocks', 'Decided on another amount']
    case 'later':
      return ['unchanged', 'A later month']
    case 'settled':
      return ['unchanged', 'Settled']
    case 'decided':
      if (dispute?.state === 'awaited') return ['busy', 'Disputed, credit awaited']
      if (dispute?.state === 'credited') return ['done', `Disputed, credited on ${dispute.creditedOn ?? 'an invoice'}`]
      return ['done', decision === undefined ? 'Decided' : wordsOf(decision.kind).done]
  }
}

export function daysText(days: Difference['servicePeriod']): string {
  return days === undefined ? '' : `${days.start} – ${days.end}`
}

function unitsBetween({ charged, billed }: Difference): string {
  if (charged.quantity === 'unknown' || billed.quantity === 'unknown') return ''
  return subtractDecimals(charged.quantity, billed.quantity)
}

function side(id: string, head: string, of: (difference: Difference) => Difference['charged']): Column<Difference> {
  return {
    id,
    head,
    text: (difference) => (of(difference).cost === 'unknown' ? '' : of(difference).cost),
    cell: (difference) => {
      const { cost, quantity, unitCost } = of(difference)
      return (
        <>
          {quantity === 'unknown' || unitCost === undefined || unitCost === 'unknown' ? null : (
            <span className="hint">
              {formatAmountText(quantity)} × {formatAmountText(unitCost)} ={' '}
            </span>
          )}
          {cost === 'unknown' ? <span className="absent">unknown</span> : formatAmountText(cost)}
        </>
      )
    },
    isFigure: true,
    isSecondary: true,
  }
}
