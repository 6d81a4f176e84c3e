import { z } from 'zod'
import type { ShownClient } from '../../app/clients/show-client.ts'
import { diffLineAnswer, toDiffLineAnswer } from './config.ts'
import { anomalyAnswer, decimalText, toAnomalyAnswer } from './review.ts'
import { instant } from './session.ts'

export const oneClientParams = z.object({ id: z.string().max(200) })

export const clientAnswer = z.object({
  clientId: z.string(),
  name: z.string(),
  config: z.array(
    z.object({
      version: z.int(),
      effectiveFrom: z.iso.date(),
      recordedAt: instant,
      recordedBy: z.string(),
      excerpt: z.string().nullable(),
      hunks: z.array(z.array(diffLineAnswer)),
    }),
  ),
  months: z.array(
    z.object({
      month: z.string(),
      currency: z.string(),
      billed: decimalText,
      cost: decimalText,
      margin: decimalText,
      unknownLines: z.int(),
      unknownBilled: decimalText,
      documents: z.array(z.object({ documentNumber: z.string().nullable(), state: z.string() })),
    }),
  ),
  run: z.object({ number: z.int(), month: z.string() }).nullable(),
  flags: z.array(anomalyAnswer),
  notes: z.array(z.object({ at: instant, by: z.string(), text: z.string() })),
})

export function toClientAnswer(client: ShownClient): z.input<typeof clientAnswer> {
  const { clientId, name, config, months, run, flags, acceptances, notes } = client
  return {
    ...{ clientId, name },
    config: config.map(({ recordedAt, excerpt, hunks, ...version }) => ({
      ...version,
      recordedAt: recordedAt.toISOString(),
      excerpt: excerpt ?? null,
      hunks: hunks.map((hunk) => hunk.map(toDiffLineAnswer)),
    })),
    months: months.map(({ documents, ...month }) => ({
      ...month,
      documents: documents.map(({ documentNumber, state }) => ({ documentNumber: documentNumber ?? null, state })),
    })),
    run: run === undefined ? null : { number: run.number, month: run.period.start.slice(0, 7) },
    flags: flags.map((one) => toAnomalyAnswer(one, acceptances)),
    notes: notes.map(({ at, by, text }) => ({ at: at.toISOString(), by, text })),
  }
}
