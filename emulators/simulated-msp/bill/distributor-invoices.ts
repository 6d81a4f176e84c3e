import { addDays, addMonths, dayIn, monthSpan, type MonthSpan } from '../calendar.ts'
import type { ProductList } from '../products.ts'
import { createRandom } from '../random.ts'
import type { MspSettings } from '../settings.ts'
import { stretchesOf, type Stretch } from '../timeline.ts'
import type {
  MonthOfUsage,
  OneTimeFee,
  Partner,
  SimulatedCharge,
  SimulatedCompany,
  SimulatedInvoice,
  SimulatedSubscription,
} from '../types.ts'
import { taxCents } from './amounts.ts'
import { oneTimeCharge, partnerCharges } from './loose-charges.ts'
import { seatCharges, type ChargeDraft } from './seat-charges.ts'
import { usageCharges, usageOf } from './usage.ts'

export interface Bill {
  readonly settings: MspSettings
  readonly products: ProductList
  readonly partners: readonly Partner[]
  readonly companies: readonly SimulatedCompany[]
  readonly subscriptions: readonly SimulatedSubscription[]
  readonly oneTimeFees: readonly OneTimeFee[]
}

export interface BillResult {
  readonly invoices: readonly SimulatedInvoice[]
  readonly usage: readonly MonthOfUsage[]
}

/** Everything the distributor sends: for each month one invoice per partner, from the month before the first one on. */
export function createDistributorInvoices(bill: Bill): BillResult {
  const { settings, partners } = bill
  const before = addMonths(settings.months[0] ?? '', -1)
  const months = [before, ...settings.months].map((month) => monthSpan(month))
  const usage = months.flatMap((month) => usageIn(bill, month))
  const courses = bill.subscriptions.map((subscription) => stretchesOf(subscription))
  const invoices = months.flatMap((month, index) => {
    const drafts = draftsByPartner(bill, courses, usage, month)
    return partners.flatMap((partner) => {
      const charges = drafts.get(partner.partnerId) ?? []
      return charges.length === 0 ? [] : invoicesOf(settings, partner, month, charges, index > 0)
    })
  })
  return { invoices, usage }
}

function usageIn({ settings, products, subscriptions }: Bill, month: MonthSpan): MonthOfUsage[] {
  return subscriptions
    .filter(({ productId, startDay }) => productId === products.usage.productId && startDay < month.end)
    .map((subscription) => usageOf(settings.seed, subscription, month))
}

/** The charges of a month, in the order of the subscriptions; what names no client goes to the first partner. */
function draftsByPartner(
  bill: Bill,
  courses: readonly (readonly Stretch[])[],
  usage: readonly MonthOfUsage[],
  month: MonthSpan,
): Map<string, ChargeDraft[]> {
  const partnerOf = new Map(bill.companies.map(({ companyId, partnerId }) => [companyId, partnerId]))
  const [main] = bill.partners
  const drafts = new Map<string, ChargeDraft[]>(bill.partners.map(({ partnerId }) => [partnerId, []]))
  const add = (charges: readonly ChargeDraft[]): void => {
    for (const charge of charges) {
      const partnerId = charge.companyId === undefined ? main?.partnerId : partnerOf.get(charge.companyId)
      drafts.get(partnerId ?? '')?.push(charge)
    }
  }
  bill.subscriptions.forEach((subscription, index) => {
    add(chargesOfSubscription(bill, subscription, courses[index] ?? [], month))
  })
  for (const used of usage) if (used.month === month.month) add(usageCharges(used, month))
  for (const fee of bill.oneTimeFees) if (fee.day >= month.start && fee.day < month.end) add([oneTimeCharge(fee)])
  if (bill.settings.months.includes(month.month)) add(partnerCharges(bill.settings, month))
  return drafts
}

/** A month that the distributor forgot comes with the next one, as ordinary charges for the earlier period. */
function chargesOfSubscription(
  { products }: Bill,
  subscription: SimulatedSubscription,
  course: readonly Stretch[],
  month: MonthSpan,
): ChargeDraft[] {
  const inMonth = stretchIn(course, month)
  const product = products.byId.get(inMonth?.productId ?? subscription.productId)
  if (product === undefined) return []
  const chargesFor = (span: MonthSpan): ChargeDraft[] => seatCharges(subscription, product, course, span)
  if (subscription.missedMonths.length === 0) return chargesFor(month)
  const previous = addMonths(month.month, -1)
  return [
    ...(subscription.missedMonths.includes(month.month) ? [] : chargesFor(month)),
    ...(subscription.missedMonths.includes(previous) ? chargesFor(monthSpan(previous)) : []),
  ]
}

/** A swap never changes when a product is charged, so any stretch of the month tells. */
function stretchIn(course: readonly Stretch[], month: MonthSpan): Stretch | undefined {
  return course.find(({ from, until }) => from < month.end && until > month.start)
}

/** One invoice; or now and then a wrong one, which is credited some days later, and its replacement. */
function invoicesOf(
  settings: MspSettings,
  partner: Partner,
  month: MonthSpan,
  drafts: readonly ChargeDraft[],
  mayBeWrong: boolean,
): SimulatedInvoice[] {
  const random = createRandom(settings.seed, 'invoice', partner.name, month.month)
  const number = numbering(random.uuid(), settings.salesTaxPermille)
  const invoice = (charges: readonly SimulatedCharge[], visibleDay: number, hour: number): SimulatedInvoice => ({
    invoiceId: random.uuid(),
    partnerId: partner.partnerId,
    month: month.month,
    invoiceDate: month.end,
    dueDate: addDays(month.end, 24),
    visibleAt: `${dayIn(month.end.slice(0, 7), visibleDay)}T${String(hour).padStart(2, '0')}:30:00.000Z`,
    paidAt: `${dayIn(month.end.slice(0, 7), 24)}T12:00:00.000Z`,
    creditedAt: undefined,
    replaces: undefined,
    totalCents: charges.reduce((sum, { costCents, taxCents: tax }) => sum + costCents + tax, 0),
    charges,
  })
  const right = invoice(drafts.map(number), 4, random.between(8, 20))
  if (!mayBeWrong || !random.chance(settings.frequencies.invoice.credited)) return [right]
  const twice = random.pick(drafts.filter(({ costCents }) => costCents > 0))
  const wrong = invoice([...drafts, twice].map(number), 4, random.between(8, 20))
  const replaced = `${dayIn(month.end.slice(0, 7), 9)}T10:00:00.000Z`
  return [
    { ...wrong, creditedAt: replaced },
    { ...right, visibleAt: replaced, replaces: wrong.invoiceId },
  ]
}

/** Ids that count up behind a random beginning. Written out field by field: there are hundreds of thousands of them. */
function numbering(invoiceSeed: string, taxPermille: number): (draft: ChargeDraft) => SimulatedCharge {
  const beginning = invoiceSeed.slice(0, 24)
  let count = 0
  return (draft) => {
    count += 1
    return {
      chargeId: beginning + String(count).padStart(12, '0'),
      type: draft.type,
      companyId: draft.companyId,
      subscriptionId: draft.subscriptionId,
      productId: draft.productId,
      description: draft.description,
      from: draft.from,
      until: draft.until,
      quantity: draft.quantity,
      unitCost: draft.unitCost,
      unitListPrice: draft.unitListPrice,
      costCents: draft.costCents,
      listCents: draft.listCents,
      taxCents: taxCents(draft.costCents, taxPermille),
    }
  }
}
