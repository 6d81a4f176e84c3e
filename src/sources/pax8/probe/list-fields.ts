import type { FieldReader } from '../field-reader.ts'
import type { ProbeQuestion, ProbeVote } from './question.ts'

export type InList = 'listed' | 'detail-only'

/** Without it each subscription has to be asked for one by one. */
export const costInList: ProbeQuestion<InList> = {
  question: 'cost-in-list',
  asks: 'whether the list of subscriptions says what each costs',
  meanings: {
    listed: 'The list of subscriptions carries `partnerCost`',
    'detail-only': 'The list of subscriptions lacks `partnerCost`, which only the single subscription has',
  },
  needs: 'It takes a subscription whose cost Pax8 states anywhere.',
  votes: ({ listed, subscriptions }) =>
    votesFor(listed, subscriptions, (row) => row.raw('partnerCost') !== undefined, 'partnerCost'),
}

/** Where the list carries commitments, a row without one has none. */
export const commitmentInList: ProbeQuestion<InList> = {
  question: 'commitment-in-list',
  asks: 'whether the list of subscriptions says how long each is bound',
  meanings: {
    listed: 'The list of subscriptions carries the commitment',
    'detail-only': 'The list of subscriptions lacks the commitment, which only the single subscription has',
  },
  needs: 'It takes a subscription with a commitment.',
  votes: ({ listed, subscriptions }) => votesFor(listed, subscriptions, hasCommitment, 'a commitment'),
}

function hasCommitment(row: FieldReader): boolean {
  return row.raw('commitmentTerm') !== undefined || row.raw('commitment') !== undefined
}

/** Only a subscription that has the thing tells whether the list shows it. */
function votesFor(
  listed: readonly FieldReader[],
  subscriptions: readonly { readonly subscriptionId: string; readonly detail: FieldReader }[],
  has: (row: FieldReader) => boolean,
  what: string,
): ProbeVote<InList>[] {
  const rows = new Map(listed.map((row) => [row.text('id') ?? '', row]))
  return subscriptions.flatMap(({ subscriptionId, detail }): ProbeVote<InList>[] => {
    const row = rows.get(subscriptionId)
    if (row === undefined || !has(detail)) return []
    const answer = has(row) ? 'listed' : 'detail-only'
    const words = answer === 'listed' ? 'and in the list' : 'and not in the list'
    return [{ answer, evidence: `subscription ${subscriptionId} has ${what} by itself ${words}` }]
  })
}
