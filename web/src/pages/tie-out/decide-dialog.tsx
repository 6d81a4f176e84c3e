import { useMutation, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import {
  decide,
  getDifference,
  previewDecision,
  type Amount,
  type Decided,
  type DecisionKind,
  type DecisionPreview,
  type DecisionRequest,
  type Difference,
} from '../../api/tie-out.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { TextField } from '../../components/field.tsx'
import { formatAmountText } from '../../components/format-amount.ts'
import { Loading } from '../../components/states.tsx'
import { tell } from '../../components/toast.tsx'
import { totalsOf } from '../../money/decimal-text.ts'
import { CarriedLines } from './carried-lines.tsx'
import { CarryFields, toCarry, type CarryText } from './carry-fields.tsx'
import { wordsOf } from './decision-words.ts'
import { useTieOutChanged } from './use-tie-out-changed.ts'

/** One difference, or all undecided ones of a class as they were counted. */
export type ToDecide = { readonly kind: DecisionKind } & (
  | { readonly difference: Difference }
  | {
      readonly allOf: {
        readonly class: string
        readonly label: string
        readonly findings: number
        readonly cost: readonly Amount[]
      }
    }
)

interface Props {
  readonly month: string
  readonly asked: ToDecide
  readonly close: () => void
  /** Told once it is recorded, with the ids by which it can be taken back. */
  readonly decided: (words: string, decisions: readonly string[]) => void
}

/** Asks for the reason, shows the very lines that come of it, and records the decision. */
export function DecideDialog({ month, asked, close, decided }: Props) {
  const { kind } = asked
  const words = wordsOf(kind)
  const [reason, setReason] = useState('')
  const [carryText, setCarryText] = useState<CarryText>({ clientId: '', amount: '', itemId: '', description: '' })
  const bringsALine = kind === 'carry' || kind === 'credit-client'
  const request = useDeferredValue<DecisionRequest>({
    ...subjectOf(asked),
    kind,
    ...(bringsALine ? { carry: toCarry(carryText) } : {}),
  })
  const preview = useQuery({
    queryKey: ['tie-out', month, 'preview', request],
    queryFn: () => previewDecision(month, request),
    enabled: bringsALine,
    retry: false,
  })
  const changed = useTieOutChanged(month)
  const record = useMutation({
    mutationFn: () =>
      decide(month, { ...request, reason, ...(preview.data === undefined ? {} : { preview: preview.data.sha256 }) }),
    onSuccess: (decisions) => {
      decided(`${words.done}: ${whatOf(asked)}.`, decisions)
      tell(`${words.done}: ${whatOf(asked)}.`)
    },
    // After a refusal as well: another operator may have decided first.
    onSettled: changed,
  })
  const isReady = reason.trim() !== '' && (!bringsALine || (preview.data !== undefined && !preview.isFetching))
  const submit = () => {
    if (isReady && !record.isPending) record.mutate()
  }
  return (
    <Dialog
      title={`${words.button}: ${whatOf(asked)}`}
      close={close}
      actions={
        <Button kind="primary" busy={record.isPending} disabled={!isReady} run={submit} hint="Ctrl Enter">
          {effectOf(asked, preview.data)}
        </Button>
      }
    >
      <div
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit()
        }}
      >
        <p>{words.means}</p>
        {kind === 'dispute' && 'difference' in asked ? <DisputeText month={month} id={asked.difference.id} /> : null}
        {bringsALine ? (
          <>
            <CarryFields
              month={month}
              text={carryText}
              change={setCarryText}
              isCredit={kind === 'credit-client'}
              namesClient={'difference' in asked && asked.difference.clientId !== undefined}
            />
            {preview.isFetching ? <Loading what="the line as it will stand" /> : null}
            {preview.error === null ? null : (
              <p role="alert" className="failed">
                {preview.error.message}
              </p>
            )}
            {preview.data === undefined ? null : <CarriedLines lines={preview.data.lines} />}
          </>
        ) : null}
        <TextField label="Reason, for the record" value={reason} change={setReason} required lines={2} />
        {record.error === null ? null : (
          <p role="alert" className="failed">
            {record.error.message}
          </p>
        )}
      </div>
    </Dialog>
  )
}

function subjectOf(asked: ToDecide): Decided {
  if ('difference' in asked) {
    const { id, cost, currency } = asked.difference
    return { differences: [{ id, cost, currency }] }
  }
  const { class: name, findings, cost } = asked.allOf
  return { allOf: { class: name, findings, cost } }
}

function whatOf(asked: ToDecide): string {
  if ('difference' in asked) {
    const { cost, currency, clientName, productName } = asked.difference
    const about = [clientName, productName].filter((part) => part !== undefined).join(', ')
    return `${formatAmountText(cost)} ${currency}${about === '' ? '' : ` (${about})`}`
  }
  const { findings, cost, label } = asked.allOf
  return `${String(findings)} differences of ${label}, ${amountsText(cost)}`
}

/** What the button does, and how much of it. */
function effectOf(asked: ToDecide, preview: DecisionPreview | undefined): string {
  const { button } = wordsOf(asked.kind)
  const [first, ...others] = preview?.lines ?? []
  if (first !== undefined) {
    const whom = others.length === 0 ? first.clientName : `${String(others.length + 1)} lines`
    return `${button}: ${amountsText(totalsOf([first, ...others]))}, ${whom}`
  }
  if ('difference' in asked) return `${button} ${formatAmountText(asked.difference.cost)} ${asked.difference.currency}`
  return `${button}: all ${String(asked.allOf.findings)}, ${amountsText(asked.allOf.cost)}`
}

function amountsText(amounts: readonly Amount[]): string {
  return amounts.map(({ amount, currency }) => `${formatAmountText(amount)} ${currency}`).join(', ')
}

/** What to write to the distributor, to be copied into a message. */
function DisputeText({ month, id }: { month: string; id: string }) {
  const { data } = useQuery({
    queryKey: ['tie-out', month, 'difference', id],
    queryFn: () => getDifference(month, id),
  })
  if (data === undefined) return <Loading what="the text for the distributor" />
  return (
    <div className="dispute">
      <pre>{data.disputeText}</pre>
      <Button
        run={() => {
          navigator.clipboard.writeText(data.disputeText).then(
            () => {
              tell('The text is copied.')
            },
            () => {
              tell('The browser did not let the text be copied; mark it and copy it by hand.', 'failed')
            },
          )
        }}
      >
        Copy the text
      </Button>
    </div>
  )
}
