import { addMonths, type MonthSpan } from '../calendar.ts'
import type { ClientContract } from '../contracts/types.ts'
import type { SimulatedCharge } from '../types.ts'
import { isBilledIn, itemOf, lineOfCharge, lineOfItem, type Books, type Holding } from './books.ts'
import { omittedIn } from './expected-invoice.ts'
import { seatLines, termsOf, unitPrice } from './seat-lines.ts'
import type { ExpectedAnomaly, ExpectedInvoice } from './types.ts'

/** What a dry run for a month has to flag, whatever else it may flag as well. */
export function expectedAnomalies(
  books: Books,
  month: MonthSpan,
  invoice: ReadonlyMap<string, ExpectedInvoice>,
  previous: ReadonlyMap<string, ExpectedInvoice>,
  passedOn: ReadonlyMap<string, readonly SimulatedCharge[]>,
): ExpectedAnomaly[] {
  const unmapped = books.msp.companies.filter(({ role }) => role === 'unmapped')
  const found = [
    ...unmapped.map(({ companyId }) => anomaly('unmapped-client', undefined, 'company', companyId)),
    ...books.msp.contracts.clients.flatMap((contract) => [
      ...contractAnomalies(contract),
      ...(books.holdingsByCompany.get(contract.companyId) ?? []).flatMap((holding) =>
        holdingAnomalies(books, contract, holding, month),
      ),
      ...emptyLines(books, contract, month),
      ...changes(invoice.get(contract.clientId), previous.get(contract.clientId)),
      ...looseCharges(books, contract, month, passedOn.get(contract.companyId) ?? []),
    ]),
    ...quantityJumps(books, month, previous),
  ]
  // Several clients may hold one unmapped product, which is one finding.
  const keyed = found.map((each) => [`${each.code} ${each.subject.id}`, each] as const)
  return [...new Map(keyed).values()]
}

/** A customer in another currency cannot take the invoice: the client has none that can. */
function contractAnomalies({ clientId, ledgerCustomer, currency }: ClientContract): ExpectedAnomaly[] {
  if (ledgerCustomer === undefined) return [anomaly('ledger-customer-missing', clientId, 'client', clientId)]
  return ledgerCustomer.currency === currency ? [] : [anomaly('ledger-customer-missing', clientId, 'client', clientId)]
}

function holdingAnomalies(
  books: Books,
  contract: ClientContract,
  { subscription, course }: Holding,
  month: MonthSpan,
): ExpectedAnomaly[] {
  const own = course.filter(
    ({ from, until, companyId }) => from < month.end && until > month.start && companyId === contract.companyId,
  )
  const last = own.at(-1)
  if (last === undefined || books.products.get(last.productId)?.kind !== 'seat') return []
  const { clientId } = contract
  const { subscriptionId } = subscription
  const flag = (code: ExpectedAnomaly['code']): ExpectedAnomaly[] => [
    anomaly(code, clientId, 'subscription', subscriptionId, last.productId),
  ]
  const itemId = itemOf(books, contract, subscription, last.productId)
  if (itemId === undefined) return [anomaly('unmapped-product', undefined, 'product', last.productId, last.productId)]
  const line = lineOfItem(contract, itemId, month.month)
  if (line === undefined) return flag('subscription-on-no-line')
  const omitted = omittedIn(subscription, month)
  if (omitted !== undefined) return flag(omitted === 'quantity' ? 'unknown-quantity' : 'unknown-cost')
  const terms = termsOf(books.msp.contracts, contract, line)
  if (line.model !== 'per-seat' || terms.price.policy !== 'hold' || contract.currency !== 'USD') return []
  const billed = seatLines({ line, terms, subscriptionId, course: own, month })
  const isBelow = billed.some(({ quantity, costCents, amountCents }) => Number(quantity) > 0 && costCents > amountCents)
  return isBelow && unitPrice(terms.price, last) < last.unitCostCents * 100
    ? [anomaly('price-held-below-cost', clientId, 'line', line.lineId, last.productId)]
    : []
}

/** Synced lines whose subscriptions had all ended before the month began. */
function emptyLines(books: Books, contract: ClientContract, month: MonthSpan): ExpectedAnomaly[] {
  const holdings = books.holdingsByCompany.get(contract.companyId) ?? []
  const filled = new Set(
    holdings.flatMap(({ subscription, course }) =>
      course
        .filter(
          ({ from, until, companyId }) => from < month.end && until > month.start && companyId === contract.companyId,
        )
        .map(({ productId }) => itemOf(books, contract, subscription, productId)),
    ),
  )
  return contract.lines
    .filter((line) => line.model === 'per-seat' && isBilledIn(line, month.month) && !filled.has(line.itemId))
    .map((line) => anomaly('line-without-subscription', contract.clientId, 'line', line.lineId))
}

/** A whole month's unit price that is another than the month before. */
function changes(invoice: ExpectedInvoice | undefined, previous: ExpectedInvoice | undefined): ExpectedAnomaly[] {
  if (invoice === undefined || previous === undefined) return []
  const before = new Map(wholeLines(previous).map((line) => [`${line.lineId} ${line.subscriptionId ?? ''}`, line]))
  return wholeLines(invoice).flatMap((line) => {
    const old = before.get(`${line.lineId} ${line.subscriptionId ?? ''}`)
    if (old === undefined || old.unitPrice === line.unitPrice) return []
    return [anomaly('price-changed', invoice.clientId, 'line', line.lineId)]
  })
}

function wholeLines({ lines }: ExpectedInvoice): ExpectedInvoice['lines'] {
  return lines.filter(({ model, days, ofDays }) => model === 'per-seat' && days === ofDays)
}

/** One-time charges and the like that arrived and that no line passes on. */
function looseCharges(
  books: Books,
  { clientId }: ClientContract,
  month: MonthSpan,
  charges: readonly SimulatedCharge[],
): ExpectedAnomaly[] {
  return charges
    .filter(({ type }) => type !== 'subscription' && type !== 'prorate')
    .filter((charge) => lineOfCharge(books, charge, month.month) === undefined)
    .map((charge) => anomaly('charge-on-no-line', clientId, 'charge', charge.chargeId, charge.productId))
}

/** Where the month is billed as it starts, a jump inside it shows a month later. */
function quantityJumps(
  books: Books,
  month: MonthSpan,
  previous: ReadonlyMap<string, ExpectedInvoice>,
): ExpectedAnomaly[] {
  return books.msp.happenings.flatMap(({ kind, day, companyId, subscriptionId = '', productId }) => {
    const contract = books.contractsByCompany.get(companyId ?? '')
    if (kind !== 'quantity-jump' || contract === undefined || !previous.has(contract.clientId)) return []
    const isLate = contract.rules.quantityBasis === 'whole-at-start'
    const shows = isLate ? day.slice(0, 7) === addMonths(month.month, -1) : day.slice(0, 7) === month.month
    const subscription = books.holdings.get(subscriptionId)?.subscription
    if (!shows || subscription === undefined || productId === undefined) return []
    const itemId = itemOf(books, contract, subscription, productId)
    const line = itemId === undefined ? undefined : lineOfItem(contract, itemId, month.month)
    // Behind a fixed amount nothing is billed by the seat, so nothing jumps.
    if (line?.model !== 'per-seat') return []
    return [anomaly('quantity-jump', contract.clientId, 'line', line.lineId, productId)]
  })
}

function anomaly(
  code: ExpectedAnomaly['code'],
  clientId: string | undefined,
  kind: ExpectedAnomaly['subject']['kind'],
  id: string,
  productId?: string,
): ExpectedAnomaly {
  return { code, clientId, subject: { kind, id, productId } }
}
