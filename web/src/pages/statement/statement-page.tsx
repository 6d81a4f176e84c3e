import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { getStatement, statementPdfAddress, type Statement, type StatementLine } from '../../api/statement.ts'
import { getCarryChoices } from '../../api/tie-out.ts'
import { ChoiceField } from '../../components/field.tsx'
import { AmountHeads } from '../../components/amount-heads.tsx'
import { formatAmountText } from '../../components/format-amount.ts'
import { formatMonthName } from '../../components/format-time.ts'
import { Mark, type Tone } from '../../components/mark.tsx'
import { Money } from '../../components/money.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Empty, Failed, Loading } from '../../components/states.tsx'

/** What a client was billed for a month, what changed and why, without our costs: to be read, printed or sent. */
export function StatementPage() {
  const { month } = useParams({ from: '/months/$month/statement' })
  const { client } = useSearch({ from: '/months/$month/statement' })
  const navigate = useNavigate({ from: '/months/$month/statement' })
  const clients = useQuery({ queryKey: ['carry-choices', month], queryFn: () => getCarryChoices(month) })
  return (
    <>
      <PageHead
        title={`Client statement ${formatMonthName(month)}`}
        actions={
          client === undefined ? undefined : (
            <a className="button" href={statementPdfAddress(month, client)} download>
              Download as PDF
            </a>
          )
        }
      >
        What changed for a client this month and why, without our costs.
      </PageHead>
      <ChoiceField
        label="Client"
        value={client ?? ''}
        change={(chosen) => void navigate({ search: chosen === '' ? {} : { client: chosen }, replace: true })}
        choices={[
          { value: '', label: 'choose one' },
          ...(clients.data?.clients ?? []).map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      {client === undefined ? (
        <Empty>Choose a client to see its statement.</Empty>
      ) : (
        <ClientStatement month={month} clientId={client} />
      )}
    </>
  )
}

function ClientStatement({ month, clientId }: { month: string; clientId: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['statement', month, clientId],
    queryFn: () => getStatement(month, clientId),
  })
  if (error !== null) return <Failed error={error} retry={() => void refetch()} />
  if (data === undefined) return <Loading what="the statement" />
  const changed = data.lines.filter(({ change }) => change !== 'unchanged')
  const unchanged = data.lines.filter(({ change }) => change === 'unchanged')
  return (
    <section aria-label={`Statement of ${data.clientName}`}>
      <h2>{data.clientName}</h2>
      <p>
        Billed before tax: <Amounts amounts={data.totals} />.{' '}
        {data.previousTotals.length === 0 ? (
          'Nothing was billed for the month before.'
        ) : (
          <>
            The month before: <Amounts amounts={data.previousTotals} />.
          </>
        )}
      </p>
      {changed.length === 0 ? <p>Nothing changed since the month before.</p> : null}
      <Lines title="New or changed" lines={changed} />
      <Ended ended={data.ended} />
      <Lines title="As before" lines={unchanged} />
    </section>
  )
}

function Amounts({ amounts }: { amounts: Statement['totals'] }) {
  return amounts.map(({ amount, currency }) => <Money key={currency} amount={amount} currency={currency} />)
}

const marks = {
  new: ['changed', 'New'],
  changed: ['changed', 'Changed'],
  unchanged: ['unchanged', 'As before'],
  'part-month': ['changed', 'Part of the month'],
  correction: ['look', 'Correction'],
} as const satisfies Record<StatementLine['change'], readonly [Tone, string]>

function Lines({ title, lines }: { title: string; lines: readonly StatementLine[] }) {
  if (lines.length === 0) return null
  return (
    <>
      <h2>{title}</h2>
      <table aria-label={title}>
        <thead>
          <tr>
            <th scope="col">Line</th>
            <AmountHeads isPriceSecondary />
          </tr>
        </thead>
        <tbody>
          {lines.map((line, index) => (
            <tr key={`${String(index)} ${line.description}`}>
              <th scope="row">
                {line.description}{' '}
                {line.why === '' ? null : (
                  <div className="hint">
                    <Mark tone={marks[line.change][0]}>{marks[line.change][1]}</Mark> {line.why}
                  </div>
                )}
              </th>
              <td className="right figure">{formatAmountText(line.quantity)}</td>
              <td className="right figure secondary">{formatAmountText(line.unitPrice)}</td>
              <td className="right">
                <Money amount={line.amount} currency={line.currency} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

function Ended({ ended }: { ended: Statement['ended'] }) {
  if (ended.length === 0) return null
  return (
    <>
      <h2>No longer billed</h2>
      <ul>
        {ended.map(({ description, quantity, amount, currency }) => (
          <li key={`${description} ${amount}`}>
            {description}: {formatAmountText(quantity)}, <Money amount={amount} currency={currency} /> the month before
          </li>
        ))}
      </ul>
    </>
  )
}
