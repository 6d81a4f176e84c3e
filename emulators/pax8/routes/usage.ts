import { found, jsonResponse, onGet, type Pax8App } from '../call.ts'
import type { Pax8Context } from '../context.ts'
import { invalidParameter } from '../errors.ts'
import { pageResponse } from '../paging.ts'
import { usageLineRow, usageSummaryRow } from '../rows/usage-row.ts'
import { byAmount, byText, readSort, type Comparisons } from '../sorting.ts'
import type { StoredUsageSummary } from '../state.ts'

const comparisons: Comparisons<StoredUsageSummary> = {
  resourceGroup: byText((summary) => summary.resourceGroup),
  currentCharges: byAmount((summary) => summary.currentCharges),
  partnerTotal: byAmount((summary) => summary.partnerTotal),
}

export function usageRoutes(app: Pax8App, { state, faults }: Pax8Context): void {
  const writeSummary = (summary: StoredUsageSummary): string => usageSummaryRow(summary, faults.switches)

  onGet(app, '/v1/subscriptions/:subscriptionId/usage-summaries', (call) => {
    const subscription = found(state.subscriptions.table.get(call.id('subscriptionId')), 'Subscription')
    const companyId = call.parameters.text('companyId')
    if (companyId !== undefined) found(state.companies.get(companyId), 'Company')
    const resourceGroup = call.parameters.text('resourceGroup')
    const sort = readSort(call.parameters, comparisons)
    const rows = state.usageSummaries
      .where('subscriptionId', subscription.id)
      .filter((summary) => companyId === undefined || summary.companyId === companyId)
      .filter((summary) => resourceGroup === undefined || summary.resourceGroup === resourceGroup)
    return pageResponse(faults, call, sort === undefined ? rows : rows.sort(sort), writeSummary)
  })

  onGet(app, '/v1/usage-summaries/:usageSummaryId', (call) =>
    jsonResponse(writeSummary(found(state.usageSummaries.get(call.id('usageSummaryId')), 'Usage summary'))),
  )

  onGet(app, '/v1/usage-summaries/:usageSummaryId/usage-lines', (call) => {
    const { id: usageSummaryId } = found(state.usageSummaries.get(call.id('usageSummaryId')), 'Usage summary')
    const usageDate = call.parameters.date('usageDate')
    if (usageDate === undefined) throw invalidParameter('usageDate', 'it is required, in the form yyyy-MM-dd')
    const productId = call.parameters.text('productId')
    const lines = state.usageLinesOf(usageSummaryId, usageDate)
    const rows = productId === undefined ? lines : lines.filter((line) => line.productId === productId)
    const { switches } = faults
    return pageResponse(faults, call, rows, (line) => usageLineRow(line, { usageSummaryId, usageDate, switches }))
  })
}
