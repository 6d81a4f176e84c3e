import type { Why } from '../../api/why.ts'
import { formatAmountText } from '../../components/format-amount.ts'

/** How each basis counts, for who does not know the words. */
const meanings: Readonly<Record<string, string>> = {
  'whole-at-start': 'held on the first day, whole month',
  'whole-at-end': 'held on the last day, whole month',
  peak: 'the most held on any day, whole month',
  daily: 'day by day',
  'as-billed': 'what the distributor charged',
}

interface Props {
  readonly bases: Why['bases']
  readonly basis: string
  readonly rule: string
  readonly currency: string
}

/** What the whole billing line would come to under each quantity basis, and which one is in force. */
export function BasesTable({ bases, basis, rule, currency }: Props) {
  if (bases.length === 0) return <p className="hint">The quantity is {basis}: no other way of counting applies.</p>
  return (
    <section aria-label="By quantity basis">
      <h3>By each quantity basis</h3>
      <table>
        <thead>
          <tr>
            <th scope="col">Basis</th>
            <th scope="col" className="right">
              Quantity
            </th>
            <th scope="col" className="right">
              Amount {currency}
            </th>
            <th scope="col" />
          </tr>
        </thead>
        <tbody>
          {bases.map((each) => (
            <tr key={each.basis} aria-current={each.isInForce ? 'true' : undefined}>
              <th scope="row">
                {each.basis} <span className="hint">{meanings[each.basis]}</span>
              </th>
              <td className="right figure">{known(each.quantity)}</td>
              <td className="right figure">{known(each.amount)}</td>
              <td>{each.isInForce ? `✓ in force, by the ${rule} rule` : ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function known(value: string) {
  return value === 'unknown' ? <span className="absent">not known</span> : formatAmountText(value)
}
