import { z } from 'zod'
import { request } from './request.ts'

const optional = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? undefined)
const decimalText = z.string().regex(/^-?\d+(?:\.\d+)?$/)
const known = z.union([decimalText, z.literal('unknown')])
const money = z.object({ amount: decimalText, currency: z.string() })
export type Amount = z.infer<typeof money>
const days = z.object({ start: z.string(), end: z.string() })

const classSummary = z.object({
  class: z.string(),
  label: z.string(),
  meaning: z.string(),
  nextStep: z.string(),
  cost: decimalText,
  findings: z.number().int(),
  undecided: z.number().int(),
  undecidedCost: decimalText,
})

const distributorInvoice = z.object({
  invoiceId: z.string(),
  words: z.string(),
  status: z.string(),
  treatment: z.enum(['counted', 'credited', 'void', 'other-partner', 'billed-to-company']),
  verdict: z.enum(['ties-out', 'differs', 'could-not-be-checked']),
  replacesWords: optional(z.string()),
  totals: z.array(z.object({ currency: z.string(), total: known, unexplained: decimalText })),
  chargesRead: z.number().int(),
  chargesChecked: z.number().int(),
  gaps: z.array(z.string()),
  toleranceRule: z.string(),
  notes: z.array(z.string()),
})
export type DistributorInvoice = z.infer<typeof distributorInvoice>

const currencySummary = z.object({
  currency: z.string(),
  total: decimalText,
  matched: decimalText,
  explained: decimalText,
  unexplained: decimalText,
  classes: z.array(classSummary),
})
export type CurrencySummary = z.infer<typeof currencySummary>

const clientSummary = z.object({
  clientId: optional(z.string()),
  clientName: optional(z.string()),
  currency: z.string(),
  charged: decimalText,
  covered: decimalText,
  matched: decimalText,
  revenue: z.array(money),
  differences: z.number().int(),
  undecided: z.number().int(),
  undecidedCost: decimalText,
})
export type ClientSummary = z.infer<typeof clientSummary>

const tieOut = z.object({
  month: z.string(),
  sha256: z.string(),
  version: z.string(),
  madeAt: z.string(),
  verdict: z.enum(['ties-out', 'differs', 'could-not-be-checked']),
  closed: optional(z.object({ at: z.string(), by: z.string(), note: optional(z.string()), tieOut: z.string() })),
  obstacles: z.array(z.object({ obstacle: z.string(), words: z.string() })),
  gaps: z.array(z.string()),
  notes: z.array(z.string()),
  chargesRead: z.number().int(),
  chargesChecked: z.number().int(),
  currencies: z.array(currencySummary),
  states: z.object({
    open: z.number().int(),
    changed: z.number().int(),
    decided: z.number().int(),
    later: z.number().int(),
    settled: z.number().int(),
  }),
  clients: z.array(clientSummary),
  invoices: z.array(distributorInvoice),
  keptApart: z.array(distributorInvoice),
  arrivals: z.array(
    z.object({
      connectionId: z.string(),
      state: z.enum(['there', 'not-out-yet', 'overdue']),
      linesChecked: z.number().int(),
      words: z.string(),
    }),
  ),
  credits: z.array(z.object({ credited: z.string(), state: z.string(), amount: decimalText, currency: z.string() })),
})
export type TieOut = z.infer<typeof tieOut>

const carried = z.object({
  clientName: z.string(),
  itemName: z.string(),
  description: z.string(),
  servicePeriod: days,
  amount: decimalText,
  currency: z.string(),
  from: z.string(),
})
export type CarriedLine = z.infer<typeof carried>

const side = z.object({ cost: known, quantity: known, unitCost: optional(known) })
export const decisionKinds = ['accept', 'carry', 'credit-client', 'write-off', 'internal-use', 'dispute'] as const
export type DecisionKind = (typeof decisionKinds)[number]

const difference = z.object({
  id: z.string(),
  class: z.string(),
  classLabel: z.string(),
  nextStep: z.string(),
  state: z.enum(['settled', 'decided', 'changed', 'open', 'later']),
  clientId: optional(z.string()),
  clientName: optional(z.string()),
  companyId: optional(z.string()),
  subscriptionId: optional(z.string()),
  productName: optional(z.string()),
  servicePeriod: optional(days),
  currency: z.string(),
  cost: decimalText,
  charged: side,
  billed: side,
  held: known,
  revenue: z.array(money),
  documentNumbers: z.array(z.string()),
  caveats: z.array(z.string()),
  sentence: z.string(),
  decision: optional(
    z.object({
      id: z.string(),
      kind: z.enum(decisionKinds),
      cost: decimalText,
      currency: z.string(),
      reason: z.string(),
      by: z.string(),
      at: z.string(),
      carried: z.array(carried),
    }),
  ),
  dispute: optional(z.object({ state: z.enum(['awaited', 'credited']), creditedOn: optional(z.string()) })),
})
export type Difference = z.infer<typeof difference>

const shownDifference = z.object({
  difference,
  charges: z.array(
    z.object({
      chargeId: z.string(),
      kind: z.string(),
      description: z.string(),
      servicePeriod: optional(days),
      quantity: known,
      unitCost: known,
      cost: known,
      currency: z.string(),
    }),
  ),
  clientLines: z.array(
    z.object({
      documentNumber: optional(z.string()),
      month: z.string(),
      description: z.string(),
      servicePeriod: days,
      quantity: decimalText,
      unitPrice: decimalText,
      amount: decimalText,
      currency: z.string(),
    }),
  ),
  revenue: z.array(money),
  disputeText: z.string(),
})
export type ShownDifference = z.infer<typeof shownDifference>

/** Which differences are asked for; what is left out lets all through. */
export interface DifferenceFilter {
  readonly class?: string | undefined
  readonly state?: string | undefined
  /** A client's id; empty: what belongs to no client. */
  readonly client?: string | undefined
}

/** What is decided on: named differences at the costs shown, or all undecided ones of a class as they were counted. */
export type Decided =
  | { readonly differences: readonly { readonly id: string; readonly cost: string; readonly currency: string }[] }
  | {
      readonly allOf: {
        readonly class: string
        readonly clientId?: string
        readonly findings: number
        readonly cost: readonly Amount[]
      }
    }

export interface Carry {
  readonly clients: readonly { readonly clientId: string; readonly weight: number }[]
  readonly amount?: string
  readonly itemId?: string
  readonly description?: string
}

export type DecisionRequest = Decided & { readonly kind: DecisionKind; readonly carry?: Carry }

const preview = z.object({
  sha256: z.string(),
  findings: z.number().int(),
  cost: z.array(money),
  lines: z.array(carried),
})
export type DecisionPreview = z.infer<typeof preview>

const choice = z.object({ id: z.string(), name: z.string() })
export type Choice = z.infer<typeof choice>

export function getTieOut(month: string): Promise<TieOut> {
  return request(`/months/${month}/tie-out`, tieOut)
}

const list = z.object({ differences: z.array(difference), next: optional(z.number().int()) })
const pageLength = 1_000

/** All differences that a filter lets through, the largest first. */
export async function getDifferences(month: string, filter: DifferenceFilter): Promise<readonly Difference[]> {
  const found: Difference[] = []
  let offset: number | undefined = 0
  while (offset !== undefined) {
    const query = new URLSearchParams({ limit: String(pageLength), offset: String(offset) })
    for (const [name, value] of Object.entries(filter)) if (typeof value === 'string') query.set(name, value)
    const page: z.infer<typeof list> = await request(`/months/${month}/tie-out/differences?${query.toString()}`, list)
    found.push(...page.differences)
    offset = page.next
  }
  return found
}

/** One difference with the lines of both sides behind it. */
export function getDifference(month: string, id: string): Promise<ShownDifference> {
  return request(`/months/${month}/tie-out/differences/${id}`, shownDifference)
}

/** To whom, and under which catalog item, a difference can be carried. */
export function getCarryChoices(month: string): Promise<{ clients: readonly Choice[]; items: readonly Choice[] }> {
  return request(`/months/${month}/carry-choices`, z.object({ clients: z.array(choice), items: z.array(choice) }))
}

/** The very lines that a decision would put on client invoices. */
export function previewDecision(month: string, body: DecisionRequest): Promise<DecisionPreview> {
  return request(`/months/${month}/decisions/preview`, preview, { method: 'POST', body })
}

/** Decides, and gives the ids by which it can be taken back. */
export async function decide(
  month: string,
  body: DecisionRequest & { readonly reason: string; readonly preview?: string },
): Promise<readonly string[]> {
  const made = z.object({ decisions: z.array(z.object({ id: z.string() })) })
  const { decisions } = await request(`/months/${month}/decisions`, made, { method: 'POST', body })
  return decisions.map(({ id }) => id)
}

export async function withdraw(month: string, decisions: readonly string[], reason: string): Promise<void> {
  await request(`/months/${month}/decisions`, z.undefined(), { method: 'DELETE', body: { decisions, reason } })
}

/** Closes a month on the tie-out that was looked at. */
export async function closeMonth(month: string, tieOutSha256: string, note: string): Promise<void> {
  const body = { tieOut: tieOutSha256, ...(note === '' ? {} : { note }) }
  await request(`/months/${month}/closing`, z.object({ by: z.string() }), { method: 'POST', body })
}

export async function reopenMonth(month: string, reason: string): Promise<void> {
  await request(`/months/${month}/closing`, z.undefined(), { method: 'DELETE', body: { reason } })
}

/** Where a browser gets the papers of a closed month. */
export function closePackAddress(month: string): string {
  return `/api/v1/months/${month}/close-pack`
}
