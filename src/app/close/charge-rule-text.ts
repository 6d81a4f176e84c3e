import { z } from 'zod'
import { chargeKinds } from '../../domain/distributor-invoice.ts'
import type { ChargeConditions, ChargeRule } from '../../domain/charge-rule.ts'
import type { StoredChargeRule } from '../../store/charge-rules.ts'
import { canonicalJson } from '../../support/canonical-json.ts'
import { parseJson } from '../../support/json.ts'
import type { CarryRequest } from './carried-shares.ts'

const conditionsSchema = z.strictObject({
  connectionId: z.string(),
  type: z.enum(chargeKinds).exactOptional(),
  vendor: z.string().exactOptional(),
  company: z.string().exactOptional(),
  product: z.string().exactOptional(),
  sku: z.string().exactOptional(),
  description: z.string().exactOptional(),
})

const carrySchema = z.strictObject({
  clients: z.array(z.strictObject({ clientId: z.string(), weight: z.coerce.number().int() })),
  markup: z.string().optional(),
  itemId: z.string().optional(),
  description: z.string().optional(),
})

/** A rule with all that is needed to decide by it. */
export interface RuleInForce extends ChargeRule {
  readonly carry: CarryRequest
  readonly reason: string
  readonly madeBy: string
}

export function writeConditions(conditions: ChargeConditions): string {
  return canonicalJson(conditions)
}

/** Who pays and at which markup; never a stated amount, since what is charged differs from month to month. */
export function writeRuleCarry({ clients, markup, itemId, description }: CarryRequest): string {
  return canonicalJson({ clients, markup, itemId, description })
}

/** @throws {ZodError} when the texts are not what is written here. */
export function readRule(stored: StoredChargeRule): RuleInForce {
  const { id, name, kind, from, reason, madeBy } = stored
  const conditions = conditionsSchema.parse(parseJson(stored.conditions))
  return { id, name, kind, from, reason, madeBy, conditions, carry: readCarry(stored.carry) }
}

function readCarry(text: string | undefined): CarryRequest {
  const none = { clients: [], amount: undefined, markup: undefined, itemId: undefined, description: undefined }
  if (text === undefined) return none
  const { clients, markup, itemId, description } = carrySchema.parse(parseJson(text))
  return { clients, amount: undefined, markup, itemId, description }
}
