import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { startRun } from '../../api/jobs.ts'
import { getReview } from '../../api/review.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { TextField } from '../../components/field.tsx'
import { formatMonthName } from '../../components/format-time.ts'
import { tell } from '../../components/toast.tsx'

/** Which month and which clients are worked; the button says so. */
export function StartRunDialog({ month: first, close }: { month: string | undefined; close: () => void }) {
  const [month, setMonth] = useState(first ?? '')
  const [chosen, setChosen] = useState<readonly string[]>([])
  const isMonth = /^\d{4}-(?:0[1-9]|1[0-2])$/.test(month)
  const { data: review } = useQuery({
    queryKey: ['review', month],
    queryFn: () => getReview(month),
    enabled: isMonth,
    retry: false,
  })
  const start = useMutation({
    mutationFn: () => startRun(month, chosen.length === 0 ? undefined : chosen),
    onSuccess: ({ waitsAlready }) => {
      tell(waitsAlready ? 'The same run waits already.' : `The run of ${formatMonthName(month)} has been put in.`)
      close()
    },
  })
  const who =
    chosen.length === 0 ? 'all clients' : chosen.length === 1 ? 'one client' : `${String(chosen.length)} clients`
  return (
    <Dialog
      title="Start a run"
      close={close}
      actions={
        <Button
          kind="primary"
          disabled={!isMonth}
          busy={start.isPending}
          run={() => {
            start.mutate()
          }}
        >
          {isMonth ? `Run ${formatMonthName(month)} for ${who}` : 'Run'}
        </Button>
      }
    >
      <p>Every invoice is worked as it would post, from what is known now. Nothing reaches a ledger.</p>
      <TextField
        label="Month"
        value={month}
        change={(value) => {
          setMonth(value)
          setChosen([])
        }}
        hint="YYYY-MM"
        problem={start.error?.message ?? (month === '' || isMonth ? undefined : 'A month is written as 2026-10.')}
      />
      {review === undefined || review.clients.length === 0 ? (
        <p className="hint">All clients of the config are worked.</p>
      ) : (
        <fieldset className="choices">
          <legend>Only these clients (none: all of them)</legend>
          {review.clients.map(({ clientId, clientName }) => (
            <label key={clientId}>
              <input
                type="checkbox"
                checked={chosen.includes(clientId)}
                onChange={({ target }) => {
                  setChosen(target.checked ? [...chosen, clientId] : chosen.filter((one) => one !== clientId))
                }}
              />{' '}
              {clientName}
            </label>
          ))}
        </fieldset>
      )}
    </Dialog>
  )
}
