import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { getClientInvoice, type ClientResult, type InvoiceLine } from '../../api/review.ts'
import { AmountHeads } from '../../components/amount-heads.tsx'
import { FlagList } from '../../components/flag-list.tsx'
import { formatAmountText } from '../../components/format-amount.ts'
import { Money } from '../../components/money.tsx'
import { Empty, Failed, Loading } from '../../components/states.tsx'
import { ApproveInvoice } from './approve-invoice.tsx'
import { FlagActions } from './flag-actions.tsx'
import { BodyPreview } from './body-preview.tsx'
import { WhyDrawer } from '../why/why-drawer.tsx'

/** One invoice as it will post, what is flagged on it, and the approval. */
export function InvoicePane({ client, month }: { client: ClientResult; month: string }) {
  const { runNumber, clientId, clientName } = client
  const [asked, setAsked] = useState<string>()
  const { data, error, refetch } = useQuery({
    queryKey: ['invoice', runNumber, clientId],
    queryFn: () => getClientInvoice(runNumber, clientId),
  })
  if (error !== null) return <Failed error={error} retry={() => void refetch()} />
  if (data === undefined) return <Loading what={`the invoice of ${clientName}`} />
  const { invoice, anomalies, body } = data
  return (
    <section aria-label={`Invoice of ${clientName}`}>
      <h2>
        {clientName}{' '}
        <Link className="hint" to="/clients/$client" params={{ client: clientId }}>
          client
        </Link>
      </h2>
      <FlagList flags={anomalies} actions={(flag) => <FlagActions flag={flag} month={month} clientId={clientId} />} />
      {invoice === undefined ? (
        <Empty>There is no invoice for {clientName}.</Empty>
      ) : (
        <>
          <InvoiceLines lines={invoice.lines} ask={setAsked} />
          <p className="total">
            {invoice.kind === 'invoice' ? 'Invoice' : 'Credit memo'} in {invoice.ledgerConnectionId}, before tax:{' '}
            <Money amount={invoice.total} currency={invoice.currency} />
          </p>
          <ApproveInvoice client={client} month={month} />
          {body === undefined ? null : <BodyPreview body={body} ledger={invoice.ledgerConnectionId} />}
        </>
      )}
      {asked === undefined ? null : (
        <WhyDrawer
          runNumber={runNumber}
          clientId={clientId}
          lineKey={asked}
          close={() => {
            setAsked(undefined)
          }}
        />
      )}
    </section>
  )
}

function InvoiceLines({ lines, ask }: { lines: readonly InvoiceLine[]; ask: (lineKey: string) => void }) {
  const changed = lines.filter((line) => !isUnchanged(line))
  const unchanged = lines.filter(isUnchanged)
  const head = (
    <thead>
      <tr>
        <th scope="col">Line</th>
        <AmountHeads />
      </tr>
    </thead>
  )
  const rows = (some: readonly InvoiceLine[]) => (
    <tbody>
      {some.map((line) => (
        <LineRow key={line.lineKey} line={line} ask={ask} />
      ))}
    </tbody>
  )
  return (
    <>
      {changed.length === 0 ? null : (
        <table>
          {head}
          {rows(changed)}
        </table>
      )}
      {unchanged.length === 0 ? null : (
        <details open={changed.length === 0}>
          <summary>
            {unchanged.length} {unchanged.length === 1 ? 'line' : 'lines'} unchanged
          </summary>
          <table>
            {head}
            {rows(unchanged)}
          </table>
        </details>
      )}
    </>
  )
}

function isUnchanged({ was, quantity, unitPrice, amount }: InvoiceLine): boolean {
  return was?.quantity === quantity && was.unitPrice === unitPrice && was.amount === amount
}

function LineRow({ line, ask }: { line: InvoiceLine; ask: (lineKey: string) => void }) {
  const { was } = line
  return (
    <tr>
      <th scope="row">
        {line.description} <span className="badge">{line.source}</span>
      </th>
      <td className="right">
        <WasIs was={was?.quantity} is={line.quantity} />
      </td>
      <td className="right">
        <WasIs was={was?.unitPrice} is={line.unitPrice} />
      </td>
      <td className="right">
        <button
          type="button"
          className="amount"
          aria-label={`Why ${line.amount}: ${line.description}`}
          onClick={() => {
            ask(line.lineKey)
          }}
        >
          {formatAmountText(line.amount)}
        </button>
      </td>
    </tr>
  )
}

function WasIs({ was, is }: { was: string | undefined; is: string }) {
  if (was === undefined || was === is) return <span className="figure">{formatAmountText(is)}</span>
  return (
    <span className="figure">
      <del>{formatAmountText(was)}</del> → <ins>{formatAmountText(is)}</ins>
    </span>
  )
}
