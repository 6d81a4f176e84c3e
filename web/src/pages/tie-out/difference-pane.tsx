import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { getDifference, withdraw, type DecisionKind, type Difference, type ShownDifference } from '../../api/tie-out.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { TextField } from '../../components/field.tsx'
import { formatAmountText } from '../../components/format-amount.ts'
import { Instant } from '../../components/instant.tsx'
import { Money } from '../../components/money.tsx'
import { Failed, Loading } from '../../components/states.tsx'
import { CarriedLines } from './carried-lines.tsx'
import { decisionWords, wordsOf } from './decision-words.ts'
import { daysText, State } from './difference-columns.tsx'
import { useTieOutChanged } from './use-tie-out-changed.ts'

interface Props {
  readonly month: string
  readonly difference: Difference
  readonly mayDecide: boolean
  readonly ask: (kind: DecisionKind) => void
  readonly close: () => void
}

/** One difference: its sentence, what to do, the lines of both sides, and the decision on it. */
export function DifferencePane({ month, difference, mayDecide, ask, close }: Props) {
  const { data, error, refetch } = useQuery({
    queryKey: ['tie-out', month, 'difference', difference.id],
    queryFn: () => getDifference(month, difference.id),
  })
  const { sentence, nextStep, classLabel, caveats, held, cost, currency, decision, state } = difference
  return (
    <section className="difference" aria-label="The open difference">
      <header className="dialog-head">
        <h2>
          {classLabel} <Money amount={cost} currency={currency} />
        </h2>
        <button type="button" className="quiet" onClick={close}>
          Close
        </button>
      </header>
      <p className="sentence">{sentence}</p>
      <p>
        <State difference={difference} /> <span className="hint">{nextStep}</span>
      </p>
      {caveats.length === 0 ? null : (
        <p className="hint">Not certain: {caveats.map((caveat) => caveat.replaceAll('-', ' ')).join(', ')}.</p>
      )}
      {decision === undefined ? null : <Decided month={month} difference={difference} mayDecide={mayDecide} />}
      {mayDecide && state !== 'decided' ? (
        <div className="actions" role="group" aria-label="Decide">
          {decisionWords.map(({ kind, key, button, means }) => (
            <Button
              key={kind}
              hint={key}
              label={`${button}: ${means}`}
              run={() => {
                ask(kind)
              }}
            >
              {button}
            </Button>
          ))}
        </div>
      ) : null}
      {error !== null ? <Failed error={error} retry={() => void refetch()} /> : null}
      {error === null && data === undefined ? <Loading what="the evidence" /> : null}
      {data === undefined ? null : <Evidence shown={data} held={held} />}
    </section>
  )
}

function Decided({
  month,
  difference: { decision, state },
  mayDecide,
}: Pick<Props, 'month' | 'difference' | 'mayDecide'>) {
  const [isAsking, setAsking] = useState(false)
  if (decision === undefined) return null
  const { kind, reason, by, at, cost, currency, carried } = decision
  return (
    <div className="notice">
      <p>
        <strong>{wordsOf(kind).done}</strong> by {by}, <Instant at={at} />: {reason}
        {state === 'changed' ? (
          <>
            {' '}
            It was decided on <Money amount={cost} currency={currency} />; decide anew to replace that.
          </>
        ) : null}
      </p>
      <CarriedLines lines={carried} />
      {mayDecide ? (
        <Button
          run={() => {
            setAsking(true)
          }}
        >
          Take back
        </Button>
      ) : null}
      {isAsking ? (
        <WithdrawDecisionDialog
          month={month}
          decisionId={decision.id}
          close={() => {
            setAsking(false)
          }}
        />
      ) : null}
    </div>
  )
}

function WithdrawDecisionDialog({
  month,
  decisionId,
  close,
}: {
  month: string
  decisionId: string
  close: () => void
}) {
  const [reason, setReason] = useState('')
  const changed = useTieOutChanged(month)
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => withdraw(month, [decisionId], reason),
    onSuccess: close,
    onSettled: changed,
  })
  return (
    <Dialog
      title="Take the decision back"
      close={close}
      actions={
        <Button kind="primary" busy={isPending} disabled={reason.trim() === ''} run={mutate}>
          Take back
        </Button>
      }
    >
      <p>The difference is undecided again. That it was decided stays on record.</p>
      <TextField label="Reason" value={reason} change={setReason} required problem={error?.message} />
    </Dialog>
  )
}

/** Left what the distributor billed, right what the client is billed for it. */
function Evidence({ shown: { charges, clientLines, revenue }, held }: { shown: ShownDifference; held: string }) {
  return (
    <>
      <div className="two-sides">
        <section aria-label="What the distributor billed">
          <h3>The distributor billed</h3>
          {charges.length === 0 ? <p className="hint">Nothing for these days.</p> : null}
          <ul>
            {charges.map((charge) => (
              <li key={charge.chargeId}>
                {charge.description} <span className="badge">{charge.kind}</span>
                <div className="figure hint">{daysText(charge.servicePeriod)}</div>
                <div className="figure">
                  {shownKnown(charge.quantity)} × {shownKnown(charge.unitCost)} = {shownKnown(charge.cost)}{' '}
                  <span className="currency">{charge.currency}</span>
                </div>
              </li>
            ))}
          </ul>
        </section>
        <section aria-label="What the client is billed">
          <h3>The client is billed</h3>
          {clientLines.length === 0 ? <p className="hint">Nothing: no posted line covers it.</p> : null}
          <ul>
            {clientLines.map((line) => (
              <li key={`${line.documentNumber ?? ''} ${line.description} ${line.servicePeriod.start} ${line.amount}`}>
                {line.description} <span className="badge">{line.documentNumber ?? line.month.slice(0, 7)}</span>
                <div className="figure hint">{daysText(line.servicePeriod)}</div>
                <div className="figure">
                  {formatAmountText(line.quantity)} × {formatAmountText(line.unitPrice)} ={' '}
                  {formatAmountText(line.amount)} <span className="currency">{line.currency}</span>
                </div>
              </li>
            ))}
          </ul>
        </section>
      </div>
      <p className="hint">
        {held === 'unknown' ? 'What was held is not known.' : `Held on the last day: ${held}.`}{' '}
        {revenue.map(({ amount, currency }) => (
          <span key={currency}>
            Of the lines, <Money amount={amount} currency={currency} /> is for what was compared.
          </span>
        ))}
      </p>
    </>
  )
}

function shownKnown(value: string): string {
  return value === 'unknown' ? value : formatAmountText(value)
}
