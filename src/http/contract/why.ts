import { z } from 'zod'
import type { LineWhy, NamedEvidence } from '../../app/why/why-line.ts'
import type { CourseEvent, SubscriptionCourse } from '../../app/why/line-course.ts'
import { quantityBases } from '../../domain/billing-config.ts'
import type { InvoiceLine } from '../../domain/invoice.ts'
import { formatMonth } from '../../domain/period.ts'
import type { Run } from '../../store/runs.ts'
import { decimalText, lineAnswer, moneyAnswer, toLineAnswer } from './review.ts'
import { instant } from './session.ts'

/** Text: what is not known is not zero. */
export const knownDecimal = z.union([decimalText, z.literal('unknown')])
export const daysAnswer = z.object({ start: z.iso.date(), end: z.iso.date() })

const evidenceAnswer = z.object({ kind: z.string(), id: z.string(), words: z.string(), recordedAt: z.string() })

export const changeAnswer = z.object({ field: z.string(), before: z.string().nullable(), after: z.string() })

const courseAnswer = z.object({
  connectionId: z.string(),
  subscriptionId: z.string(),
  productName: z.string(),
  days: daysAnswer,
  steps: z.array(z.object({ days: daysAnswer, quantity: knownDecimal })),
  events: z.array(
    z.object({
      day: z.iso.date(),
      changes: z.array(changeAnswer),
      window: z.object({ notBefore: z.iso.date(), notAfter: z.iso.date() }).nullable(),
      evidence: z.array(z.object({ kind: z.string(), recordedAt: z.string() })),
    }),
  ),
  billed: z.array(z.object({ days: daysAnswer, quantity: knownDecimal })),
})

const priceAnswer = z.object({
  policy: z.string(),
  rule: z.string(),
  since: z.iso.date().nullable(),
  words: z.string(),
  unitCost: knownDecimal,
  listPrice: knownDecimal,
  unitPrice: decimalText,
  beaten: z.array(z.object({ rule: z.string(), words: z.string() })),
})

const monthAnswer = z.object({
  month: z.string(),
  lines: z.array(
    z.object({
      documentNumber: z.string().nullable(),
      description: z.string(),
      quantity: decimalText,
      unitPrice: decimalText,
      amount: decimalText,
      currency: z.string(),
    }),
  ),
  totals: z.array(moneyAnswer),
})

export const whyAnswer = z.object({
  clientId: z.string(),
  clientName: z.string(),
  currency: z.string(),
  line: lineAnswer,
  explanation: z.object({
    sentence: z.string(),
    rows: z.array(z.object({ what: z.string(), working: z.string(), result: z.string(), source: z.string() })),
  }),
  basis: z.string(),
  basisRule: z.string(),
  bases: z.array(
    z.object({
      basis: z.enum(quantityBases),
      quantity: knownDecimal,
      amount: knownDecimal,
      isInForce: z.boolean(),
    }),
  ),
  price: priceAnswer.nullable(),
  courses: z.array(courseAnswer),
  evidence: z.array(evidenceAnswer),
  months: z.array(monthAnswer),
  madeBy: z.object({
    run: z.int(),
    month: z.string(),
    runSha256: z.string().nullable(),
    invoiceSha256: z.string().nullable(),
    configVersion: z.int(),
    engineVersion: z.string(),
    asOf: z.iso.date(),
    evidenceUntil: instant,
    createdAt: instant,
  }),
})

export function toWhyAnswer(why: LineWhy, run: Run): z.input<typeof whyAnswer> {
  const { row, invoice, line, explanation, courses, evidence, months } = why
  const { reasons } = line
  return {
    ...{ clientId: row.clientId, clientName: row.clientName, currency: invoice.currency },
    line: toLineAnswer(line),
    explanation: { sentence: explanation.sentence, rows: [...explanation.rows] },
    basis: reasons.quantityBasis,
    basisRule: reasons.quantityRule,
    bases: reasons.byBasis.map((each) => ({ ...each, isInForce: each.basis === reasons.quantityBasis })),
    price: toPriceAnswer(reasons.price),
    courses: courses.map(toCourseAnswer),
    evidence: evidence.map(toEvidenceAnswer),
    months: months.map(({ month, lines, totals }) => ({
      month,
      lines: lines.map((each) => ({ ...each, documentNumber: each.documentNumber ?? null })),
      totals: [...totals],
    })),
    madeBy: {
      ...{ run: run.number, month: formatMonth(run.period), runSha256: run.sha256 ?? null },
      ...{ invoiceSha256: row.sha256 ?? null, configVersion: run.configVersion, engineVersion: run.engineVersion },
      ...{ asOf: run.asOf, evidenceUntil: run.evidenceUntil.toISOString(), createdAt: run.createdAt.toISOString() },
    },
  }
}

function toPriceAnswer(price: InvoiceLine['reasons']['price']): z.input<typeof priceAnswer> | null {
  if (price === undefined) return null
  const { policy, rule, since, words, unitCost, listPrice, unitPrice, beaten } = price
  return { policy, rule, since: since ?? null, words, unitCost, listPrice, unitPrice, beaten: [...beaten] }
}

function toCourseAnswer(course: SubscriptionCourse): z.input<typeof courseAnswer> {
  const { connectionId, subscriptionId, productName, days, steps, events, billed } = course
  return {
    ...{ connectionId, subscriptionId, productName, days },
    steps: [...steps],
    events: events.map(toEventAnswer),
    billed: [...billed],
  }
}

function toEventAnswer({
  day,
  changes,
  window,
  evidence,
}: CourseEvent): z.input<typeof courseAnswer>['events'][number] {
  return {
    day,
    changes: changes.map((change) => ({ ...change, before: change.before ?? null })),
    window: window ?? null,
    evidence: evidence.map(({ kind, recordedAt }) => ({ kind, recordedAt })),
  }
}

function toEvidenceAnswer({ kind, id, words, recordedAt }: NamedEvidence): z.input<typeof evidenceAnswer> {
  return { kind, id, words, recordedAt }
}
