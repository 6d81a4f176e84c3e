import { Mark, type Tone } from '../../components/mark.tsx'
import type { PostingStateWord } from './posting-counts.ts'

const marks = {
  intended: ['unchanged', 'Waits to be sent'],
  sending: ['busy', 'Sending'],
  posted: ['done', 'Posted'],
  rejected: ['failed', 'Refused by the ledger'],
  unknown: ['look', 'Unknown, being looked up'],
  queued: ['busy', 'Waits for the ledger to fetch it'],
  'needs-person': ['blocks', 'Needs a person'],
  voided: ['unchanged', 'Voided'],
} as const satisfies Record<PostingStateWord, readonly [Tone, string]>

export function postingWord(state: PostingStateWord): string {
  return marks[state][1]
}

export function PostingMark({ state }: { state: PostingStateWord }) {
  const [tone, word] = marks[state]
  return <Mark tone={tone}>{word}</Mark>
}
