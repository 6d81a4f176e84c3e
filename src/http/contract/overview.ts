import { z } from 'zod'
import type { MonthAtAGlance } from '../../app/overview/month-at-a-glance.ts'
import { changeCauses } from '../../billing/change-by-cause.ts'
import { findingAnswer, toFindingAnswer } from './connections.ts'
import { anomalyAnswer, decimalText, runAnswer, toAnomalyAnswer, toRunAnswer } from './review.ts'
import { instant } from './session.ts'

const need = anomalyAnswer.extend({ clientName: z.string().nullable() })

export const overviewAnswer = z.object({
  month: z.string(),
  run: runAnswer.nullable(),
  runIsOld: z.string().nullable(),
  counts: z.object({
    ready: z.int(),
    approved: z.int(),
    blocked: z.int(),
    unmapped: z.int(),
    postings: z.record(z.string(), z.int()),
  }),
  figures: z.array(
    z.object({
      currency: z.string(),
      toInvoice: decimalText,
      lastMonth: decimalText,
      clients: z.int(),
      /** Of the lines whose cost is known. */
      cost: decimalText,
      /** What those lines bill, less their cost. */
      margin: decimalText,
      unknownLines: z.int(),
      unknownBilled: decimalText,
      causes: z.array(z.object({ cause: z.enum(changeCauses), amount: decimalText, lines: z.int() })),
    }),
  ),
  needsYou: z.array(need),
  comingUp: z.array(need),
  health: z.array(findingAnswer),
  closed: z.object({ at: instant, by: z.string() }).nullable(),
})

export function toOverviewAnswer(overview: MonthAtAGlance): z.input<typeof overviewAnswer> {
  const { month, run, runIsOld, counts, figures, needsYou, comingUp, health, closing } = overview
  const toNeed = (one: (typeof needsYou)[number]): z.input<typeof need> => ({
    ...toAnomalyAnswer(one, []),
    clientName: one.clientName ?? null,
  })
  return {
    month,
    run: run === undefined ? null : toRunAnswer(run),
    runIsOld: runIsOld ?? null,
    counts: { ...counts, postings: Object.fromEntries(Object.entries(counts.postings)) },
    figures: figures.map((each) => ({ ...each, causes: [...each.causes] })),
    needsYou: needsYou.map(toNeed),
    comingUp: comingUp.map(toNeed),
    health: health.map(toFindingAnswer),
    closed: closing === undefined ? null : { at: closing.closedAt.toISOString(), by: closing.closedBy },
  }
}
