import type { CarriedLine } from '../../api/tie-out.ts'
import { formatDay } from '../../components/format-time.ts'
import { Money } from '../../components/money.tsx'

/** The lines that a decision puts on client invoices, as they will stand there. */
export function CarriedLines({ lines }: { lines: readonly CarriedLine[] }) {
  if (lines.length === 0) return null
  return (
    <table className="carried">
      <caption>On the next invoice</caption>
      <thead>
        <tr>
          <th scope="col">Client</th>
          <th scope="col">Line</th>
          <th scope="col" className="right">
            Amount
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={`${line.clientName} ${line.description} ${line.servicePeriod.start} ${line.amount}`}>
            <th scope="row">{line.clientName}</th>
            <td>
              {line.description}{' '}
              <span className="hint">
                item {line.itemName}, from {formatDay(line.from)} on
              </span>
            </td>
            <td className="right">
              <Money amount={line.amount} currency={line.currency} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
