import { found, jsonResponse, onGet, type Pax8App } from '../call.ts'
import type { Pax8Context } from '../context.ts'
import { pageResponse } from '../paging.ts'
import type { Order } from '../records.ts'
import { orderRow } from '../rows/order-row.ts'
import { byTime } from '../sorting.ts'

const byCreation = byTime<Order>((order) => order.createdDate)

/** Oldest first, with no filter but the company, and without the orders scheduled for later. */
export function orderRoutes(app: Pax8App, { state, faults }: Pax8Context): void {
  const write = (order: Order): string => orderRow(order, faults.switches)

  onGet(app, '/v1/orders', (call) => {
    const companyId = call.parameters.text('companyId')
    if (companyId !== undefined) found(state.companies.get(companyId), 'Order')
    const rows = state.orders.query(companyId ?? '', () => {
      const orders = companyId === undefined ? state.orders.all() : state.orders.where('companyId', companyId)
      return orders.filter((order) => order.isScheduled !== true).toSorted(byCreation)
    })
    return pageResponse(faults, call, rows, write)
  })

  onGet(app, '/v1/orders/:orderId', (call) => jsonResponse(write(found(state.orders.get(call.id('orderId')), 'Order'))))
}
