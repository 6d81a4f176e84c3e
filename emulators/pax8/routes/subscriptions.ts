import { sha256 } from '../../../src/support/hash.ts'
import { found, jsonResponse, onGet, type Call, type Pax8App } from '../call.ts'
import type { Pax8Context } from '../context.ts'
import { Problem } from '../errors.ts'
import type { FaultSwitches } from '../fault-switches.ts'
import { pageResponse } from '../paging.ts'
import type { Subscription } from '../records.ts'
import { RowCache } from '../row-cache.ts'
import { subscriptionRow, type SubscriptionView } from '../rows/subscription-row.ts'
import { byAmount, byTime, readSort, type Comparisons } from '../sorting.ts'
import type { Pax8State } from '../state.ts'

const statuses = [
  ...['Active', 'Cancelled', 'PendingManual', 'PendingAutomated', 'PendingCancel', 'WaitingForDetails'],
  ...['Trial', 'Converted', 'PendingActivation', 'Activated'],
]
const billingTerms = ['Monthly', 'Annual', '2-Year', '3-Year', 'One-Time', 'Trial', 'Activation']

const comparisons: Comparisons<Subscription> = {
  quantity: byAmount((subscription) => subscription.quantity),
  startDate: byTime((subscription) => subscription.startDate),
  endDate: byTime((subscription) => subscription.endDate),
  createdDate: byTime((subscription) => subscription.createdDate),
  billingStart: byTime((subscription) => subscription.billingStart),
  price: byAmount((subscription) => subscription.price),
}

export function subscriptionRoutes(app: Pax8App, { state, faults }: Pax8Context): void {
  const caches = { list: new RowCache<Subscription>(), detail: new RowCache<Subscription>() }

  const write = (subscription: Subscription, view: SubscriptionView): string => {
    const productName = state.products.get(subscription.productId)?.name
    return subscriptionRow(subscription, { view, productName, switches: faults.switches })
  }
  const cached = (view: 'list' | 'detail'): ((subscription: Subscription) => string) => {
    const stamp = `${faults.version} ${state.products.version}`
    return (subscription) => caches[view].text(subscription, stamp, (record) => write(record, view))
  }

  onGet(app, '/v1/subscriptions', (call) => pageResponse(faults, call, listed(state, call), cached('list')))

  onGet(app, '/v1/subscriptions/:subscriptionId', (call) =>
    jsonResponse(cached('detail')(found(state.subscriptions.table.get(call.id('subscriptionId')), 'Subscription'))),
  )

  onGet(app, '/v1/subscriptions/:subscriptionId/history', (call) => {
    const history = found(state.subscriptions.history(call.id('subscriptionId')), 'Subscription')
    const rows = `[${shownHistory(history, faults.switches)
      .map((row) => write(row, 'history'))
      .join(',')}]`
    return jsonResponse(faults.switches.history === 'content' ? `{"content":${rows}}` : rows)
  })
}

/** Held newest first, all under the original id. */
function shownHistory(
  rows: readonly Subscription[],
  { historyOrder, historyIds }: FaultSwitches,
): readonly Subscription[] {
  const named = rows.map((row, index) => {
    const isFirst = index === rows.length - 1
    return historyIds === 'original' || isFirst ? row : { ...row, id: ownRowId(row.id, rows.length - 1 - index) }
  })
  return historyOrder === 'newest-first' ? named : named.reverse()
}

/** A UUID that depends on nothing but the subscription and how many changes came before. */
function ownRowId(id: string, changes: number): string {
  const digits = sha256(`${id} change ${changes}`)
  const part = (from: number, to: number): string => digits.slice(from, to)
  return `${part(0, 8)}-${part(8, 12)}-4${part(13, 16)}-a${part(17, 20)}-${part(20, 32)}`
}

/** The rows of one filter and order. Without a sort the newest come first, as in the document's example. */
function listed({ subscriptions, companies }: Pax8State, { parameters }: Call): readonly Subscription[] {
  const status = parameters.oneOf('status', statuses)
  const billingTerm = parameters.oneOf('billingTerm', billingTerms)
  const companyId = parameters.text('companyId')
  const productId = parameters.text('productId')
  const sort = readSort(parameters, comparisons)
  if (companyId !== undefined && companies.get(companyId) === undefined) throw new Problem(403, 'Invalid companyId')

  const { table } = subscriptions
  const key = JSON.stringify([status, billingTerm, companyId, productId, parameters.text('sort')])
  return table.query(key, () => {
    const candidates = companyId === undefined ? table.all() : table.where('companyId', companyId)
    const fitting = candidates.filter(
      (subscription) =>
        (status === undefined || subscription.status === status) &&
        (billingTerm === undefined || subscription.billingTerm === billingTerm) &&
        (productId === undefined || subscription.productId === productId),
    )
    return sort === undefined ? fitting.reverse() : fitting.sort(sort)
  })
}
