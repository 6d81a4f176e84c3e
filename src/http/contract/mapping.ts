import { z } from 'zod'
import type { MappingGap } from '../../app/mapping/mapping-gap.ts'
import { moneyAnswer } from './review.ts'

const name = z.string().min(1).max(200)
const reason = z.string().min(1).max(2_000)

const companyAct = z.discriminatedUnion('to', [
  z.strictObject({ to: z.literal('client'), client: name }),
  z.strictObject({ to: z.literal('new-client'), name, ledger: name, customer: name.optional() }),
  z.strictObject({ to: z.literal('ignore'), reason }),
])
const productAct = z.discriminatedUnion('to', [
  z.strictObject({ to: z.literal('item'), item: name }),
  z.strictObject({ to: z.literal('new-item'), name }),
  z.strictObject({ to: z.literal('ignore'), reason }),
])

/** What is done about a gap: one change of the config. */
export const mappingChoice = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('client'), source: name, company: name, act: companyAct }),
  z.strictObject({
    ...{ kind: z.literal('product'), source: name, product: name, commitmentTerm: name, billingTerm: z.string() },
    act: productAct,
  }),
  z.strictObject({ kind: z.literal('ledger-customer'), client: name, customer: name }),
  z.strictObject({ kind: z.literal('ledger-item'), item: name, ledger: name, ledgerItem: name }),
])

export const mappingGapAnswer = z.object({
  kind: z.enum(['client', 'product', 'ledger-customer', 'ledger-item']),
  id: z.string(),
  name: z.string(),
  place: z.string(),
  /** What names it in a choice of one's own. */
  subject: z.record(z.string(), z.string()),
  subscriptions: z.int(),
  monthlyCosts: z.array(moneyAnswer),
  hasUnknownCost: z.boolean(),
  suggestions: z.array(z.object({ choice: mappingChoice, target: z.string(), reasons: z.array(z.string()) })),
  isAmbiguous: z.boolean(),
})

export function toMappingGapAnswer(gap: MappingGap): z.input<typeof mappingGapAnswer> {
  return {
    ...gap,
    monthlyCosts: [...gap.monthlyCosts],
    suggestions: gap.suggestions.map((each) => ({ ...each, reasons: [...each.reasons] })),
  }
}

/** What a gap may be mapped to by hand. */
export const mappingTargets = z.object({
  clients: z.array(z.object({ id: z.string(), name: z.string() })),
  items: z.array(z.object({ id: z.string(), name: z.string() })),
  ledgers: z.array(
    z.object({
      id: z.string(),
      customers: z.array(z.object({ id: z.string(), name: z.string() })),
      items: z.array(z.object({ id: z.string(), name: z.string() })),
    }),
  ),
})
