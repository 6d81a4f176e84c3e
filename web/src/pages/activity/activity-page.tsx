import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import {
  getActivity,
  getActivitySummary,
  getAllActivity,
  type ActivityEntry,
  type ActivityFilter,
} from '../../api/activity.ts'
import { Button } from '../../components/button.tsx'
import { downloadText } from '../../components/download-text.ts'
import { ChoiceField, TextField } from '../../components/field.tsx'
import { Instant } from '../../components/instant.tsx'
import { Mark } from '../../components/mark.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Failed, Loading, Stale } from '../../components/states.tsx'
import type { Column } from '../../components/table/column.ts'
import { DataTable } from '../../components/table/data-table.tsx'
import { rowsCsv } from '../../components/table/rows-csv.ts'
import { tell } from '../../components/toast.tsx'
import './activity.css'
import { detailsText } from './details-text.ts'

const columns: readonly Column<ActivityEntry>[] = [
  { id: 'sequence', head: 'Entry', text: ({ sequence }) => String(sequence), isFigure: true, isSecondary: true },
  { id: 'at', head: 'When', text: ({ at }) => at, cell: ({ at }) => <Instant at={at} /> },
  { id: 'actor', head: 'Who', text: ({ actor }) => actor },
  { id: 'action', head: 'Did', text: ({ action }) => action.replaceAll('-', ' ') },
  { id: 'subject', head: 'To', text: ({ subject }) => subject },
  { id: 'details', head: 'Details', text: ({ details }) => detailsText(details), isSecondary: true },
]
const csvColumns: readonly Column<ActivityEntry>[] = [
  ...columns,
  { id: 'sha256', head: 'SHA-256', text: ({ sha256 }) => sha256 },
]

/** Who did what: narrowed by actor, action and subject, exported whole, with the state of its chain. */
export function ActivityPage() {
  const [filter, setFilter] = useState<ActivityFilter>({ actor: '', action: '', subject: '' })
  const wanted = useDeferredValue(filter)
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['activity', wanted],
    queryFn: ({ pageParam }) => getActivity(wanted, pageParam),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: (previous) => previous,
  })
  const rows = data?.pages.flatMap(({ entries }) => entries)
  return (
    <>
      <PageHead title="Activity" actions={<ExportActivity filter={filter} />}>
        <ChainMark />
      </PageHead>
      <FilterFields filter={filter} set={setFilter} />
      {error === null || rows === undefined ? null : <Stale error={error} retry={() => void refetch()} />}
      {rows === undefined ? (
        error === null ? (
          <Loading what="the activity log" />
        ) : (
          <Failed error={error} retry={() => void refetch()} />
        )
      ) : (
        <DataTable
          label="Activity"
          rows={rows}
          columns={columns}
          keyOf={({ sequence }) => String(sequence)}
          empty="Nothing on record answers to that."
        />
      )}
      {hasNextPage ? (
        <Button busy={isFetchingNextPage} run={() => void fetchNextPage()}>
          Show older entries
        </Button>
      ) : null}
    </>
  )
}

function FilterFields({ filter, set }: { filter: ActivityFilter; set: (filter: ActivityFilter) => void }) {
  const { data } = useQuery({ queryKey: ['activity-summary'], queryFn: getActivitySummary })
  const choices = (names: readonly string[] | undefined, all: string) => [
    { value: '', label: all },
    ...(names ?? []).map((value) => ({ value, label: value.replaceAll('-', ' ') })),
  ]
  return (
    <div className="activity-filter">
      <ChoiceField
        label="Who"
        value={filter.actor}
        choices={choices(data?.actors, 'anybody')}
        change={(actor) => {
          set({ ...filter, actor })
        }}
      />
      <ChoiceField
        label="Did"
        value={filter.action}
        choices={choices(data?.actions, 'anything')}
        change={(action) => {
          set({ ...filter, action })
        }}
      />
      <TextField
        label="To"
        type="search"
        value={filter.subject}
        change={(subject) => {
          set({ ...filter, subject })
        }}
      />
    </div>
  )
}

function ChainMark() {
  const { data, error } = useQuery({ queryKey: ['activity-summary'], queryFn: getActivitySummary })
  if (error !== null) return <Mark tone="look">The chain could not be checked: {error.message}</Mark>
  if (data === undefined) return <Mark tone="busy">The chain is being checked</Mark>
  const { isWhole, message } = data.chain
  return isWhole ? (
    <Mark tone="done">Verified: {message}</Mark>
  ) : (
    <Mark tone="blocks">The log was changed: {message}. Compare the database with a backup and the close packs.</Mark>
  )
}

function ExportActivity({ filter }: { filter: ActivityFilter }) {
  const take = useMutation({
    mutationFn: () => getAllActivity(filter),
    onSuccess: (entries) => {
      downloadText('activity.csv', 'text/csv', rowsCsv(entries, csvColumns))
      tell(`${String(entries.length)} entries are in activity.csv.`)
    },
    onError: (error) => {
      tell(error.message, 'failed')
    },
  })
  return (
    <Button
      busy={take.isPending}
      run={() => {
        take.mutate()
      }}
    >
      Export all that the filter asks for
    </Button>
  )
}
