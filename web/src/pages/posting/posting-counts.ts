import type { Posting } from '../../api/postings.ts'

export type PostingStateWord = Posting['state'] | 'voided'

export function stateOf({ state, voidedAt }: Pick<Posting, 'state' | 'voidedAt'>): PostingStateWord {
  return voidedAt === undefined ? state : 'voided'
}

/** How many there are in each state, those that need somebody first. */
export function countStates(
  postings: readonly Pick<Posting, 'state' | 'voidedAt'>[],
): readonly { readonly state: PostingStateWord; readonly count: number }[] {
  const order: readonly PostingStateWord[] = [
    ...(['needs-person', 'rejected', 'unknown', 'sending', 'intended', 'queued', 'posted', 'voided'] as const),
  ]
  return order.flatMap((state) => {
    const count = postings.filter((posting) => stateOf(posting) === state).length
    return count === 0 ? [] : [{ state, count }]
  })
}
