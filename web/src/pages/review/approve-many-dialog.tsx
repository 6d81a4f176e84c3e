import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { approveClients, type ClientResult, type Review } from '../../api/review.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { TextField } from '../../components/field.tsx'
import { formatAmountText } from '../../components/format-amount.ts'
import { Money } from '../../components/money.tsx'
import { tell } from '../../components/toast.tsx'
import { chooseSpotChecks, type ApprovalPlan } from './approval-plan.ts'

/** `43 clients, 18,204.17 USD`. */
export function planWords({ clients, totals }: ApprovalPlan): string {
  const who = clients.length === 1 ? '1 client' : `${String(clients.length)} clients`
  return [who, ...totals.map(({ amount, currency }) => `${formatAmountText(amount)} ${currency}`)].join(', ')
}

/** The sheet before many are approved: how many, how much, and a look at some of them first. */
export function ApproveManyDialog({
  month,
  review,
  plan,
  look,
  close,
}: {
  month: string
  review: Review
  plan: ApprovalPlan
  look: (client: ClientResult) => void
  close: () => void
}) {
  const cache = useQueryClient()
  const [note, setNote] = useState('')
  const [checks] = useState(() => chooseSpotChecks(plan.clients, Math.random))
  const [looked, setLooked] = useState<readonly string[]>([])
  const approve = useMutation({
    mutationFn: async () => {
      for (const [run, clientIds] of plan.byRun) {
        const hash = review.runs.find(({ number }) => number === run)?.sha256
        if (hash !== undefined) await approveClients(run, hash, { clientIds, note })
      }
    },
    onSuccess: () => {
      tell(`Approved ${planWords(plan)}.`)
      close()
    },
    // Also after a refusal: another operator may have decided first.
    onSettled: () => cache.invalidateQueries({ queryKey: ['review', month] }),
  })
  return (
    <Dialog
      title="Approve many"
      close={close}
      actions={
        <Button
          kind="primary"
          busy={approve.isPending}
          disabled={looked.length < checks.length}
          run={() => {
            approve.mutate()
          }}
        >
          Approve {planWords(plan)}
        </Button>
      }
    >
      <p>
        Each invoice is approved by its hash, exactly as it was worked. Nothing is posted by it.
        {plan.flagged === 0 ? '' : ` ${String(plan.flagged)} of them are flagged for a look.`}
      </p>
      {checks.length === 0 ? null : (
        <fieldset>
          <legend>Look at these first; they were drawn at random</legend>
          {checks.map((client) => (
            <label key={client.clientId} className="check">
              <input
                type="checkbox"
                checked={looked.includes(client.clientId)}
                onChange={({ target }) => {
                  setLooked(
                    target.checked ? [...looked, client.clientId] : looked.filter((one) => one !== client.clientId),
                  )
                }}
              />{' '}
              {client.clientName}, <Money amount={client.total} currency={client.currency} /> (last month{' '}
              <Money amount={client.previousTotal} currency={client.currency} />){' '}
              <button
                type="button"
                onClick={() => {
                  look(client)
                }}
              >
                Open
              </button>
            </label>
          ))}
        </fieldset>
      )}
      <TextField label="Note" value={note} change={setNote} hint="Kept with each approval. May be left out." />
      {approve.error === null ? null : (
        <p role="alert" className="failed">
          {approve.error.message}
        </p>
      )}
    </Dialog>
  )
}
