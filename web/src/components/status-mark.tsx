import type { ClientResult } from '../api/review.ts'

/** Shape, colour and word together: never colour alone. */
const marks = {
  blocked: ['■', 'Blocked'],
  flagged: ['▲', 'Look'],
  changed: ['●', 'Changed'],
  unchanged: ['○', 'Unchanged'],
  approved: ['✓', 'Approved'],
  'already-billed': ['✓', 'Billed'],
  'nothing-to-bill': ['○', 'Nothing to bill'],
} as const

export type ClientStatus = keyof typeof marks

/** What an operator has to know of a client first. */
export function statusOf(client: ClientResult): ClientStatus {
  if (client.outcome !== 'ready') return client.outcome
  if (client.approval !== undefined) return 'approved'
  if (client.flags.blocking > 0) return 'blocked'
  if (client.flags.warning > 0) return 'flagged'
  return client.total === client.previousTotal ? 'unchanged' : 'changed'
}

export function StatusMark({ status }: { status: ClientStatus }) {
  const [shape, word] = marks[status]
  return (
    <span className={`mark ${status}`}>
      <span aria-hidden="true">{shape}</span> {word}
    </span>
  )
}
