import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { closeMonth, closePackAddress, reopenMonth, type TieOut } from '../../api/tie-out.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { TextField } from '../../components/field.tsx'
import { formatAmountText } from '../../components/format-amount.ts'
import { formatMonthName } from '../../components/format-time.ts'
import { Instant } from '../../components/instant.tsx'
import { Mark } from '../../components/mark.tsx'
import { tell } from '../../components/toast.tsx'
import { useHolds } from '../../shell/session-context.ts'
import { useKeys } from '../../shell/use-keys.ts'
import type { TieOutSearch } from './tie-out-search.ts'
import { useTieOutChanged } from './use-tie-out-changed.ts'

/** What keeps the month open, in words that lead there; the button that closes it; who closed it, and its papers. */
export function ClosingPanel({ tieOut }: { tieOut: TieOut }) {
  const { closed, month } = tieOut
  return (
    <section className="closing notice" aria-label="Close">
      {closed === undefined ? (
        <OpenMonth tieOut={tieOut} />
      ) : (
        <>
          <p>
            <Mark tone="done">Closed</Mark> by {closed.by}, <Instant at={closed.at} />
            {closed.note === undefined ? '' : `: ${closed.note}`}
          </p>
          <div className="actions">
            <a className="button" href={closePackAddress(month)} download>
              Download the close pack
            </a>
            <ReopenMonth month={month} />
          </div>
        </>
      )}
    </section>
  )
}

function OpenMonth({ tieOut }: { tieOut: TieOut }) {
  const { obstacles, month } = tieOut
  const mayClose = useHolds('approver')
  const [isAsking, setAsking] = useState(false)
  const canClose = mayClose && obstacles.length === 0
  useKeys(
    canClose
      ? [
          {
            keys: 'x',
            does: 'close the month',
            run: () => {
              setAsking(true)
            },
          },
        ]
      : [],
  )
  if (obstacles.length > 0) {
    return (
      <>
        <p>
          <Mark tone="look">Open</Mark> What keeps {formatMonthName(month)} from being closed:
        </p>
        <ul>
          {obstacles.map(({ obstacle, words }) => (
            <li key={words}>
              <Link to="/months/$month/tie-out" params={{ month }} search={whereIs(obstacle)}>
                {words}
              </Link>
            </li>
          ))}
        </ul>
      </>
    )
  }
  return (
    <>
      <p>
        <Mark tone="done">Ready</Mark> Nothing is unexplained, and every difference is decided.
        {mayClose ? '' : ' An approver closes the month.'}
      </p>
      {mayClose ? (
        <Button
          kind="primary"
          hint="x"
          run={() => {
            setAsking(true)
          }}
        >
          Close {formatMonthName(month)}
        </Button>
      ) : null}
      {isAsking ? (
        <CloseMonthDialog
          tieOut={tieOut}
          close={() => {
            setAsking(false)
          }}
        />
      ) : null}
    </>
  )
}

/** Where on this screen an obstacle is worked on. */
function whereIs(obstacle: string): TieOutSearch {
  switch (obstacle) {
    case 'unexplained':
      return { class: 'unexplained', state: 'all' }
    case 'could-not-be-checked':
      return { state: 'all' }
    default:
      return {}
  }
}

function CloseMonthDialog({ tieOut, close }: { tieOut: TieOut; close: () => void }) {
  const { month, sha256, currencies } = tieOut
  const [note, setNote] = useState('')
  const changed = useTieOutChanged(month)
  const closing = useMutation({
    mutationFn: () => closeMonth(month, sha256, note.trim()),
    onSuccess: () => {
      tell(`${formatMonthName(month)} is closed.`)
      close()
    },
    onSettled: changed,
  })
  const totals = currencies.map(({ total, currency }) => `${formatAmountText(total)} ${currency}`).join(', ')
  return (
    <Dialog
      title={`Close ${formatMonthName(month)}`}
      close={close}
      actions={
        <Button
          kind="primary"
          busy={closing.isPending}
          run={() => {
            closing.mutate()
          }}
        >
          Close at {totals === '' ? '0.00' : totals}, 0.00 unexplained
        </Button>
      }
    >
      <p>
        From then on no run, approval, posting, decision or config of that month is taken. An administrator can open it
        again, with a reason.
      </p>
      <TextField label="Note" value={note} change={setNote} problem={closing.error?.message} />
    </Dialog>
  )
}

function ReopenMonth({ month }: { month: string }) {
  const mayReopen = useHolds('administrator')
  const [isAsking, setAsking] = useState(false)
  const [reason, setReason] = useState('')
  const changed = useTieOutChanged(month)
  const reopening = useMutation({
    mutationFn: () => reopenMonth(month, reason),
    onSuccess: () => {
      setAsking(false)
    },
    onSettled: changed,
  })
  if (!mayReopen) return <span className="hint">An administrator can open it again.</span>
  return (
    <>
      <Button
        run={() => {
          setAsking(true)
        }}
      >
        Open again
      </Button>
      {isAsking ? (
        <Dialog
          title={`Open ${formatMonthName(month)} again`}
          close={() => {
            setAsking(false)
          }}
          actions={
            <Button
              kind="danger"
              busy={reopening.isPending}
              disabled={reason.trim() === ''}
              run={() => {
                reopening.mutate()
              }}
            >
              Open again
            </Button>
          }
        >
          <p>What it was closed on stays on record, and so does who opened it again.</p>
          <TextField label="Reason" value={reason} change={setReason} required problem={reopening.error?.message} />
        </Dialog>
      ) : null}
    </>
  )
}
