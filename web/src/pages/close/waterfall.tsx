import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { getChanges, type ChangeCause, type CurrencyFigures, type MonthChange } from '../../api/overview.ts'
import { Dialog } from '../../components/dialog.tsx'
import { formatAmountText } from '../../components/format-amount.ts'
import { formatMonthName, shiftMonth } from '../../components/format-time.ts'
import { Money } from '../../components/money.tsx'
import { Failed, Loading } from '../../components/states.tsx'
import type { Column } from '../../components/table/column.ts'
import { DataTable } from '../../components/table/data-table.tsx'
import { waterfallBars, type Bar } from './waterfall-bars.ts'

const words: Readonly<Record<ChangeCause, string>> = {
  'seats-added': 'Seats added',
  'seats-removed': 'Seats removed',
  'new-line': 'New lines',
  ended: 'Ended, or there once only',
  price: 'Price',
  proration: 'Part months',
  'true-up': 'True-ups',
  carried: 'Carried from the tie-out',
  manual: 'Manual lines',
  other: 'Other',
}

/** From last month's amount to this month's by cause. The table is the chart: amounts as text, and a bar beside each. */
export function Waterfall({ month, figures }: { month: string; figures: CurrencyFigures }) {
  const [open, setOpen] = useState<ChangeCause>()
  const { currency, causes } = figures
  const bars = waterfallBars(figures)
  return (
    <section aria-label={`From last month to this in ${currency}`}>
      <h2>
        From {formatMonthName(shiftMonth(month, -1))} to {formatMonthName(month)}, {currency}
      </h2>
      <table className="waterfall">
        <tbody>
          {bars.map((bar) => (
            <tr key={bar.key}>
              <th scope="row">
                <BarName
                  bar={bar}
                  month={month}
                  open={setOpen}
                  lines={causes.find(({ cause }) => cause === bar.key)?.lines}
                />
              </th>
              <td className="right figure">{signed(bar)}</td>
              <td>
                <svg viewBox="0 0 1000 14" preserveAspectRatio="none" aria-hidden="true" className={toneOf(bar)}>
                  <rect
                    x={Math.min(bar.from, bar.to)}
                    y="1"
                    width={Math.max(Math.abs(bar.to - bar.from), 2)}
                    height="12"
                  />
                </svg>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {open === undefined ? null : (
        <ChangesDialog
          month={month}
          currency={currency}
          cause={open}
          close={() => {
            setOpen(undefined)
          }}
        />
      )}
    </section>
  )
}

function BarName({
  bar: { key },
  month,
  open,
  lines,
}: {
  bar: Bar
  month: string
  open: (cause: ChangeCause) => void
  lines: number | undefined
}) {
  if (key === 'last-month') return <>{formatMonthName(shiftMonth(month, -1))}</>
  if (key === 'this-month') return <strong>{formatMonthName(month)}</strong>
  return (
    <button
      type="button"
      className="amount"
      onClick={() => {
        open(key)
      }}
    >
      {words[key]} ({lines})
    </button>
  )
}

function signed({ key, amount }: Bar): string {
  const isWhole = key === 'last-month' || key === 'this-month'
  return isWhole || amount.startsWith('-') ? formatAmountText(amount) : `+${formatAmountText(amount)}`
}

function toneOf({ key, amount }: Bar): string {
  if (key === 'last-month' || key === 'this-month') return 'bar-whole'
  return amount.startsWith('-') ? 'bar-less' : 'bar-more'
}

function ChangesDialog({
  month,
  currency,
  cause,
  close,
}: {
  month: string
  currency: string
  cause: ChangeCause
  close: () => void
}) {
  const { data, error, refetch } = useQuery({
    queryKey: ['changes', month, cause],
    queryFn: () => getChanges(month, cause),
  })
  const columns: readonly Column<MonthChange>[] = [
    {
      id: 'client',
      head: 'Client',
      text: ({ clientName }) => clientName,
      cell: ({ clientId, clientName }) => (
        <Link to="/months/$month/review" params={{ month }} search={{ client: clientId }}>
          {clientName}
        </Link>
      ),
    },
    { id: 'line', head: 'Line', text: ({ description }) => description },
    {
      id: 'amount',
      head: 'Change',
      text: ({ amount }) => amount,
      cell: ({ amount }) => <Money amount={amount} currency={currency} />,
      isFigure: true,
    },
  ]
  return (
    <Dialog title={`${words[cause]}, ${formatMonthName(month)}`} close={close} kind="wide">
      {error !== null ? <Failed error={error} retry={() => void refetch()} /> : null}
      {error === null && data === undefined ? <Loading what="the lines" /> : null}
      {data === undefined ? null : (
        <DataTable
          label={`${words[cause]}, ${month}`}
          rows={data.filter((change) => change.currency === currency)}
          columns={columns}
          keyOf={({ clientId, lineKey }) => `${clientId} ${lineKey ?? ''}`}
          order={{ by: 'amount', descending: true }}
        />
      )}
    </Dialog>
  )
}
