import type { Known } from '../../domain/known.ts'
import type { DistributorInvoice } from '../../domain/distributor-invoice.ts'
import { addMoney, compareMoney, formatMoney, zeroMoney, type Money } from '../../money/money.ts'
import type { ControlTotal } from '../charges-file.ts'
import type { FileProblem } from '../mapped-file.ts'
import type { ReadRow } from './control-totals.ts'

/**
 * Compares the total that the operator read off the invoice with its lines, before tax or with it. It can be the total
 * of one invoice only.
 */
export function checkStatedTotal(
  invoices: readonly DistributorInvoice[],
  rows: readonly ReadRow[],
  statedText: string | undefined,
): { readonly totals: readonly ControlTotal[]; readonly problems: readonly FileProblem[] } {
  const [invoice, another] = invoices
  if (statedText === undefined || invoice === undefined) return { totals: [], problems: [] }
  if (another !== undefined) {
    const numbers = invoices.slice(0, 3).map(({ invoiceId }) => invoiceId)
    return refused(`A total was stated, and the file holds ${String(invoices.length)} invoices: ${numbers.join(', ')}.`)
  }
  const { total: stated, currency } = invoice
  if (stated === 'unknown') return { totals: [], problems: [] }
  const own = rows.filter(({ read }) => read.charge.currency === currency)
  const cost = sumOf(
    own.map(({ read }) => read.charge.cost),
    zeroMoney(currency),
  )
  const tax = sumOf(
    own.map(({ read }) => read.charge.tax),
    zeroMoney(currency),
  )
  const sums: readonly Known<Money>[] = [
    cost,
    cost === 'unknown' || tax === 'unknown' ? 'unknown' : addMoney(cost, tax),
  ]
  const tying = sums.find((sum) => sum !== 'unknown' && compareMoney(sum, stated) === 0)
  const summed: Known<Money> = tying ?? cost
  const total = { name: 'Stated total', group: invoice.invoiceId, stated, summed, ties: tying !== undefined }
  if (total.ties) return { totals: [total], problems: [] }
  const figures = summed === 'unknown' ? 'an amount of a line is not known' : `its lines come to ${formatMoney(summed)}`
  const message = `The total of ${invoice.invoiceId} was stated as ${formatMoney(stated)}, and ${figures}.`
  return { totals: [total], problems: refused(message).problems }
}

function sumOf(amounts: readonly Known<Money>[], nothing: Money): Known<Money> {
  return amounts.reduce<Known<Money>>(
    (sum, amount) => (sum === 'unknown' || amount === 'unknown' ? 'unknown' : addMoney(sum, amount)),
    nothing,
  )
}

function refused(message: string): { readonly totals: readonly ControlTotal[]; readonly problems: FileProblem[] } {
  return {
    totals: [],
    problems: [{ code: 'control-total', severity: 'blocking', line: undefined, column: undefined, message }],
  }
}
