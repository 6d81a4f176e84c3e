import { z } from 'zod'
import { varianceClasses } from '../../reconciliation/variance-class.ts'
import { askables } from '../../reconciliation/who-is-asked.ts'
import type { PeriodTieOut } from '../../reconciliation/tie-out.ts'

const optionalText = z
  .string()
  .optional()
  .transform((text) => text)
const period = z.strictObject({ start: z.string(), end: z.string() })
const optionalPeriod = period.optional().transform((value) => value)
const known = z.string()
const amounts = z.array(z.strictObject({ currency: z.string(), amount: z.string() }))
const verdict = z.enum(['ties-out', 'differs', 'could-not-be-checked'])
const varianceClass = z.enum(varianceClasses)

const side = z.strictObject({ cost: known, quantity: known, quantityDays: known, unitCost: optionalText })

const caveats = [
  'items-not-read-whole',
  'adjusted-charge-not-read',
  'service-period-missing',
  'quantity-or-unit-cost-unknown',
  'client-cost-unknown',
  'unknown-charge-kind',
  'credit-with-positive-cost',
  'cost-equals-list-amount',
  'product-not-mapped',
] as const

const invoiceLine = z.strictObject({
  clientId: z.string(),
  billingPeriod: period,
  sequence: z.int(),
  lineKey: z.string(),
  documentNumber: optionalText,
})

const finding = z.strictObject({
  class: varianceClass,
  // Those of the first rules do not say it, and only ones that a month was closed on are still read: nothing is open there.
  asks: z.enum(askables).default('nobody'),
  connectionId: z.string(),
  invoiceId: optionalText,
  clientId: optionalText,
  companyId: optionalText,
  subscriptionId: optionalText,
  productId: optionalText,
  productName: optionalText,
  servicePeriod: optionalPeriod,
  currency: z.string(),
  cost: z.string(),
  revenue: amounts,
  charged: side,
  billed: side,
  held: known,
  evidence: z.strictObject({ chargeIds: z.array(z.string()), invoiceLines: z.array(invoiceLine) }),
  caveats: z.array(z.enum(caveats)),
  sentence: z.string(),
})

const classAmount = z.strictObject({ class: varianceClass, cost: z.string(), findings: z.int() })

const identity = z.enum([
  'cost',
  'cost-and-tax',
  'cost-and-carried-balance',
  'cost-and-tax-and-carried-balance',
  'rounded-costs',
  'rounded-costs-and-tax',
  'list-amount',
  'list-amount-and-tax',
  'none',
  'total-unknown',
])

const control = z.strictObject({
  currency: z.string(),
  total: known,
  identity,
  sumOfCost: z.string(),
  sumOfTax: known,
  sumOfListAmount: known,
  headerGap: z.string(),
  classes: z.array(classAmount),
  sumOfClasses: z.string(),
  unexplained: z.string(),
  chargesWithoutCost: z.array(z.string()),
})

const coverage = z.strictObject({
  period,
  items: z.enum(['whole', 'part', 'not-read']),
  chargesRead: z.int(),
  chargesChecked: z.int(),
  clientLinesCompared: z.int(),
  servicePeriod: optionalPeriod,
  snapshot: z.strictObject({
    lastComplete: optionalText,
    ageDays: z
      .int()
      .optional()
      .transform((days) => days),
    completeDays: z
      .int()
      .optional()
      .transform((days) => days),
    daysInPeriod: z.int(),
  }),
  gaps: z.array(z.string()),
})

const invoice = z.strictObject({
  connectionId: z.string(),
  invoiceId: z.string(),
  words: z.string(),
  partnerName: optionalText,
  number: optionalText,
  invoiceDate: z.string(),
  status: z.enum(['unpaid', 'paid', 'carried', 'void', 'nothing-due', 'credited', 'unknown']),
  rawStatus: optionalText,
  treatment: z.enum(['counted', 'credited', 'void', 'other-partner', 'billed-to-company']),
  replaces: optionalText,
  replacedBy: z.array(z.string()),
  verdict,
  coverage,
  controls: z.array(control),
  findings: z.array(finding),
  setApart: z.array(z.strictObject({ chargeId: z.string(), currency: z.string(), cost: known })),
  toleranceRule: z.string(),
  notes: z.array(z.string()),
})

const credit = z.strictObject({
  connectionId: z.string(),
  invoiceId: z.string(),
  invoiceDate: z.string(),
  words: z.string(),
  chargeId: z.string(),
  companyId: optionalText,
  subscriptionId: optionalText,
  productId: optionalText,
  currency: z.string(),
  cost: z.string(),
})

const quantityStretch = z.strictObject({
  days: period,
  observed: known,
  byHistory: known,
  invoiced: known,
  drifts: z.boolean(),
  sentence: z.string(),
  evidence: z.array(
    z.strictObject({
      kind: z.enum(['snapshot', 'history', 'order', 'webhook', 'charge', 'operator']),
      id: z.string(),
      words: z.string(),
    }),
  ),
})

const quantities = z.strictObject({
  agreeing: z.int(),
  notCompared: z.int(),
  drifting: z.array(
    z.strictObject({
      connectionId: z.string(),
      subscriptionId: z.string(),
      companyId: z.string(),
      clientId: optionalText,
      productId: z.string(),
      productName: optionalText,
      stretches: z.array(quantityStretch),
    }),
  ),
  gaps: z.array(z.string()),
})

const tieOut: z.ZodType<PeriodTieOut> = z.strictObject({
  period,
  verdict,
  coverage,
  controls: z.array(
    z.strictObject({
      currency: z.string(),
      total: z.string(),
      classes: z.array(classAmount),
      sumOfClasses: z.string(),
      unexplained: z.string(),
    }),
  ),
  invoices: z.array(invoice),
  ofOtherMonths: z.array(
    z.strictObject({
      connectionId: z.string(),
      invoiceId: z.string(),
      words: z.string(),
      invoiceDate: z.string(),
      chargeIds: z.array(z.string()),
    }),
  ),
  keptApart: z.array(invoice),
  arrivals: z.array(
    z.strictObject({
      connectionId: z.string(),
      state: z.enum(['there', 'not-out-yet', 'overdue']),
      expected: z.strictObject({ from: z.string(), to: z.string() }),
      linesChecked: z.int(),
      words: z.string(),
    }),
  ),
  totalRules: z.array(
    z.strictObject({
      connectionId: z.string(),
      partnerName: optionalText,
      currency: z.string(),
      holds: z.array(identity),
      testedOn: z.int(),
      brokenBy: z.array(z.strictObject({ invoiceId: z.string(), words: z.string() })),
    }),
  ),
  // A month that was closed before quantities were compared compares none.
  quantities: quantities.default({ agreeing: 0, notCompared: 0, drifting: [], gaps: [] }),
  credits: z.array(credit),
  creditNettings: z.array(
    z.strictObject({
      connectionId: z.string(),
      creditedInvoiceId: z.string(),
      creditedInvoiceWords: z.string(),
      replacedBy: z.array(z.string()),
      currency: z.string(),
      amount: z.string(),
      state: z.enum(['awaited', 'seen-elsewhere', 'settles-earlier']),
    }),
  ),
  billedNotBought: z.array(finding),
  notes: z.array(z.string()),
})

/**
 * A tie-out as it was stored; undefined where an earlier or later version of the program wrote it in a form that this
 * one does not know, and it has to be worked again.
 */
export function readStoredTieOut(text: string): PeriodTieOut | undefined {
  // Its numbers are counts; amounts are texts.
  const read = tieOut.safeParse(JSON.parse(text))
  return read.success ? read.data : undefined
}
