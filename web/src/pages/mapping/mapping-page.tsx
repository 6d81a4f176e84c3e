import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { getMappings, proposeMapping, type MappingChoice, type MappingGap } from '../../api/mapping.ts'
import { Button } from '../../components/button.tsx'
import { formatAmountText } from '../../components/format-amount.ts'
import { Mark } from '../../components/mark.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Empty, Failed, Loading } from '../../components/states.tsx'
import type { Column } from '../../components/table/column.ts'
import { DataTable } from '../../components/table/data-table.tsx'
import { useHolds } from '../../shell/session-context.ts'
import { keepDraft } from '../config/draft.ts'
import { GapDialog } from './gap-dialog.tsx'
import { costWords, keyOf, kindWords } from './gap-words.ts'

/** What was chosen for a gap, in words and as the server takes it. */
export interface Chosen {
  readonly choice: MappingChoice
  readonly words: string
}

/** What is held and mapped to nothing: chosen one by one or by suggestion, then seen in money before it is applied. */
export function MappingPage() {
  const navigate = useNavigate()
  const isOperator = useHolds('operator')
  const { data, error, refetch } = useQuery({ queryKey: ['mappings'], queryFn: getMappings })
  const [chosen, setChosen] = useState<ReadonlyMap<string, Chosen>>(new Map())
  const [open, setOpen] = useState<MappingGap>()
  const propose = useMutation({
    mutationFn: (basedOn: number) =>
      proposeMapping(
        basedOn,
        [...chosen.values()].map(({ choice }) => choice),
      ),
    onSuccess: async ({ yaml, basedOn }) => {
      keepDraft({ text: yaml, basedOn })
      await navigate({ to: '/config' })
    },
  })
  if (error !== null) return <Failed error={error} retry={() => void refetch()} />
  if (data === undefined) return <Loading what="what is mapped" />
  const { gaps, held, ignored, targets, configVersion } = data
  const choose = (gap: MappingGap, next: Chosen | undefined) => {
    const all = new Map(chosen)
    if (next === undefined) all.delete(keyOf(gap))
    else all.set(keyOf(gap), next)
    setChosen(all)
    setOpen(undefined)
  }
  const sure = gaps.filter((gap) => gap.suggestions.length > 0 && !gap.isAmbiguous && !chosen.has(keyOf(gap)))
  const takeSure = () => {
    const all = new Map(chosen)
    for (const gap of sure) {
      const [best] = gap.suggestions
      if (best !== undefined) all.set(keyOf(gap), { choice: best.choice, words: best.target })
    }
    setChosen(all)
  }
  return (
    <>
      <PageHead
        title="Mapping inbox"
        actions={
          isOperator ? (
            <>
              <Button disabled={sure.length === 0} run={takeSure}>
                Take the {sure.length} suggestions that are not ambiguous
              </Button>
              <Button
                kind="primary"
                busy={propose.isPending}
                disabled={chosen.size === 0}
                run={() => {
                  propose.mutate(configVersion)
                }}
              >
                See {chosen.size === 1 ? '1 choice' : `${String(chosen.size)} choices`} in money
              </Button>
            </>
          ) : null
        }
      >
        Against config version {configVersion}, and what was synced last. Nothing is mapped until a config is applied.
      </PageHead>
      {propose.error === null ? null : (
        <p role="alert" className="failed">
          {propose.error.message}
        </p>
      )}
      <DataTable
        label="Not mapped"
        rows={gaps}
        columns={columnsFor(chosen)}
        keyOf={keyOf}
        {...(isOperator ? { open: setOpen } : {})}
        empty={
          <Empty>
            All {held} subscriptions are mapped. {ignored.length} ignored.
          </Empty>
        }
      />
      {ignored.length === 0 ? null : (
        <details>
          <summary>{ignored.length} ignored by the config</summary>
          <ul>
            {ignored.map(({ what, reason }) => (
              <li key={what}>
                {what}: {reason}
              </li>
            ))}
          </ul>
        </details>
      )}
      {open === undefined ? null : (
        <GapDialog
          gap={open}
          targets={targets}
          chosen={chosen.get(keyOf(open))}
          choose={(next) => {
            choose(open, next)
          }}
          close={() => {
            setOpen(undefined)
          }}
        />
      )}
    </>
  )
}

function columnsFor(chosen: ReadonlyMap<string, Chosen>): readonly Column<MappingGap>[] {
  return [
    { id: 'name', head: 'What', text: ({ name }) => name },
    { id: 'kind', head: 'Is', text: ({ kind }) => kindWords[kind] },
    {
      id: 'cost',
      head: 'Cost a month',
      isFigure: true,
      text: ({ monthlyCosts }) => monthlyCosts[0]?.amount ?? '',
      cell: (gap) => (gap.monthlyCosts.length === 0 ? costWords(gap) : formatAmountText(costWords(gap))),
    },
    {
      id: 'subscriptions',
      head: 'Subscriptions',
      isFigure: true,
      isSecondary: true,
      text: (gap) => String(gap.subscriptions),
    },
    {
      id: 'suggestion',
      head: 'Suggestion',
      text: (gap) => chosen.get(keyOf(gap))?.words ?? gap.suggestions[0]?.target ?? '',
      cell: (gap) => <Suggested gap={gap} chosen={chosen.get(keyOf(gap))} />,
    },
    { id: 'place', head: 'Where', isSecondary: true, text: ({ place }) => place },
  ]
}

function Suggested({ gap, chosen }: { gap: MappingGap; chosen: Chosen | undefined }) {
  if (chosen !== undefined) return <Mark tone="done">{chosen.words}</Mark>
  const [best] = gap.suggestions
  if (best === undefined) return <span className="absent">none</span>
  if (gap.isAmbiguous) return <Mark tone="look">ambiguous: {gap.suggestions.length} to choose from</Mark>
  return (
    <span>
      {best.target} <span className="hint">{best.reasons.join(', ')}</span>
    </span>
  )
}
