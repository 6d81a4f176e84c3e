import { found, jsonResponse, onGet, type Call, type Pax8App } from '../call.ts'
import type { Pax8Context } from '../context.ts'
import { Problem } from '../errors.ts'
import { pageResponse } from '../paging.ts'
import { isAmount } from '../parameters.ts'
import type { Invoice, InvoiceItem } from '../records.ts'
import { RowCache } from '../row-cache.ts'
import { invoiceItemRow } from '../rows/invoice-item-row.ts'
import { invoiceRow } from '../rows/invoice-row.ts'
import { byAmount, byText, byTime, readSort, type Comparisons } from '../sorting.ts'
import type { Pax8State } from '../state.ts'

const statuses = ['Unpaid', 'Paid', 'Void', 'Carried', 'Nothing Due', 'Credited']

const comparisons: Comparisons<Invoice> = {
  invoiceDate: byTime((invoice) => invoice.invoiceDate),
  dueDate: byTime((invoice) => invoice.dueDate),
  status: byText((invoice) => invoice.status),
  partnerName: byText((invoice) => invoice.partnerName),
  total: byAmount((invoice) => invoice.total),
  balance: byAmount((invoice) => invoice.balance),
  carriedBalance: byAmount((invoice) => invoice.carriedBalance),
}
const byInvoiceDate = byTime<Invoice>((invoice) => invoice.invoiceDate)

export function invoiceRoutes(app: Pax8App, { state, faults }: Pax8Context): void {
  const items = new RowCache<InvoiceItem>()
  const itemWriter = (convention: 'endPeriod' | 'draftEndPeriod'): ((item: InvoiceItem) => string) => {
    const { switches, version } = faults
    const context = { endPeriod: switches[convention], switches }
    return (item) => items.text(item, String(version), () => invoiceItemRow(item, context))
  }
  const write = (invoice: Invoice): string => invoiceRow(invoice, faults.switches)

  onGet(app, '/v1/invoices', (call) => pageResponse(faults, call, listed(state, call), write))

  // Stands before the invoice ids: `draftItems` is not one.
  onGet(app, '/v1/invoices/draftItems', (call) =>
    pageResponse(faults, call, drafts(state, call), itemWriter('draftEndPeriod')),
  )

  onGet(app, '/v1/invoices/:invoiceId', (call) =>
    jsonResponse(write(found(state.invoices.get(call.id('invoiceId')), 'Invoice'))),
  )

  onGet(app, '/v1/invoices/:invoiceId/items', (call) => {
    const invoice = found(state.invoices.get(call.id('invoiceId')), 'Invoice')
    return pageResponse(faults, call, state.invoiceItemsOf(invoice.id), itemWriter('endPeriod'))
  })
}

/** Newest invoice date first. A company finds only the invoices that Pax8 sends to that company itself. */
function listed({ invoices, companies }: Pax8State, call: Call): readonly Invoice[] {
  const companyId = call.parameters.text('companyId')
  if (companyId !== undefined) found(companies.get(companyId), 'Company')
  const fits = readFilter(call)
  const sort = readSort(call.parameters, comparisons)
  const fitting = invoices.all().filter((invoice) => companyId === undefined || invoice.companyId === companyId)
  const chosen = fitting.filter(fits)
  return sort === undefined ? chosen.reverse().sort((a, b) => byInvoiceDate(b, a)) : chosen.sort(sort)
}

function readFilter({ parameters }: Call): (invoice: Invoice) => boolean {
  const status = parameters.oneOf('status', statuses)
  const [on, from, until] = ['invoiceDate', 'invoiceDateRangeStart', 'invoiceDateRangeEnd'].map((name) =>
    parameters.date(name),
  )
  const dueDate = parameters.date('dueDate')
  const amounts = (['total', 'balance', 'carriedBalance'] as const).flatMap((field) => {
    const wanted = parameters.amount(field)
    return wanted === undefined ? [] : [{ field, wanted }]
  })
  return (invoice) =>
    (status === undefined || invoice.status === status) &&
    (on === undefined || invoice.invoiceDate === on) &&
    (from === undefined || invoice.invoiceDate >= from) &&
    (until === undefined || invoice.invoiceDate <= until) &&
    (dueDate === undefined || invoice.dueDate === dueDate) &&
    amounts.every(({ field, wanted }) => isAmount(invoice[field], wanted))
}

function drafts(state: Pax8State, { parameters }: Call): readonly InvoiceItem[] {
  const month = parameters.text('monthOffset') ?? '1'
  if (month !== '0' && month !== '1') throw new Problem(422, 'Invalid monthOffset value')
  const companyId = parameters.text('companyId')
  if (companyId !== undefined) found(state.companies.get(companyId), 'Company')
  const items = state.draftItemsOf(Number(month))
  return companyId === undefined ? items : items.filter((item) => item.companyId === companyId)
}
