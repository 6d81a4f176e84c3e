import type { DistributorInvoice, TieOut } from '../../api/tie-out.ts'
import { formatAmountText } from '../../components/format-amount.ts'
import { Mark, type Tone } from '../../components/mark.tsx'

const verdicts = {
  'ties-out': ['done', 'ties out'],
  differs: ['look', 'differs'],
  'could-not-be-checked': ['blocks', 'could not be checked'],
} as const satisfies Record<DistributorInvoice['verdict'], readonly [Tone, string]>

const treatments: Readonly<Record<DistributorInvoice['treatment'], string>> = {
  counted: 'counted',
  credited: 'credited, netted with its credit',
  void: 'void, counts nothing',
  'other-partner': 'for another partner, kept apart',
  'billed-to-company': 'billed to the client by the distributor, kept apart',
}

/** Which invoices the month's total is the sum of, which were replaced, and what of them was read. */
export function DistributorInvoices({ tieOut }: { tieOut: TieOut }) {
  const { invoices, keptApart, notes, credits } = tieOut
  if (invoices.length + keptApart.length === 0) return null
  const counted = invoices.length === 1 ? '1 distributor invoice' : `${String(invoices.length)} distributor invoices`
  return (
    <details className="invoices">
      <summary>
        {counted}
        {keptApart.length === 0 ? '' : `, ${String(keptApart.length)} kept apart`}
      </summary>
      <table>
        <thead>
          <tr>
            <th scope="col">Invoice</th>
            <th scope="col" className="secondary">
              Status
            </th>
            <th scope="col" className="right">
              Total
            </th>
            <th scope="col" className="right secondary">
              Lines checked
            </th>
            <th scope="col">Verdict</th>
          </tr>
        </thead>
        <tbody>
          {[...invoices, ...keptApart].map((invoice) => (
            <InvoiceRow key={invoice.invoiceId} invoice={invoice} />
          ))}
        </tbody>
      </table>
      {credits.map(({ credited, state, amount, currency }) => (
        <p key={credited}>
          Credit for the invoice {credited}: {formatAmountText(amount)} {currency}, {state.replaceAll('-', ' ')}.
        </p>
      ))}
      {[...new Set([...invoices.map(({ toleranceRule }) => toleranceRule), ...notes])].map((note) => (
        <p key={note} className="hint">
          {note}
        </p>
      ))}
    </details>
  )
}

function InvoiceRow({ invoice }: { invoice: DistributorInvoice }) {
  const { words, status, treatment, replacesWords, totals, chargesRead, chargesChecked, verdict, gaps, notes } = invoice
  const [tone, word] = verdicts[verdict]
  return (
    <tr>
      <th scope="row">
        {words}
        {replacesWords === undefined ? null : <span className="hint"> in place of the invoice {replacesWords}</span>}
        {[...gaps, ...notes].map((note) => (
          <p key={note} className="hint">
            {note}
          </p>
        ))}
      </th>
      <td className="secondary">
        {status === '' ? 'not stated' : status} <span className="hint">{treatments[treatment]}</span>
      </td>
      <td className="right figure">
        {totals.map(({ currency, total }) => (
          <div key={currency}>
            {formatAmountText(total)} {currency}
          </div>
        ))}
      </td>
      <td className="right figure secondary">
        {chargesChecked} of {chargesRead}
      </td>
      <td>
        <Mark tone={tone}>{word}</Mark>
      </td>
    </tr>
  )
}
