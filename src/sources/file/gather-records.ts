import type { Charge, DistributorInvoice } from '../../domain/distributor-invoice.ts'
import type { Company, Product } from '../../domain/subscription.ts'
import { formatMoney } from '../../money/money.ts'
import { groupBy } from '../../support/group-by.ts'
import { sha256 } from '../../support/hash.ts'
import type { FileProblem } from '../mapped-file.ts'
import type { ReadRow } from './control-totals.ts'
import { gatherNames } from './gather-names.ts'

/** The records that the rows of a file make together. */
export interface GatheredRecords {
  readonly invoices: readonly DistributorInvoice[]
  readonly charges: readonly Charge[]
  readonly companies: readonly Company[]
  readonly products: readonly Product[]
  readonly problems: readonly FileProblem[]
}

export function gatherRecords(rows: readonly ReadRow[]): GatheredRecords {
  const problems: FileProblem[] = []
  const named = rows.map(({ read: { line, charge, vendorName } }) => ({
    ...{ line, companyId: charge.companyId, companyName: charge.companyName },
    ...{ productId: charge.productId, productName: charge.productName, sku: charge.sku, vendorName },
  }))
  return {
    charges: chargesOf(rows),
    invoices: [...groupBy(rows, ({ read }) => read.charge.invoiceId).values()].map((own) => invoiceOf(own, problems)),
    ...gatherNames(named, problems),
    problems,
  }
}

/**
 * A charge's id is its invoice, the invoice's own line number (a hash of the row where it has none) and an ordinal,
 * which tells lines of one number apart by their content: the order of the rows in the file does not change it.
 */
function chargesOf(rows: readonly ReadRow[]): Charge[] {
  const named = rows.map(({ row, read }) => {
    const content = sha256(JSON.stringify(row.cells))
    return { read, content, name: `${read.charge.invoiceId}/${read.lineNumber ?? content.slice(0, 16)}` }
  })
  const ids = new Map<(typeof named)[number], string>()
  for (const [name, own] of groupBy(named, (each) => each.name)) {
    const sorted = [...own].sort((a, b) => (a.content < b.content ? -1 : a.content > b.content ? 1 : 0))
    for (const [index, each] of sorted.entries()) ids.set(each, `${name}/${String(index + 1)}`)
  }
  return named.map((each) => ({ ...each.read.charge, chargeId: ids.get(each) ?? each.name }))
}

/** What a file says of an invoice it says on each of its rows, so it must say the same on all of them. */
function invoiceOf(rows: readonly [ReadRow, ...ReadRow[]], problems: FileProblem[]): DistributorInvoice {
  const [{ read: first }] = rows
  const { connectionId, invoiceId, invoiceDate, currency } = first.charge
  const headers = groupBy(rows, ({ read }) => headerText(read))
  if (headers.size > 1) {
    const said = [...headers].slice(0, 2).map(([text, [{ read }]]) => `${text} on line ${String(read.line)}`)
    const message = `Invoice ${invoiceId} is not one invoice: ${said.join(', and ')}.`
    problems.push({ code: 'invoice-inconsistent', severity: 'blocking', line: undefined, column: undefined, message })
  }
  return {
    connectionId,
    invoiceId,
    number: invoiceId,
    invoiceDate,
    dueDate: first.dueDate,
    // A file of charges does not say what became of its invoices.
    status: 'unknown',
    rawStatus: undefined,
    currency,
    total: first.invoiceTotal,
    balance: 'unknown',
    carriedBalance: 'unknown',
    partnerName: undefined,
    billedToCompanyId: undefined,
    replaces: undefined,
  }
}

function headerText({ charge, invoiceTotal, dueDate }: ReadRow['read']): string {
  const total = invoiceTotal === 'unknown' ? 'without a total' : `with a total of ${formatMoney(invoiceTotal)}`
  const due = dueDate === undefined ? '' : `, due ${dueDate}`
  return `dated ${charge.invoiceDate} in ${charge.currency} ${total}${due}`
}
