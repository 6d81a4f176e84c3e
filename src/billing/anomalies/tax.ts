import type { Anomaly } from '../../domain/anomaly.ts'
import { invoiceTax, taxedLines } from '../tax/invoice-tax.ts'
import { dayInWords } from '../words.ts'
import type { ClientView } from './client-view.ts'
import { makeAnomaly } from './make-anomaly.ts'

/** Lines that are to be taxed at no percentage, and taxes that would be charged twice or not at all. */
export function findTaxTrouble(view: ClientView): Anomaly[] {
  const taxed = taxedLines(view)
  if (taxed.length === 0) return []
  const { run, client } = view
  const day = dayInWords(run.input.invoiceDate)
  const missing = taxed
    .filter(({ codes }) => codes.length === 0)
    .map(({ line, rule }) =>
      makeAnomaly({
        code: 'tax-code-missing',
        clientId: client.clientId,
        subject: { kind: 'line', id: line.billingLineId },
        message: `"${line.description}" is taxable by ${[...new Set(rule.codes.map(({ code }) => code))].join(', ')}, and no percentage of it holds on ${day}.`,
      }),
    )
  return [...missing, ...atLedger(view)]
}

/** Our figure and the ledger's way do not go together. */
function atLedger(view: ClientView): Anomaly[] {
  const { run, client } = view
  const tax = invoiceTax(view)
  const ledger = run.ledgers.get(client.ledger.connectionId)
  if (tax?.act !== 'ours' || ledger?.computesTax === undefined) return []
  const about = { clientId: client.clientId, subject: { kind: 'client', id: client.clientId } } as const
  if (ledger.computesTax && tax.codes.some(({ inclusive }) => inclusive)) {
    const message = `The amounts for ${client.name} have ${tax.amount} ${client.currency} of tax in them, and ${ledger.connectionId} adds its own.`
    return [makeAnomaly({ ...about, code: 'tax-charged-twice', message })]
  }
  if (ledger.computesTax || tax.codes.every(({ inclusive }) => inclusive)) return []
  const message = `Our tax of ${tax.amount} ${client.currency} is on no line of the invoice for ${client.name}, and ${ledger.connectionId} works out none.`
  return [makeAnomaly({ ...about, code: 'tax-not-charged', message })]
}
