import type { DecisionKind } from '../../api/tie-out.ts'

interface DecisionWords {
  readonly kind: DecisionKind
  readonly key: string
  readonly button: string
  /** What comes of it, in one sentence. */
  readonly means: string
  /** As it stands beside what was decided on. */
  readonly done: string
}

/** What can be decided on a difference, in the order in which it is offered. */
export const decisionWords: readonly DecisionWords[] = [
  {
    kind: 'accept',
    key: 'a',
    button: 'Accept',
    means: 'It stands as it is; nobody is billed for it.',
    done: 'Accepted',
  },
  {
    kind: 'carry',
    key: 't',
    button: 'Carry as true-up',
    means: 'The client is billed for it on the next invoice that is not posted yet.',
    done: 'Carried',
  },
  {
    kind: 'credit-client',
    key: 'c',
    button: 'Credit the client',
    means: 'The client gets it back on the next invoice that is not posted yet.',
    done: 'Credited',
  },
  { kind: 'write-off', key: 'w', button: 'Write off', means: 'It is our loss, for good.', done: 'Written off' },
  { kind: 'internal-use', key: 'i', button: 'Internal use', means: 'It is our own cost.', done: 'Internal use' },
  {
    kind: 'dispute',
    key: 'd',
    button: 'Dispute',
    means: 'The distributor is asked for a credit, which is matched when it comes.',
    done: 'Disputed',
  },
]

export function wordsOf(kind: DecisionKind): DecisionWords {
  const words = decisionWords.find((each) => each.kind === kind)
  if (words === undefined) throw new Error(`There are no words for the decision ${kind}.`)
  return words
}
