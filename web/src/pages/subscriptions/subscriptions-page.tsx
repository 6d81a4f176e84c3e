import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { getSubscriptions, type Subscription } from '../../api/subscriptions.ts'
import { TextField } from '../../components/field.tsx'
import { dayIn, formatDay } from '../../components/format-time.ts'
import { PageHead } from '../../components/page-head.tsx'
import { Failed, Loading, Stale } from '../../components/states.tsx'
import { useSession } from '../../shell/session-context.ts'
import { changeWord, SubscriptionsTable } from './subscriptions-table.tsx'
import './subscriptions.css'

type Change = NonNullable<Subscription['change']>
const changes: readonly Change[] = ['changed', 'began', 'ended', 'not-known', 'same']

/** What every client held on any day, by all that is known now; beside another day, what changed between them. */
export function SubscriptionsPage() {
  const { organization } = useSession()
  const search = useSearch({ from: '/subscriptions' })
  const navigate = useNavigate({ from: '/subscriptions' })
  const [only, setOnly] = useState<Change>()
  const { against, client } = search
  const on = search.on ?? dayIn(organization.timeZone)
  const asked = { on, against, client }
  const { data, error, refetch } = useQuery({
    queryKey: ['subscriptions', asked],
    queryFn: () => getSubscriptions(asked),
    placeholderData: (before) => before,
  })
  const isCompared = against !== undefined
  const shown = data
    ?.filter(({ change }) => only === undefined || !isCompared || change === only)
    // What is as it was stands last.
    .toSorted((a, b) => Number(a.change === 'same') - Number(b.change === 'same'))
  return (
    <>
      <PageHead title="Subscriptions">
        What was held on {formatDay(on)}
        {against === undefined ? '' : `, beside ${formatDay(against)}`}, by all that is known now.
        {client === undefined ? '' : ` Only ${client}.`}
      </PageHead>
      <div className="days">
        <TextField
          label="On"
          type="date"
          value={on}
          change={(value) => {
            if (value !== '') void navigate({ search: { ...search, on: value } })
          }}
        />
        <TextField
          label="Compared with"
          type="date"
          value={against ?? ''}
          change={(value) => void navigate({ search: { ...search, against: value === '' ? undefined : value } })}
        />
      </div>
      {error !== null && data !== undefined ? <Stale error={error} retry={() => void refetch()} /> : null}
      {shown === undefined ? (
        error === null ? (
          <Loading what="the subscriptions" />
        ) : (
          <Failed error={error} retry={() => void refetch()} />
        )
      ) : (
        <SubscriptionsTable
          label={`Subscriptions on ${on}${isCompared ? ` beside ${against}` : ''}`}
          rows={shown}
          isCompared={isCompared}
          tools={
            isCompared
              ? changes.map((change) => (
                  <button
                    key={change}
                    type="button"
                    className="chip"
                    aria-pressed={only === change}
                    onClick={() => {
                      setOnly(only === change ? undefined : change)
                    }}
                  >
                    {changeWord(change)} {(data ?? []).filter((row) => row.change === change).length}
                  </button>
                ))
              : null
          }
        />
      )}
    </>
  )
}
