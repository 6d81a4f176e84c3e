import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { getDifferences, withdraw, type DecisionKind, type DifferenceFilter, type TieOut } from '../../api/tie-out.ts'
import { Button } from '../../components/button.tsx'
import { Failed, Loading, Stale } from '../../components/states.tsx'
import { DataTable } from '../../components/table/data-table.tsx'
import { tell } from '../../components/toast.tsx'
import { useHolds } from '../../shell/session-context.ts'
import { useKeys } from '../../shell/use-keys.ts'
import { BulkDecision } from './bulk-decision.tsx'
import { DecideDialog, type ToDecide } from './decide-dialog.tsx'
import { decisionWords } from './decision-words.ts'
import { columnsBesideOne, differenceColumns } from './difference-columns.tsx'
import { DifferenceFilters } from './difference-filters.tsx'
import { DifferencePane } from './difference-pane.tsx'
import type { TieOutSearch } from './tie-out-search.ts'
import { useTieOutChanged } from './use-tie-out-changed.ts'

interface Props {
  readonly month: string
  readonly tieOut: TieOut
  readonly search: TieOutSearch
  readonly show: (change: TieOutSearch) => void
}

/** What was decided last here, so that it can be taken back at once. */
interface Made {
  readonly words: string
  readonly decisions: readonly string[]
}

/** The differences of a month, what each asks for, and the decisions on one or on many. */
export function DifferencesView({ month, tieOut, search, show }: Props) {
  const filter = filterOf(search)
  const changed = useTieOutChanged(month)
  const mayDecide = useHolds('operator') && tieOut.closed === undefined
  const [asked, setAsked] = useState<ToDecide>()
  const [made, setMade] = useState<Made>()
  const { data, error, refetch } = useQuery({
    queryKey: ['tie-out', month, 'differences', tieOut.version, filter],
    queryFn: () => getDifferences(month, filter),
    placeholderData: (before) => before,
  })
  const takeBack = useMutation({
    mutationFn: ({ decisions }: Made) => withdraw(month, decisions, 'undone by who decided it'),
    onSuccess: () => {
      setMade(undefined)
      tell('Taken back. The differences are undecided again.')
    },
    onError: ({ message }) => {
      tell(message, 'failed')
    },
    onSettled: changed,
  })
  const undo = () => {
    if (made !== undefined && !takeBack.isPending) takeBack.mutate(made)
  }
  const rows = data ?? []
  const open = rows.find(({ id }) => id === search.difference)
  const go = (by: number) => {
    const place = rows.findIndex(({ id }) => id === search.difference)
    const next = rows[Math.min(Math.max(place + by, 0), rows.length - 1)]
    if (next !== undefined) show({ difference: next.id })
  }
  const ask = (kind: DecisionKind) => {
    if (mayDecide && open !== undefined && open.state !== 'decided') setAsked({ kind, difference: open })
  }
  useKeys([
    {
      keys: 'n',
      does: 'next difference',
      run: () => {
        go(1)
      },
    },
    {
      keys: 'p',
      does: 'previous difference',
      run: () => {
        go(-1)
      },
    },
    { keys: 'u', does: 'undo the last decision', run: undo },
    ...decisionWords.map(({ kind, key, button }) => ({
      keys: key,
      does: `${button.toLowerCase()} (the open difference)`,
      run: () => {
        ask(kind)
      },
    })),
  ])
  const again = () => void refetch()
  return (
    <>
      <DifferenceFilters tieOut={tieOut} search={search} show={show} />
      {made === undefined ? null : (
        <p className="notice" role="status">
          {made.words}{' '}
          <Button run={undo} busy={takeBack.isPending} hint="u">
            Undo
          </Button>
        </p>
      )}
      {mayDecide ? <BulkDecision tieOut={tieOut} search={search} ask={setAsked} /> : null}
      {error !== null && data !== undefined ? <Stale error={error} retry={again} /> : null}
      {data === undefined ? (
        error === null ? (
          <Loading what="the differences" />
        ) : (
          <Failed error={error} retry={again} />
        )
      ) : (
        <div className={open === undefined ? undefined : 'tie-out-panes'}>
          <DataTable
            label={`Differences ${month}`}
            rows={rows}
            columns={open === undefined ? differenceColumns : columnsBesideOne}
            keyOf={({ id }) => id}
            open={({ id }) => {
              show({ difference: id })
            }}
            chosen={open?.id}
            order={{ by: 'size', descending: true }}
            tools={
              <span className="hint">
                <kbd>n</kbd> next, <kbd>p</kbd> previous
              </span>
            }
            empty={emptyWords(tieOut, search)}
          />
          {open === undefined ? null : (
            <DifferencePane
              key={open.id}
              month={month}
              difference={open}
              mayDecide={mayDecide}
              ask={ask}
              close={() => {
                show({ difference: undefined })
              }}
            />
          )}
        </div>
      )}
      {asked === undefined ? null : (
        <DecideDialog
          month={month}
          asked={asked}
          close={() => {
            setAsked(undefined)
          }}
          decided={(words, decisions) => {
            setAsked(undefined)
            setMade({ words, decisions })
          }}
        />
      )}
    </>
  )
}

function filterOf({ class: name, state, client }: TieOutSearch): DifferenceFilter {
  const wanted = state ?? 'undecided'
  return { class: name, client, state: wanted === 'all' ? undefined : wanted }
}

function emptyWords({ chargesChecked, states, closed }: TieOut, { class: name, client }: TieOutSearch): string {
  if (chargesChecked === 0) return 'There are no differences, because no line of a distributor invoice was checked.'
  if (closed !== undefined) return 'The month is closed. Choose "All" to see what was decided.'
  if (states.open + states.changed > 0 && (name !== undefined || client !== undefined)) {
    return 'Nothing undecided here; other differences are.'
  }
  return 'Every difference is decided or settled.'
}
