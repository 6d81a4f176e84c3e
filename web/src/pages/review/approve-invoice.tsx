import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { approveInvoice, withdrawApproval, type ClientResult } from '../../api/review.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { TextField } from '../../components/field.tsx'
import { formatAmountText } from '../../components/format-amount.ts'
import { Instant } from '../../components/instant.tsx'
import { tell } from '../../components/toast.tsx'
import { useHolds } from '../../shell/session-context.ts'
import { useKeys } from '../../shell/use-keys.ts'

/** The decision on one invoice: approving it with a note, or taking that back with a reason. */
export function ApproveInvoice({ client, month }: { client: ClientResult; month: string }) {
  const cache = useQueryClient()
  const mayApprove = useHolds('approver')
  const [note, setNote] = useState('')
  const { sha256, approval, outcome, runNumber, clientName, total, currency } = client
  const approve = useMutation({
    mutationFn: (hash: string) => approveInvoice(runNumber, hash, note),
    // Also after a refusal: another operator may have decided first.
    onSettled: () => cache.invalidateQueries({ queryKey: ['review', month] }),
  })
  const canApprove = approval === undefined && outcome === 'ready' && sha256 !== undefined && total !== undefined
  const run = () => {
    if (canApprove) approve.mutate(sha256)
  }
  useKeys(mayApprove && canApprove ? [{ keys: 'a', does: `approve ${clientName}`, run }] : [])
  if (approval !== undefined) return <Approved client={client} month={month} />
  if (!canApprove) return null
  if (!mayApprove) return <p className="hint">An approver approves this invoice.</p>
  return (
    <div className="approve">
      <input
        aria-label="Note on the approval"
        placeholder="Note"
        value={note}
        onChange={(event) => {
          setNote(event.target.value)
        }}
      />
      <Button kind="primary" hint="a" busy={approve.isPending} run={run}>
        Approve {clientName}, {formatAmountText(total)} {currency}
      </Button>
      {approve.error === null ? null : (
        <span role="alert" className="failed">
          {approve.error.message}
        </span>
      )}
    </div>
  )
}

function Approved({ client, month }: { client: ClientResult; month: string }) {
  const mayWithdraw = useHolds('approver')
  const [asks, setAsks] = useState(false)
  const { approval } = client
  if (approval === undefined) return null
  return (
    <div className="approve">
      <span>
        Approved by {approval.by}, <Instant at={approval.at} />
        {approval.note === undefined ? '' : `: ${approval.note}`}
      </span>
      {mayWithdraw ? (
        <Button
          run={() => {
            setAsks(true)
          }}
        >
          Take back
        </Button>
      ) : null}
      {asks ? (
        <WithdrawDialog
          client={client}
          month={month}
          close={() => {
            setAsks(false)
          }}
        />
      ) : null}
    </div>
  )
}

function WithdrawDialog({ client, month, close }: { client: ClientResult; month: string; close: () => void }) {
  const cache = useQueryClient()
  const [reason, setReason] = useState('')
  const withdraw = useMutation({
    mutationFn: () => withdrawApproval(client.runNumber, client.clientId, reason),
    onSuccess: () => {
      tell(`The approval of ${client.clientName} was taken back.`)
      close()
    },
    onSettled: () => cache.invalidateQueries({ queryKey: ['review', month] }),
  })
  return (
    <Dialog
      title={`Take back the approval of ${client.clientName}`}
      close={close}
      actions={
        <Button
          kind="danger"
          busy={withdraw.isPending}
          disabled={reason.trim() === ''}
          run={() => {
            withdraw.mutate()
          }}
        >
          Take back
        </Button>
      }
    >
      <p>It can be taken back while nothing of it was sent to the ledger.</p>
      <TextField label="Reason" value={reason} change={setReason} required problem={withdraw.error?.message} />
    </Dialog>
  )
}
