import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { noteClient, type Client } from '../../api/client.ts'
import { Button } from '../../components/button.tsx'
import { TextField } from '../../components/field.tsx'
import { Instant } from '../../components/instant.tsx'
import { tell } from '../../components/toast.tsx'
import { useHolds } from '../../shell/session-context.ts'

/** What colleagues have to say of a client; each note stays as it was written, with who wrote it. */
export function ClientNotes({ client: { clientId, notes } }: { client: Client }) {
  const mayWrite = useHolds('operator')
  const cache = useQueryClient()
  const [text, setText] = useState('')
  const note = useMutation({
    mutationFn: () => noteClient(clientId, text),
    onSuccess: () => {
      setText('')
      tell('The note is kept.')
      void cache.invalidateQueries({ queryKey: ['client', clientId] })
    },
  })
  return (
    <section aria-label="Notes">
      <h2>Notes</h2>
      {notes.length === 0 ? <p className="hint">Nobody has noted anything.</p> : null}
      <ul className="flags">
        {notes.map(({ at, by, text: words }) => (
          <li key={`${at} ${words}`}>
            {words}{' '}
            <span className="hint">
              {by}, <Instant at={at} />
            </span>
          </li>
        ))}
      </ul>
      {mayWrite ? (
        <>
          <TextField label="A note" lines={2} value={text} change={setText} problem={note.error?.message} />
          <Button
            busy={note.isPending}
            disabled={text.trim() === ''}
            run={() => {
              note.mutate()
            }}
          >
            Keep the note
          </Button>
        </>
      ) : null}
    </section>
  )
}
