import { compareDecimals, parseDecimal } from '../../money/decimal.ts'
import type { Anomaly } from '../../domain/anomaly.ts'
import type { Invoice, InvoiceLine } from '../../domain/invoice.ts'
import { explainLine } from '../../billing/explain.ts'
import type { ClientDryRun, DryRun } from '../../billing/dry-run.ts'
import type { Expected, ExpectedClient } from './scenario-schema.ts'

/** One thing that came out otherwise than the scenario expects. */
export interface Difference {
  /** Where, such as `bear-creek, line 2, amount`. */
  readonly where: string
  readonly expected: string
  readonly found: string
}

/** Compares what a scenario states; what it leaves out is not looked at. */
export function compareExpected(expected: Expected, run: DryRun, onlyClient: string | undefined): Difference[] {
  return [
    ...expected.clients.flatMap((client) => {
      const clientId = client.client ?? onlyClient
      const result = run.clients.find((one) => one.clientId === clientId)
      return clientDifferences(client, result, clientId ?? '')
    }),
    ...codeDifferences(expected.anomalies, run.anomalies, 'the run'),
  ]
}

function clientDifferences(expected: ExpectedClient, found: ClientDryRun | undefined, where: string): Difference[] {
  return [
    ...textDifference(expected.outcome, found?.outcome ?? 'none', `${where}, outcome`),
    ...numberDifference(expected.total, found?.invoice?.total ?? '0', `${where}, total`),
    ...taxDifferences(expected, found?.invoice, where),
    ...lineDifferences(expected.lines, found?.invoice, where),
    ...codeDifferences(expected.anomalies, found?.anomalies ?? [], where),
  ]
}

function taxDifferences(expected: ExpectedClient, invoice: Invoice | undefined, where: string): Difference[] {
  const tax = invoice?.tax
  const ours = tax?.act === 'ours' ? tax : undefined
  return [
    ...numberDifference(expected.tax, ours?.amount ?? 'none', `${where}, tax`),
    ...numberDifference(expected.totalWithTax, ours?.totalWithTax ?? 'none', `${where}, totalWithTax`),
  ]
}

function lineDifferences(expected: ExpectedClient['lines'], invoice: Invoice | undefined, where: string): Difference[] {
  if (expected === undefined) return []
  const lines = invoice?.lines ?? []
  const count = textDifference(String(expected.length), String(lines.length), `${where}, number of lines`)
  const each = expected.flatMap((row, index) => {
    const line = lines[index]
    return line === undefined
      ? []
      : lineDifference(row, line, invoice?.currency ?? '', `${where}, line ${String(index + 1)}`)
  })
  return [...count, ...each]
}

type ExpectedLine = NonNullable<ExpectedClient['lines']>[number]

function lineDifference(row: ExpectedLine, line: InvoiceLine, currency: string, where: string): Difference[] {
  return [
    ...textDifference(row.line, line.billingLineId, `${where}, line`),
    ...textDifference(row.from, line.servicePeriod.start, `${where}, from`),
    ...textDifference(row.until, line.servicePeriod.end, `${where}, until`),
    ...numberDifference(row.quantity, line.quantity, `${where}, quantity`),
    ...numberDifference(row.unitPrice, line.unitPrice, `${where}, unitPrice`),
    ...numberDifference(row.amount, line.amount, `${where}, amount`),
    ...numberDifference(row.cost, line.cost, `${where}, cost`),
    ...textDifference(row.description, line.description, `${where}, description`),
    ...(row.sentence === undefined
      ? []
      : textDifference(row.sentence, explainLine(line, currency).sentence, `${where}, sentence`)),
  ]
}

function textDifference(expected: string | undefined, found: string, where: string): Difference[] {
  return expected === undefined || expected === found ? [] : [{ where, expected, found }]
}

/** `17` and `17.00` are the same number; `unknown` is only ever itself. */
function numberDifference(expected: string | undefined, found: string, where: string): Difference[] {
  if (expected === undefined || expected === found) return []
  const [a, b] = [parseDecimal(expected), parseDecimal(found)]
  const isSame = a !== undefined && b !== undefined && compareDecimals(a, b) === 0
  return isSame ? [] : [{ where, expected, found }]
}

function codeDifferences(
  expected: readonly string[] | undefined,
  anomalies: readonly Anomaly[],
  where: string,
): Difference[] {
  if (expected === undefined) return []
  const found = [...new Set<string>(anomalies.map(({ code }) => code))].sort()
  const wanted = [...new Set(expected)].sort()
  const inWords = (codes: readonly string[]): string => (codes.length === 0 ? 'none' : codes.join(', '))
  return textDifference(inWords(wanted), inWords(found), `${where}, anomalies`)
}
