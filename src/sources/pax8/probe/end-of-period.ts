import { provenConvention, type EndConvention } from '../../service-period.ts'
import type { ProbeQuestion, ProbeVote } from './question.ts'

/** One published example ends its periods with the first day after them, another with their last day. */
export const endOfPeriod: ProbeQuestion<EndConvention> = {
  question: 'end-of-period',
  asks: "which day an item's `endPeriod` is",
  meanings: {
    exclusive: "An item's `endPeriod` is the first day after its period",
    inclusive: "An item's `endPeriod` is the last day of its period",
  },
  needs: 'It takes an invoice item that runs for whole months, or to the end of one.',
  votes: ({ invoices }) =>
    invoices.flatMap(({ items, words }) =>
      items.flatMap((item): ProbeVote<EndConvention>[] => {
        const [start, end] = [item.date('startPeriod'), item.date('endPeriod')]
        const answer = start === undefined || end === undefined ? undefined : provenConvention({ start, end })
        if (answer === undefined) return []
        return [{ answer, evidence: `an item on the invoice ${words} runs from ${start ?? ''} to ${end ?? ''}` }]
      }),
    ),
}
