import { z } from 'zod'
import type { ClientEffect } from '../../app/config/plan-config.ts'
import type { BillingConfigVersion } from '../../store/billing-configs.ts'
import type { DiffLine } from '../../support/line-diff.ts'
import { decimalText } from './review.ts'
import { instant } from './session.ts'

export const configVersionAnswer = z.object({
  version: z.int(),
  effectiveFrom: z.iso.date(),
  recordedAt: instant,
  recordedBy: z.string(),
  sha256: z.string(),
})
export const configTextAnswer = configVersionAnswer.extend({ yaml: z.string() })

export function toConfigVersionAnswer(version: BillingConfigVersion): z.input<typeof configVersionAnswer> {
  const { effectiveFrom, recordedAt, recordedBy, sha256 } = version
  return { version: version.version, effectiveFrom, recordedAt: recordedAt.toISOString(), recordedBy, sha256 }
}

export function toConfigTextAnswer(version: BillingConfigVersion): z.input<typeof configTextAnswer> {
  return { ...toConfigVersionAnswer(version), yaml: version.source }
}

const versionNumber = z
  .string()
  .regex(/^\d{1,9}$/, "must be a config version's number")
  .transform(Number)
export const versionParams = z.object({ version: versionNumber })
export const versionsParams = z.object({ before: versionNumber, after: versionNumber })

/** One line of a diff: its number in the one text and in the other, null where it is not there. */
export const diffLineAnswer = z.object({
  kind: z.enum(['same', 'removed', 'added']),
  before: z.int().nullable(),
  after: z.int().nullable(),
  text: z.string(),
})

export function toDiffLineAnswer(line: DiffLine): z.input<typeof diffLineAnswer> {
  return {
    kind: line.kind,
    before: line.kind === 'added' ? null : line.before,
    after: line.kind === 'removed' ? null : line.after,
    text: line.text,
  }
}

export const clientEffectAnswer = z.object({
  clientId: z.string(),
  clientName: z.string(),
  currency: z.string(),
  totalNow: decimalText.nullable(),
  totalThen: decimalText.nullable(),
  change: decimalText,
  blockedNow: z.boolean(),
  blockedThen: z.boolean(),
  blockedBy: z.array(z.string()),
})

export function toClientEffectAnswer(effect: ClientEffect): z.input<typeof clientEffectAnswer> {
  const { totalNow, totalThen, change, blockedBy } = effect
  return {
    ...effect,
    totalNow: totalNow ?? null,
    totalThen: totalThen ?? null,
    change: change.replace('+', ''),
    blockedBy: [...blockedBy],
  }
}
