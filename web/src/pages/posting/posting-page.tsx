import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { getPostings, stopPosting, type MonthPostings, type Posting } from '../../api/postings.ts'
import { Button } from '../../components/button.tsx'
import { formatMonthName } from '../../components/format-time.ts'
import { Instant } from '../../components/instant.tsx'
import { JobProgress } from '../../components/job-progress.tsx'
import { Money } from '../../components/money.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Failed, Loading, Stale } from '../../components/states.tsx'
import type { Column } from '../../components/table/column.ts'
import { DataTable } from '../../components/table/data-table.tsx'
import { tell } from '../../components/toast.tsx'
import { isOver, useJobs } from '../../shell/live-state.ts'
import { useHolds } from '../../shell/session-context.ts'
import { countStates, stateOf, type PostingStateWord } from './posting-counts.ts'
import { PostingMark, postingWord } from './posting-mark.tsx'
import { plannedWords, StartPostingDialog } from './start-posting-dialog.tsx'

/** Each invoice on its way into its ledger; starting, stopping and going on. */
export function PostingPage() {
  const { month } = useParams({ from: '/months/$month/posting' })
  const [asks, setAsks] = useState(false)
  const [only, setOnly] = useState<PostingStateWord>()
  const { data, error, refetch } = useQuery({ queryKey: ['postings', month], queryFn: () => getPostings(month) })
  const job = useJobs().find((one) => one.name === 'post-run' && !isOver(one))
  if (error !== null && data === undefined) return <Failed error={error} retry={() => void refetch()} />
  if (data === undefined) return <Loading what={`the postings of ${formatMonthName(month)}`} />
  const shown = only === undefined ? data.postings : data.postings.filter((posting) => stateOf(posting) === only)
  return (
    <>
      <PageHead
        title={`Posting ${formatMonthName(month)}`}
        actions={
          <PostingActions
            data={data}
            month={month}
            isAtWork={job !== undefined}
            ask={() => {
              setAsks(true)
            }}
          />
        }
      >
        {data.toPost.length === 0
          ? 'Nothing that is approved is left to post.'
          : `To post: ${plannedWords(data.toPost)}.`}
      </PageHead>
      {error === null ? null : <Stale error={error} retry={() => void refetch()} />}
      {job === undefined ? null : <JobProgress job={job} what={`Posting, run ${job.subject}`} />}
      <Troubles data={data} month={month} />
      <DataTable
        label={`Postings of ${formatMonthName(month)}`}
        rows={shown}
        columns={columns}
        keyOf={({ id }) => id}
        tools={countStates(data.postings).map(({ state, count }) => (
          <button
            key={state}
            type="button"
            className="chip"
            aria-pressed={only === state}
            onClick={() => {
              setOnly(only === state ? undefined : state)
            }}
          >
            {postingWord(state)} {count}
          </button>
        ))}
        empty={
          <>
            Nothing of {formatMonthName(month)} was posted yet.{' '}
            <Link to="/months/$month/review" params={{ month }} search={{}}>
              Review and approve
            </Link>{' '}
            first.
          </>
        }
      />
      {asks ? (
        <StartPostingDialog
          month={month}
          data={data}
          close={() => {
            setAsks(false)
          }}
        />
      ) : null}
    </>
  )
}

function PostingActions({
  data,
  month,
  isAtWork,
  ask,
}: {
  data: MonthPostings
  month: string
  isAtWork: boolean
  ask: () => void
}) {
  const mayPost = useHolds('approver')
  const mayStop = useHolds('operator')
  const cache = useQueryClient()
  const stop = useMutation({
    mutationFn: stopPosting,
    onSuccess: () => {
      tell('Posting stops before the next invoice; what is on its way comes to its end.')
    },
    onError: (error) => {
      tell(error.message, 'failed')
    },
    onSettled: () => cache.invalidateQueries({ queryKey: ['postings', month] }),
  })
  if (isAtWork) {
    return mayStop ? (
      <Button
        kind="danger"
        busy={stop.isPending}
        run={() => {
          stop.mutate()
        }}
      >
        Stop before the next invoice
      </Button>
    ) : null
  }
  if (data.toPost.length === 0) return null
  if (!mayPost) return <span className="hint">An approver starts the posting.</span>
  return (
    <Button kind="primary" run={ask}>
      {data.postings.some(({ state }) => state !== 'posted' && state !== 'rejected') ? 'Go on: post' : 'Post'}{' '}
      {plannedWords(data.toPost)} …
    </Button>
  )
}

/** Why nothing goes on, and what waits for a person, before the list in which it would have to be found. */
function Troubles({
  data: { ledgers, postings, notApproved, blocked },
  month,
}: {
  data: MonthPostings
  month: string
}) {
  const needs = postings.filter(({ state }) => state === 'needs-person')
  const stopped = ledgers.filter(({ stoppedBecause }) => stoppedBecause !== undefined)
  const left = [
    notApproved === 0 ? [] : [`${String(notApproved)} ready and not approved`],
    blocked === 0 ? [] : [`${String(blocked)} blocked`],
  ].flat()
  return (
    <ul className="flags">
      {stopped.map(({ ledgerConnectionId, stoppedBecause }) => (
        <li key={ledgerConnectionId} className="warning">
          <strong>{ledgerConnectionId}</strong> is stopped: {stoppedBecause}
        </li>
      ))}
      {needs.map(({ id, clientName, documentNumber, failure }) => (
        <li key={id} className="blocking">
          <strong>{clientName}</strong> {documentNumber ?? ''}: {failure ?? 'the look-up did not settle it.'} Compare it
          in the ledger; posting again looks it up once more.
        </li>
      ))}
      {left.length === 0 ? null : (
        <li>
          Not posted:{' '}
          <Link to="/months/$month/review" params={{ month }} search={{}}>
            {left.join(', ')}
          </Link>
          .
        </li>
      )}
    </ul>
  )
}

const columns: readonly Column<Posting>[] = [
  {
    id: 'client',
    head: 'Client',
    text: ({ clientName }) => clientName,
  },
  {
    id: 'state',
    head: 'State',
    text: (posting) => postingWord(stateOf(posting)),
    cell: (posting) => <PostingMark state={stateOf(posting)} />,
  },
  { id: 'number', head: 'Number', text: ({ documentNumber }) => documentNumber ?? '' },
  {
    id: 'amount',
    head: 'Before tax',
    text: ({ netTotal }) => netTotal,
    cell: ({ netTotal, currency }) => <Money amount={netTotal} currency={currency} />,
    isFigure: true,
  },
  { id: 'ledger', head: 'Ledger', text: ({ ledgerConnectionId }) => ledgerConnectionId, isSecondary: true },
  { id: 'document', head: 'Id in the ledger', text: ({ documentId }) => documentId ?? '', isSecondary: true },
  { id: 'tries', head: 'Tries', text: ({ attempts }) => String(attempts), isFigure: true, isSecondary: true },
  {
    id: 'settled',
    head: 'Settled',
    text: ({ settledAt }) => settledAt ?? '',
    cell: ({ settledAt, notBefore }) =>
      settledAt !== undefined ? (
        <Instant at={settledAt} />
      ) : notBefore === undefined ? null : (
        <>
          next look <Instant at={notBefore} />
        </>
      ),
    isSecondary: true,
  },
  { id: 'why', head: 'Why', text: ({ failure }) => failure ?? '' },
]
