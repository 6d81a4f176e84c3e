import type { ClientBillingConfig } from '../../domain/billing-config.ts'
import type { InvoiceLine } from '../../domain/invoice.ts'
import { formatMonth, type Period } from '../../domain/period.ts'
import { decimal, negateDecimal, type Decimal } from '../../money/decimal.ts'
import { groupBy } from '../../support/group-by.ts'
import { compareGroup, type ComparedLine, type GroupComparison } from './compare-group.ts'
import type { PastCoverage } from './month-coverage.ts'
import type { PastLine } from './past-line.ts'
import type { BackfillCause, NotKnown } from './report.ts'
import type { PastMonth } from './work-past-month.ts'

/** One cause of a difference, before it is put into words. */
export interface DraftFinding {
  readonly client: ClientBillingConfig
  readonly month: Period
  /** What the two sides were compared by: the ledger's item. */
  readonly ledgerItemId: string
  readonly itemIds: readonly string[]
  readonly product: string
  readonly cause: BackfillCause
  /** Above zero: too little was billed. */
  readonly amount: Decimal
  readonly currency: string
  readonly comparison: GroupComparison
  readonly should: readonly InvoiceLine[]
  readonly billed: readonly PastLine[]
}

export interface AuditedMonth {
  readonly drafts: readonly DraftFinding[]
  readonly notKnown: readonly NotKnown[]
  readonly groups: number
  readonly groupsThatAgree: number
  /** The lines of the month that some line of an invoice stands for. */
  readonly billedLines: readonly InvoiceLine[]
}

/** Compares what a client should have been billed for a month with what its invoices say, item by item of the ledger. */
export function auditClientMonth(past: PastMonth, billed: readonly PastLine[], coverage: PastCoverage): AuditedMonth {
  const { client, run } = past
  const month = run.input.billingPeriod
  const drafts: DraftFinding[] = []
  const notKnown: NotKnown[] = []
  const billedLines: InvoiceLine[] = []
  let groups = 0
  let groupsThatAgree = 0
  const shouldBy = groupBy(past.lines, ({ ledgerItemId }) => ledgerItemId)
  const billedBy = groupBy(billed, ({ ledgerItemId }) => ledgerItemId)
  const itemsOf = itemsByLedgerItem(past)
  for (const key of [...new Set([...shouldBy.keys(), ...billedBy.keys()])].sort()) {
    const should = shouldBy.get(key) ?? []
    const was = billedBy.get(key) ?? []
    const itemIds = [...new Set([...should.map(({ itemId }) => itemId), ...(itemsOf.get(key) ?? [])])]
    // What no item of the catalog stands for, or what no distributor sells, is billed for reasons that are not known here.
    if (should.length === 0 && !isFromDistributor(past, itemIds)) continue
    const product = productWords(past, should, itemIds)
    const why = whyNotKnown(past, { key, should, was, itemIds }, coverage)
    if (why !== undefined) {
      notKnown.push({ month: formatMonth(month), clientId: client.clientId, what: product, why })
      if (was.length > 0) billedLines.push(...should)
      continue
    }
    groups += 1
    if (was.length > 0) billedLines.push(...should)
    const { currency } = client
    const comparison = compareGroup(should.map(ofOurs), was, { currency, hasInvoice: billed.length > 0 })
    if (comparison.parts.length === 0) groupsThatAgree += 1
    for (const { cause, amount } of comparison.parts) {
      const about = { client, month, ledgerItemId: key, itemIds, product, cause, amount, currency, comparison }
      drafts.push({ ...about, should, billed: was })
    }
  }
  return { drafts, notKnown, groups, groupsThatAgree, billedLines }
}

function ofOurs({ quantity, unitPrice, amount }: InvoiceLine): ComparedLine {
  const sign = amount.startsWith('-') && unitPrice.startsWith('-') ? negateDecimal : (value: Decimal): Decimal => value
  return { quantity: decimal(quantity), unitPrice: sign(decimal(unitPrice)), amount: decimal(amount) }
}

function itemsByLedgerItem({ run, client }: PastMonth): ReadonlyMap<string, readonly string[]> {
  const items = new Map<string, string[]>()
  for (const { itemId, ledgerItems } of run.items.values()) {
    const id = ledgerItems.get(client.ledger.connectionId)
    if (id === undefined) continue
    items.set(id, [...(items.get(id) ?? []), itemId])
  }
  return items
}

function isFromDistributor({ run }: PastMonth, itemIds: readonly string[]): boolean {
  return itemIds.length > 0 && itemIds.every((itemId) => (run.items.get(itemId)?.covers ?? []).length > 0)
}

/** The items of the lines; of a ledger item that stands for several, those that the client has. */
function productWords({ run, client }: PastMonth, should: readonly InvoiceLine[], itemIds: readonly string[]): string {
  const own = new Set([...should.map(({ itemId }) => itemId), ...client.lines.map(({ itemId }) => itemId)])
  const named = itemIds.filter((itemId) => own.has(itemId))
  const names = (named.length > 0 ? named : itemIds).map((itemId) => run.items.get(itemId)?.name ?? itemId)
  return [...new Set(names)].sort().slice(0, 3).join(', ')
}

interface Group {
  readonly key: string
  readonly should: readonly InvoiceLine[]
  readonly was: readonly PastLine[]
  readonly itemIds: readonly string[]
}

function whyNotKnown(
  past: PastMonth,
  { key, should, was, itemIds }: Group,
  coverage: PastCoverage,
): string | undefined {
  const { client, run, open } = past
  if (key === '') return 'its item has no item in the ledger'
  for (const itemId of itemIds) {
    const why = open.get(itemId)
    if (why !== undefined) return why
  }
  if (was.some(({ currency }) => currency !== client.currency)) return 'it was billed in another currency'
  const connections = new Set([
    ...should.flatMap(({ covers }) => covers.map(({ connectionId }) => connectionId)),
    ...(should.length > 0
      ? []
      : itemIds.flatMap((id) => (run.items.get(id)?.covers ?? []).map((one) => one.connectionId))),
  ])
  for (const connectionId of [...connections].sort()) {
    const gap = coverage.sourceGap(connectionId, run.input.billingPeriod)
    if (gap !== undefined) return gap
  }
  return undefined
}
