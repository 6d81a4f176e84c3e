import type { ClientResult } from '../api/review.ts'
import { Mark, type Tone } from './mark.tsx'

const marks = {
  blocked: ['blocks', 'Blocked'],
  flagged: ['look', 'Look'],
  changed: ['changed', 'Changed'],
  unchanged: ['unchanged', 'Unchanged'],
  approved: ['done', 'Approved'],
  'already-billed': ['done', 'Billed'],
  'nothing-to-bill': ['unchanged', 'Nothing to bill'],
} as const satisfies Record<string, readonly [Tone, string]>

export type ClientStatus = keyof typeof marks

/** What an operator has to know of a client first. */
export function statusOf(client: ClientResult): ClientStatus {
  if (client.outcome !== 'ready') return client.outcome
  if (client.approval !== undefined) return 'approved'
  if (client.flags.blocking > 0) return 'blocked'
  if (client.flags.warning > 0) return 'flagged'
  return client.total === client.previousTotal ? 'unchanged' : 'changed'
}

export function wordOf(status: ClientStatus): string {
  return marks[status][1]
}

export function StatusMark({ status }: { status: ClientStatus }) {
  const [tone, word] = marks[status]
  return <Mark tone={tone}>{word}</Mark>
}
