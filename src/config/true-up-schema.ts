import { z } from 'zod'
import { trueUpModes, type TrueUpRules } from '../domain/billing-config.ts'
import { decimal } from '../money/decimal.ts'
import type { BillingConfigText } from './billing-config-schema.ts'
import type { ReferenceProblem } from './check-billing-config.ts'
import { notNegative, wholeNumber } from './config-scalars.ts'

/** More months than that are read for no run: each of them is worked out again for every client. */
export const longestTrueUpWindow = 24

const trueUpsSchema = z
  .strictObject({
    window: wholeNumber
      .refine((text) => Number(text) <= longestTrueUpWindow, `must be at most ${String(longestTrueUpWindow)} months`)
      .describe('How many closed months each run works out again; 0: none.')
      .optional(),
    below: notNegative.describe('Differences smaller than this amount are left, and named.').optional(),
    as: z
      .enum(trueUpModes, `must be one of ${trueUpModes.join(', ')}`)
      .describe('What becomes of a difference: on the next invoice, only if it is a credit, shown only, or ignored.')
      .optional(),
  })
  .describe('What becomes of closed months that should have billed otherwise, as known now.')

/** May be stated at the house, an item, a client or a line; each of its keys is looked up by itself. */
export const trueUpRules = { trueUps: trueUpsSchema.optional() }

export interface TrueUpRulesText {
  readonly trueUps?: z.output<typeof trueUpsSchema> | undefined
}

export function toTrueUpRules({ trueUps }: TrueUpRulesText): { readonly trueUps?: TrueUpRules } {
  if (trueUps === undefined) return {}
  const { window, below, as } = trueUps
  return {
    trueUps: {
      ...(window === undefined ? {} : { window: Number(window) }),
      ...(below === undefined ? {} : { below: decimal(below) }),
      ...(as === undefined ? {} : { as }),
    },
  }
}

/** A rule that ignores every difference heeds no limit beside it. */
export function checkTrueUps(config: BillingConfigText): ReferenceProblem[] {
  return [
    ...contradictions(config.house, ['house']),
    ...config.catalog.flatMap((item, index) => contradictions(item, ['catalog', index])),
    ...config.clients.flatMap((client, index) => [
      ...contradictions(client, ['clients', index]),
      ...client.lines.flatMap((line, lineIndex) => contradictions(line, ['clients', index, 'lines', lineIndex])),
    ]),
  ]
}

function contradictions({ trueUps }: TrueUpRulesText, path: readonly PropertyKey[]): ReferenceProblem[] {
  if (trueUps?.as !== 'ignore' || trueUps.below === undefined) return []
  const message = 'says nothing beside `as: ignore`, which ignores differences of any size; leave one of them out'
  return [{ path: [...path, 'trueUps', 'below'], message }]
}
