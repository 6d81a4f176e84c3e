import { addMonths, type MonthSpan } from '../calendar.ts'
import { decimalText, divideHalfUp } from '../cents.ts'
import type { ClientContract, ContractLine } from '../contracts/types.ts'
import { stretchOn } from '../timeline.ts'
import type { SimulatedCharge } from '../types.ts'
import { isBilledIn, itemOf, lineOfCharge, lineOfItem, type Books, type Holding } from './books.ts'
import { seatLines, termsOf, unitPrice } from './seat-lines.ts'
import type { ExpectedInvoice, ExpectedLine } from './types.ts'

/** What a client's contract makes of a month. `passedOn` are the client's charges that pass-through lines may take. */
export function expectedInvoice(
  books: Books,
  contract: ClientContract,
  month: MonthSpan,
  passedOn: readonly SimulatedCharge[],
): ExpectedInvoice {
  const seats = seatLinesOfClient(books, contract, month)
  const lines = [
    ...contract.lines.flatMap((line) => ownLines(line, month, seats.get(line.lineId) ?? [])),
    ...passedOn.flatMap((charge) => passThroughLine(books, contract, charge, month)),
  ]
  const totalCents = lines.reduce((sum, { amountCents }) => sum + amountCents, 0)
  const { clientId, currency } = contract
  return { clientId, currency, lines, totalCents, blockedBy: blockedBy(books, contract, month) }
}

function ownLines(line: ContractLine, month: MonthSpan, seats: readonly ExpectedLine[]): readonly ExpectedLine[] {
  if (!isBilledIn(line, month.month)) return []
  const base = { lineId: line.lineId, itemId: line.itemId, subscriptionId: undefined, chargeId: undefined }
  const whole = { from: month.start, until: month.end, days: month.days, ofDays: month.days }
  switch (line.model) {
    case 'per-seat':
      return seats
    case 'pass-through':
      return []
    case 'fixed': {
      const costCents = seats.reduce((sum, seat) => sum + seat.costCents, 0)
      const price = { quantity: '1', unitPrice: decimalText(line.amountCents, 2), amountCents: line.amountCents }
      return [{ ...base, ...whole, ...price, model: 'fixed', costCents }]
    }
    case 'manual': {
      if (line.month !== undefined && line.month !== month.month) return []
      const { quantity, unitPriceCents } = line
      const price = { quantity: String(quantity), unitPrice: decimalText(unitPriceCents, 2) }
      const amountCents = quantity * unitPriceCents
      return [{ ...base, ...whole, ...price, amountCents, model: 'manual', costCents: 0 }]
    }
  }
}

/** By line: what each subscription adds to it, also to the lines whose components are only counted. */
export function seatLinesOfClient(
  books: Books,
  contract: ClientContract,
  month: MonthSpan,
): ReadonlyMap<string, readonly ExpectedLine[]> {
  const byLine = new Map<string, ExpectedLine[]>()
  for (const holding of books.holdingsByCompany.get(contract.companyId) ?? []) {
    for (const [line, course] of coursesByLine(books, contract, holding, month)) {
      const terms = termsOf(books.msp.contracts, contract, line)
      const { subscriptionId, billingTerm } = holding.subscription
      const added =
        billingTerm === 'Annual'
          ? yearlyLine(line, terms.price, holding, month)
          : seatLines({ line, terms, subscriptionId, course, month })
      byLine.set(line.lineId, [...(byLine.get(line.lineId) ?? []), ...added])
    }
  }
  return byLine
}

/** The part of a subscription's course that each line of this client bills: another product may mean another line. */
function coursesByLine(
  books: Books,
  contract: ClientContract,
  { subscription, course }: Holding,
  month: MonthSpan,
): Map<ContractLine, Holding['course'][number][]> {
  const courses = new Map<ContractLine, Holding['course'][number][]>()
  for (const stretch of course) {
    if (stretch.from >= month.end || stretch.until < month.start || stretch.companyId !== contract.companyId) continue
    if (books.products.get(stretch.productId)?.kind !== 'seat') continue
    const itemId = itemOf(books, contract, subscription, stretch.productId)
    const line = itemId === undefined ? undefined : lineOfItem(contract, itemId, month.month)
    if (line !== undefined) courses.set(line, [...(courses.get(line) ?? []), stretch])
  }
  return courses
}

/** Twelve months at once, in the month in which they begin. */
function yearlyLine(
  line: ContractLine,
  price: ReturnType<typeof termsOf>['price'],
  { subscription, course }: Holding,
  month: MonthSpan,
): ExpectedLine[] {
  const stretch = stretchOn(course, month.start)
  if (stretch === undefined || subscription.startDay.slice(5, 7) !== month.month.slice(5, 7)) return []
  const unit = unitPrice(price, stretch)
  return [
    {
      ...{ lineId: line.lineId, itemId: line.itemId, model: 'per-seat', chargeId: undefined, days: 1, ofDays: 1 },
      ...{ subscriptionId: subscription.subscriptionId, quantity: String(stretch.quantity) },
      ...{ from: month.start, until: `${addMonths(month.month, 12)}-01`, unitPrice: decimalText(unit, 4) },
      amountCents: divideHalfUp(stretch.quantity * unit, 100),
      costCents: stretch.quantity * stretch.unitCostCents,
    },
  ]
}

/** A charge is passed on one to one, with the markup; what has a list amount of its own goes by that under `list`. */
function passThroughLine(
  books: Books,
  contract: ClientContract,
  charge: SimulatedCharge,
  month: MonthSpan,
): ExpectedLine[] {
  const line = lineOfCharge(books, charge, month.month)
  if (line?.model !== 'pass-through' || isBilledBySeats(books, contract, charge)) return []
  const { price } = termsOf(books.msp.contracts, contract, line)
  const { chargeId, subscriptionId, from, until, costCents } = charge
  return [
    {
      ...{ lineId: line.lineId, itemId: line.itemId, model: 'pass-through', subscriptionId, chargeId, from, until },
      ...{ quantity: charge.quantity ?? '1', unitPrice: undefined, days: 1, ofDays: 1, costCents },
      amountCents:
        price.policy === 'markup' ? divideHalfUp(costCents * (100 + price.markupPercent), 100) : charge.listCents,
    },
  ]
}

/** A late charge for seats that a line has billed is not passed on as well, though the line has ended since. */
function isBilledBySeats(books: Books, contract: ClientContract, charge: SimulatedCharge): boolean {
  const subscription = books.holdings.get(charge.subscriptionId ?? '')?.subscription
  if (subscription === undefined || charge.productId === undefined) return false
  const itemId = itemOf(books, contract, subscription, charge.productId)
  return contract.lines.some((line) => {
    if (line.model === 'fixed') return itemId !== undefined && line.componentItemIds.includes(itemId)
    return line.model === 'per-seat' && line.itemId === itemId
  })
}

function blockedBy(books: Books, contract: ClientContract, month: MonthSpan): ExpectedInvoice['blockedBy'] {
  const reasons: ExpectedInvoice['blockedBy'][number][] = []
  if (contract.ledgerCustomer === undefined) reasons.push('ledger-customer-missing')
  else if (contract.ledgerCustomer.currency !== contract.currency) reasons.push('currency-mismatch')
  for (const { subscription } of books.holdingsByCompany.get(contract.companyId) ?? []) {
    const omitted = omittedIn(subscription, month)
    if (omitted !== undefined) reasons.push(omitted === 'quantity' ? 'unknown-quantity' : 'unknown-cost')
  }
  return reasons
}

/** What the distributor's records leave out on any day of a month. */
export function omittedIn(
  { omits, events }: Holding['subscription'],
  month: MonthSpan,
): Holding['subscription']['omits'] {
  const revealed = events.find(({ kind }) => kind === 'reveal')?.at.slice(0, 10)
  return revealed === undefined || revealed > month.start ? omits : undefined
}
