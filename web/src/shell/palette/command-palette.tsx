import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { getReview } from '../../api/review.ts'
import { formatMonthName } from '../../components/format-time.ts'
import { screens } from '../navigation.ts'
import { useMonth } from '../use-month.ts'
import { findEntries, type Entry } from './find-entries.ts'

/** Goes anywhere by typing: to a screen, a client of the month, or another month. */
export function CommandPalette({ close }: { close: () => void }) {
  const element = useRef<HTMLDialogElement>(null)
  const [typed, setTyped] = useState('')
  const [place, setPlace] = useState(0)
  const found = findEntries(useEntries(), typed)
  useEffect(() => {
    element.current?.showModal()
  }, [])
  const choose = (entry: Entry | undefined) => {
    if (entry === undefined) return
    element.current?.close()
    entry.go()
  }
  const onKey = (event: React.KeyboardEvent) => {
    if (event.key === 'ArrowDown') setPlace(Math.min(place + 1, found.length - 1))
    else if (event.key === 'ArrowUp') setPlace(Math.max(place - 1, 0))
    else if (event.key === 'Enter') choose(found[place])
    else return
    event.preventDefault()
  }
  return (
    <dialog ref={element} className="palette" aria-label="Go to" onClose={close}>
      <input
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-entries"
        aria-activedescendant={found[place] === undefined ? undefined : `palette-${String(place)}`}
        aria-label="Go to a screen, a client or a month"
        placeholder="Screen, client or month"
        autoFocus
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value)
          setPlace(0)
        }}
        onKeyDown={onKey}
      />
      <ul id="palette-entries" role="listbox" aria-label="Found">
        {found.map((entry, index) => (
          <li
            key={entry.id}
            id={`palette-${String(index)}`}
            role="option"
            aria-selected={index === place}
            onClick={() => {
              choose(entry)
            }}
          >
            {entry.text} <span className="hint">{entry.kind}</span>
          </li>
        ))}
      </ul>
      {found.length > 0 ? null : <p className="state">Nothing here is called so.</p>}
    </dialog>
  )
}

function useEntries(): readonly Entry[] {
  const navigate = useNavigate()
  const { month, months, choose } = useMonth()
  const { data: review } = useQuery({
    queryKey: ['review', month],
    queryFn: () => getReview(month ?? ''),
    enabled: month !== undefined,
  })
  const goTo: readonly Entry[] = screens.flatMap((screen) => {
    const entry = { id: screen.to, kind: 'Screen' as const, text: screen.label }
    if (screen.scope === 'organization') return [{ ...entry, go: () => void navigate({ to: screen.to }) }]
    return month === undefined ? [] : [{ ...entry, go: () => void navigate({ to: screen.to, params: { month } }) }]
  })
  const clients: readonly Entry[] = (review?.clients ?? []).map(({ clientId, clientName }) => ({
    ...{ id: `client ${clientId}`, kind: 'Client', text: clientName },
    go: () => {
      if (month === undefined) return
      void navigate({ to: '/months/$month/review', params: { month }, search: { client: clientId } })
    },
  }))
  const others: readonly Entry[] = months.map((one) => ({
    ...{ id: `month ${one}`, kind: 'Month', text: formatMonthName(one) },
    go: () => {
      choose(one)
    },
  }))
  return [...goTo, ...clients, ...others]
}
