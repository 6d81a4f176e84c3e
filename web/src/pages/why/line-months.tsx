import type { LineMonth } from '../../api/why.ts'
import { AmountHeads } from '../../components/amount-heads.tsx'
import { formatAmountText } from '../../components/format-amount.ts'
import { Money } from '../../components/money.tsx'

/** The same billing line in the twelve months before, so that a jump is seen. */
export function LineMonths({ months }: { months: readonly LineMonth[] }) {
  const first = months.findLastIndex(({ lines }) => lines.length > 0)
  const shown = months.slice(0, first + 1)
  return (
    <section aria-label="Earlier months">
      <h3>The twelve months before</h3>
      {shown.length === 0 ? (
        <p className="hint">SeatLedger has posted nothing for this line in the twelve months before.</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">Month</th>
              <th scope="col">Line</th>
              <AmountHeads />
            </tr>
          </thead>
          {shown.map((month) => (
            <MonthRows key={month.month} month={month} />
          ))}
        </table>
      )}
    </section>
  )
}

function MonthRows({ month: { month, lines, totals } }: { month: LineMonth }) {
  return (
    <tbody>
      {lines.length === 0 ? (
        <tr>
          <th scope="row">{month}</th>
          <td colSpan={4} className="absent">
            nothing invoiced
          </td>
        </tr>
      ) : null}
      {lines.map((line, index) => (
        <tr key={`${line.documentNumber ?? ''} ${line.description}`}>
          <th scope="row">{index === 0 ? month : ''}</th>
          <td>
            {line.description} <span className="hint">{line.documentNumber}</span>
          </td>
          <td className="right figure">{formatAmountText(line.quantity)}</td>
          <td className="right figure">{formatAmountText(line.unitPrice)}</td>
          <td className="right">
            <Money amount={line.amount} currency={line.currency} />
          </td>
        </tr>
      ))}
      {lines.length < 2
        ? null
        : totals.map(({ amount, currency }) => (
            <tr key={currency} className="sum">
              <th scope="row" />
              <td colSpan={3}>{month} in all</td>
              <td className="right">
                <Money amount={amount} currency={currency} />
              </td>
            </tr>
          ))}
    </tbody>
  )
}
