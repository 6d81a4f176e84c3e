import { useState } from 'react'
import type { MappingChoice, MappingGap, Mappings } from '../../api/mapping.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ChoiceField, TextField } from '../../components/field.tsx'
import { costWords, kindWords } from './gap-words.ts'
import type { Chosen } from './mapping-page.tsx'

interface Props {
  readonly gap: MappingGap
  readonly targets: Mappings['targets']
  readonly chosen: Chosen | undefined
  readonly choose: (next: Chosen | undefined) => void
  readonly close: () => void
}

/** One gap: what is suggested and why, another target by hand, or ignored for a reason. */
export function GapDialog({ gap, targets, chosen, choose, close }: Props) {
  const own = ownTargets(gap, targets)
  const [target, setTarget] = useState('')
  const [reason, setReason] = useState('')
  const picked = own.find(({ value }) => value === target)
  return (
    <Dialog
      title={gap.name}
      kind="wide"
      close={close}
      actions={
        chosen === undefined ? undefined : (
          <Button
            run={() => {
              choose(undefined)
            }}
          >
            Take the choice back
          </Button>
        )
      }
    >
      <p className="hint">
        {kindWords[gap.kind]}; {gap.subscriptions} subscriptions, {costWords(gap)} a month; {gap.place}
      </p>
      {gap.suggestions.length === 0 ? <p>Nothing is suggested: no name, address or product is like it.</p> : null}
      <ol className="suggestions">
        {gap.suggestions.map(({ choice, target: words, reasons }) => (
          <li key={words}>
            <Button
              run={() => {
                choose({ choice, words })
              }}
            >
              {words}
            </Button>{' '}
            <span className="hint">{reasons.join(', ')}</span>
          </li>
        ))}
      </ol>
      <ChoiceField
        label="Another"
        value={target}
        change={setTarget}
        choices={[{ value: '', label: 'choose …' }, ...own.map(({ value, label }) => ({ value, label }))]}
      />
      <Button
        disabled={picked === undefined}
        run={() => {
          if (picked !== undefined) choose({ choice: picked.choice, words: picked.label })
        }}
      >
        Map to it
      </Button>
      {gap.kind === 'client' || gap.kind === 'product' ? (
        <>
          <TextField label="Or ignore it, because" value={reason} change={setReason} hint="Stands in the config." />
          <Button
            disabled={reason.trim() === ''}
            run={() => {
              const act = { to: 'ignore', reason: reason.trim() }
              choose({ choice: { kind: gap.kind, ...gap.subject, act }, words: `ignored: ${reason.trim()}` })
            }}
          >
            Ignore
          </Button>
        </>
      ) : null}
    </Dialog>
  )
}

interface OwnTarget {
  readonly value: string
  readonly label: string
  readonly choice: MappingChoice
}

function ownTargets(
  { kind, subject, name }: MappingGap,
  { clients, items, ledgers }: Mappings['targets'],
): OwnTarget[] {
  const about = { kind, ...subject }
  const ledger = ledgers.find(({ id }) => id === subject['ledger'])
  switch (kind) {
    case 'client':
      return [
        ...ledgers.map(({ id }) => ({
          value: `new ${id}`,
          label: `a new client in ${id}, without a ledger customer yet`,
          choice: { ...about, act: { to: 'new-client', name, ledger: id } },
        })),
        ...clients.map(({ id, name: label }) => ({
          ...{ value: id, label, choice: { ...about, act: { to: 'client', client: id } } },
        })),
      ]
    case 'product':
      return [
        { value: 'new', label: 'a new catalog item', choice: { ...about, act: { to: 'new-item', name } } },
        ...items.map(({ id, name: label }) => ({
          ...{ value: id, label, choice: { ...about, act: { to: 'item', item: id } } },
        })),
      ]
    case 'ledger-customer':
      return (ledger?.customers ?? []).map(({ id, name: label }) => ({
        ...{ value: id, label, choice: { kind, client: subject['client'], customer: id } },
      }))
    case 'ledger-item':
      return (ledger?.items ?? []).map(({ id, name: label }) => ({
        ...{ value: id, label, choice: { ...about, ledgerItem: id } },
      }))
  }
}
