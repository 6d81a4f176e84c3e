import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { acceptFlag, takeBackAcceptance } from '../../api/flags.ts'
import type { Anomaly } from '../../api/review.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { TextField } from '../../components/field.tsx'
import { Instant } from '../../components/instant.tsx'
import { tell } from '../../components/toast.tsx'
import { useHolds } from '../../shell/session-context.ts'
import { placeOf } from './flag-place.ts'

/** What can be done about a flag: let it stand this once, or go where its cause is mended. */
export function FlagActions({ flag, month, clientId }: { flag: Anomaly; month: string; clientId: string }) {
  const mayAccept = useHolds('operator')
  const [asks, setAsks] = useState<'accept' | 'take-back'>()
  const { acceptance, severity } = flag
  const place = placeOf(flag.code)
  const close = () => {
    setAsks(undefined)
  }
  return (
    <span className="flag-actions">
      {acceptance === undefined ? null : (
        <span className="hint">
          Accepted by {acceptance.by}, <Instant at={acceptance.at} />: {acceptance.reason}{' '}
        </span>
      )}
      {place === undefined ? null : <Link to={place.to}>{place.words}</Link>}{' '}
      <Link to="/clients/$client" params={{ client: clientId }}>
        Note
      </Link>{' '}
      {!mayAccept || severity === 'blocking' ? null : acceptance === undefined ? (
        <Button
          kind="quiet"
          label={`Accept once … ${flag.message}`}
          run={() => {
            setAsks('accept')
          }}
        >
          Accept once …
        </Button>
      ) : (
        <Button
          kind="quiet"
          label={`Take back … ${flag.message}`}
          run={() => {
            setAsks('take-back')
          }}
        >
          Take back …
        </Button>
      )}
      {asks === undefined ? null : <ReasonDialog what={asks} flag={flag} month={month} close={close} />}
    </span>
  )
}

function ReasonDialog({
  what,
  flag,
  month,
  close,
}: {
  what: 'accept' | 'take-back'
  flag: Anomaly
  month: string
  close: () => void
}) {
  const cache = useQueryClient()
  const [reason, setReason] = useState('')
  const words = what === 'accept' ? 'Accept once' : 'Take back'
  const act = useMutation({
    mutationFn: () => (what === 'accept' ? acceptFlag(month, flag, reason) : takeBackAcceptance(month, flag, reason)),
    onSuccess: () => {
      tell(what === 'accept' ? 'The flag may stand, this once.' : 'The flag is open again.')
      close()
    },
    // Also after a refusal: another operator may have been faster.
    onSettled: () => cache.invalidateQueries(),
  })
  return (
    <Dialog
      title={words}
      close={close}
      actions={
        <Button
          kind="primary"
          busy={act.isPending}
          disabled={reason.trim() === ''}
          run={() => {
            act.mutate()
          }}
        >
          {words}
        </Button>
      }
    >
      <p>{flag.message}</p>
      <p className="hint">
        {what === 'accept'
          ? 'It counts for these very words and numbers: a run that says otherwise flags anew.'
          : 'That it was accepted stays on record.'}
      </p>
      <TextField
        label="Reason, for the record"
        value={reason}
        change={setReason}
        required
        problem={act.error?.message}
      />
    </Dialog>
  )
}
