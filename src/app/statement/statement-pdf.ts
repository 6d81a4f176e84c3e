import type { Content, DocumentDefinition, TextContent } from 'pdfmake'
import { monthInWords, periodInWords } from '../../billing/words.ts'
import { renderPdf } from '../close/render-pdf.ts'
import type { ClientStatement, CurrencyTotal, LineChange, StatementLine } from './client-statement.ts'

/** A client's statement as a PDF, for the MSP to send. The same statement gives the same bytes. */
export function statementPdf(statement: ClientStatement, organization: string): Promise<Buffer> {
  return renderPdf(definitionOf(statement, organization))
}

const changeWords: Readonly<Record<LineChange, string>> = {
  new: 'New',
  changed: 'Changed',
  unchanged: 'As before',
  'part-month': 'Part of the month',
  correction: 'Correction',
}

function definitionOf(statement: ClientStatement, organization: string): DocumentDefinition {
  const { clientName, period, documents, lines, totals, previousTotals } = statement
  const month = monthInWords(period.start)
  const changed = lines.filter(({ change }) => change !== 'unchanged')
  const unchanged = lines.filter(({ change }) => change === 'unchanged')
  const made = documents.map(({ date }) => date).sort()[0] ?? period.end
  return {
    info: { title: `${clientName}: ${month}`, creator: 'SeatLedger', creationDate: new Date(`${made}T00:00:00Z`) },
    pageSize: 'A4',
    pageMargins: [40, 48, 40, 48],
    defaultStyle: { font: 'Roboto', fontSize: 9 },
    styles: { title: { fontSize: 16, bold: true }, part: { fontSize: 11, bold: true, margin: [0, 14, 0, 4] } },
    footer: (page, pages) => ({
      text: `${organization}, ${clientName}, ${month}, page ${String(page)} of ${String(pages)}`,
      fontSize: 7,
      alignment: 'center',
    }),
    content: [
      { text: `What changed in ${month}`, style: 'title' },
      { text: clientName },
      { text: `From ${organization}` },
      { text: `Billed before tax: ${amounts(totals)}.${beforeWords(previousTotals)}` },
      ...linesContent('What is new or changed', changed),
      ...(changed.length === 0 ? [{ text: 'Nothing changed since the month before.', style: 'part' }] : []),
      ...endedContent(statement),
      ...linesContent('As before', unchanged),
    ],
  }
}

function beforeWords(previous: readonly CurrencyTotal[]): string {
  return previous.length === 0
    ? ' Nothing was billed for the month before.'
    : ` The month before: ${amounts(previous)}.`
}

function amounts(totals: readonly CurrencyTotal[]): string {
  return totals.map(({ amount, currency }) => `${amount} ${currency}`).join(', ')
}

const plain = (text: string): TextContent => ({ text })
const head = (text: string): TextContent => ({ text, bold: true })
const figure = (text: string): TextContent => ({ text, alignment: 'right' })
const headFigure = (text: string): TextContent => ({ text, alignment: 'right', bold: true })

function linesContent(title: string, lines: readonly StatementLine[]): Content[] {
  if (lines.length === 0) return []
  return [
    { text: title, style: 'part' },
    {
      layout: 'lightHorizontalLines',
      table: {
        headerRows: 1,
        widths: ['*', 'auto', 'auto', 'auto', 'auto'],
        body: [
          [head('line'), head('days'), headFigure('quantity'), headFigure('unit price'), headFigure('amount')],
          ...lines.map((line) => [
            plain(`${line.description}${line.why === '' ? '' : `\n${changeWords[line.change]}: ${line.why}`}`),
            plain(periodInWords(line.servicePeriod)),
            figure(line.quantity),
            figure(line.unitPrice),
            figure(`${line.amount} ${line.currency}`),
          ]),
        ],
      },
    },
  ]
}

function endedContent({ ended }: ClientStatement): Content[] {
  if (ended.length === 0) return []
  return [
    { text: 'No longer billed', style: 'part' },
    {
      layout: 'lightHorizontalLines',
      table: {
        headerRows: 1,
        widths: ['*', 'auto', 'auto'],
        body: [
          [head('line'), headFigure('quantity then'), headFigure('amount then')],
          ...ended.map(({ description, quantity, amount, currency }) => [
            plain(description),
            figure(quantity),
            figure(`${amount} ${currency}`),
          ]),
        ],
      },
    },
  ]
}
