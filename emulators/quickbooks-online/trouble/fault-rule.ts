import { z } from 'zod'

/** Everything that can go wrong with a call on request. `commit-…` and `truncated` happen after it was carried out. */
export const faultKinds = [
  'delay',
  'refuse',
  'reset-before',
  'hold-in-flight',
  'overtaken',
  'commit-then-drop',
  'commit-then-500',
  'commit-then-30003',
  'truncated',
  'throttled',
  'unavailable',
  'html',
  'token-expired',
  'token-revoked',
] as const

const schedule = z.union([
  z.strictObject({ next: z.number().int().positive() }),
  z.strictObject({ every: z.number().int().positive() }),
  z.strictObject({ calls: z.array(z.number().int().positive()) }),
])

/** Which calls a rule looks at; all of what is given must hold. */
const match = z.strictObject({
  method: z.string().optional(),
  /** A part of the path with its query, such as `/invoice?` or `operation=void`. */
  path: z.string().optional(),
  realmId: z.string().optional(),
  requestId: z.string().optional(),
  /** A part of the body, such as a document number. */
  body: z.string().optional(),
})

export const faultRuleSchema = z.strictObject({
  kind: z.enum(faultKinds),
  match: match.default({}),
  /** The next n matching calls; every nth; or these, counted from 1 since the rule was set. */
  schedule: schedule.default({ next: 1 }),
  /** For `delay` and `hold-in-flight`. */
  milliseconds: z.number().int().min(0).default(1_000),
  /** For `throttled` and `unavailable`: the `Retry-After` header, if there shall be one. */
  retryAfterSeconds: z.number().int().min(0).optional(),
  /** For `commit-then-30003` and `commit-then-500`: whether the same `requestid` later gets the fault again, or the real answer. */
  replay: z.enum(['fault', 'answer']).optional(),
})

export type FaultRule = z.output<typeof faultRuleSchema>
export type FaultRuleInput = z.input<typeof faultRuleSchema>
