import type { FieldReader } from '../field-reader.ts'
import type { ProbeQuestion, ProbeVote } from './question.ts'

export type HistoryOrder = 'newest-first' | 'oldest-first'
export type HistoryIds = 'asked-for' | 'own'

/** Two changes of one day are told apart by nothing but their order. */
export const historyOrder: ProbeQuestion<HistoryOrder> = {
  question: 'history-order',
  asks: "in which order a subscription's history comes",
  meanings: {
    'newest-first': 'A history comes newest row first',
    'oldest-first': 'A history comes oldest row first',
  },
  needs: 'It takes a subscription whose history has rows of different days.',
  votes: ({ subscriptions }) =>
    subscriptions.flatMap(({ subscriptionId, history }) =>
      history.slice(1).flatMap((row, index): ProbeVote<HistoryOrder>[] => {
        const [before, after] = [dayOf(history[index]), dayOf(row)]
        if (before === undefined || after === undefined || before === after) return []
        const answer = before > after ? 'newest-first' : 'oldest-first'
        return [{ answer, evidence: `the history of ${subscriptionId} goes from ${before} to ${after}` }]
      }),
    ),
}

/** Pax8's guide says that each change makes an id of its own, and that the API shows the original one. */
export const historyIds: ProbeQuestion<HistoryIds> = {
  question: 'history-ids',
  asks: "which id the rows of a subscription's history bear",
  meanings: {
    'asked-for': 'The rows of a history bear the id that was asked for',
    own: 'The rows of a history bear ids of their own; they belong to the subscription that was asked for',
  },
  needs: 'It takes a subscription that was changed at least once.',
  votes: ({ subscriptions }) =>
    subscriptions.flatMap(({ subscriptionId, history }): ProbeVote<HistoryIds>[] => {
      // The first row of all bears the original id in either case.
      if (history.length < 2) return []
      const ids = new Set(history.map((row) => row.text('id')))
      const answer = ids.size === 1 && ids.has(subscriptionId) ? 'asked-for' : 'own'
      const evidence = `the history of ${subscriptionId} has ${String(history.length)} rows under ${String(ids.size)} ${ids.size === 1 ? 'id' : 'ids'}`
      return [{ answer, evidence }]
    }),
}

function dayOf(row: FieldReader | undefined): string | undefined {
  return row?.timestamp('startDate')?.instant
}
