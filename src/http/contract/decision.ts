import { z } from 'zod'
import type { CarryRequest } from '../../app/close/carried-shares.ts'
import type { WhichFindings } from '../../app/close/choose-findings.ts'
import { InvalidInput } from '../../support/failure.ts'
import { decisionKindAnswer } from './difference.ts'
import { decimalText, moneyAnswer } from './review.ts'
import { varianceClassAnswer } from './tie-out.ts'

const amount = moneyAnswer

/**
 * What is decided on: named differences at the costs that were shown, or all undecided ones of a class, as many and as
 * much as was shown. Where it comes to something else by now, nothing is recorded.
 */
export const decisionBody = z.strictObject({
  differences: z
    .array(z.strictObject({ id: z.string(), cost: decimalText, currency: z.string() }))
    .min(1)
    .max(10_000)
    .optional(),
  allOf: z
    .strictObject({
      class: varianceClassAnswer,
      /** Only this client's; empty: only those of no client. */
      clientId: z.string().optional(),
      findings: z.int(),
      cost: z.array(amount),
    })
    .optional(),
  kind: decisionKindAnswer,
  carry: z
    .strictObject({
      clients: z
        .array(z.strictObject({ clientId: z.string(), weight: z.int().min(1).max(999_999).default(1) }))
        .max(1_000)
        .default([]),
      amount: decimalText.optional(),
      itemId: z.string().optional(),
      description: z.string().min(1).max(1_000).optional(),
    })
    .optional(),
})

type DecisionBody = z.output<typeof decisionBody>

/** @throws {InvalidInput} where neither or both ways to name differences were used. */
export function toWhich({ differences, allOf }: DecisionBody): WhichFindings {
  if (differences !== undefined && allOf === undefined) {
    return { ids: differences.map(({ id, cost, currency }) => ({ id, seen: { amount: cost, currency } })) }
  }
  if (allOf === undefined || differences !== undefined) {
    throw new InvalidInput('Name differences, or all of a class: one of `differences` and `allOf`.')
  }
  const { class: name, clientId, findings, cost } = allOf
  return { class: name, clientId, seen: { findings, cost } }
}

export function toCarry({ carry }: DecisionBody): CarryRequest {
  return {
    clients: carry?.clients ?? [],
    amount: carry?.amount,
    itemId: carry?.itemId,
    description: carry?.description,
  }
}
