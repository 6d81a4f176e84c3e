import type { Content, DocumentDefinition, TextContent } from 'pdfmake'
import { formatMonth } from '../../domain/period.ts'
import { addDecimals, decimal, formatDecimal, type Decimal } from '../../money/decimal.ts'
import { varianceClassWords, varianceClasses } from '../../reconciliation/variance-class.ts'
import type { StoredDecision } from '../../store/decisions.ts'
import type { MonthClosing } from '../../store/month-closings.ts'
import type { Posting } from '../../store/postings.ts'
import type { TieOutRecord } from '../../store/read-tie-out.ts'
import { renderPdf } from './render-pdf.ts'

/** What the statement of a closed month is made from. */
export interface StatementInput {
  readonly organization: string
  readonly closing: MonthClosing
  readonly tieOut: TieOutRecord
  readonly decisions: readonly StoredDecision[]
  readonly postings: readonly Posting[]
}

/** The statement of a closed month as a PDF: the tie-out by class, what was decided, and what clients were invoiced. */
export function closeStatement(input: StatementInput): Promise<Buffer> {
  return renderPdf(statementOf(input))
}

function statementOf(input: StatementInput): DocumentDefinition {
  const { closing, organization, tieOut } = input
  const month = formatMonth(closing.period)
  return {
    info: { title: `${organization}: close of ${month}`, creator: 'SeatLedger', creationDate: closing.closedAt },
    pageSize: 'A4',
    pageMargins: [40, 48, 40, 48],
    defaultStyle: { font: 'Roboto', fontSize: 9 },
    styles: { title: { fontSize: 16, bold: true }, part: { fontSize: 11, bold: true, margin: [0, 14, 0, 4] } },
    footer: (page, pages) => ({
      text: `${organization}, ${month}, tie-out ${closing.tieOutSha256.slice(0, 16)}, page ${String(page)} of ${String(pages)}`,
      fontSize: 7,
      alignment: 'center',
    }),
    content: [
      { text: `Close of ${month}`, style: 'title' },
      { text: organization },
      {
        text: `Closed ${closing.closedAt.toISOString()} by ${closing.closedBy}${closing.note === undefined ? '' : `: ${closing.note}`}`,
      },
      ...tieOut.controls.flatMap((control) => controlContent(control)),
      ...decisionContent(input.decisions),
      ...invoiceContent(input.postings),
    ],
  }
}

const plain = (text: string): TextContent => ({ text })
const head = (text: string): TextContent => ({ text, bold: true })
const figure = (text: string): TextContent => ({ text, alignment: 'right' })
const headFigure = (text: string): TextContent => ({ text, alignment: 'right', bold: true })

function controlContent(control: TieOutRecord['controls'][number]): Content[] {
  const used = varianceClasses.flatMap((name) => {
    const row = control.classes.find((candidate) => candidate.class === name)
    return row === undefined || decimal(row.cost).units === 0n || name === 'unexplained'
      ? []
      : [{ name, cost: row.cost }]
  })
  return [
    { text: `The distributor's invoices against the clients', ${control.currency}`, style: 'part' },
    {
      layout: 'lightHorizontalLines',
      table: {
        headerRows: 1,
        widths: ['auto', '*', 'auto'],
        body: [
          [head('class'), head('meaning'), headFigure('our cost')],
          ...used.map(({ name, cost }) => [
            plain(varianceClassWords[name].label),
            plain(varianceClassWords[name].meaning),
            figure(cost),
          ]),
          [head('invoice total'), plain(''), headFigure(control.total)],
          [head('unexplained difference'), plain(''), headFigure(control.unexplained)],
        ],
      },
    },
  ]
}

function decisionContent(decisions: readonly StoredDecision[]): Content[] {
  if (decisions.length === 0) return [{ text: 'Nothing had to be decided.', style: 'part' }]
  return [
    { text: 'Decisions', style: 'part' },
    {
      layout: 'lightHorizontalLines',
      table: {
        headerRows: 1,
        widths: ['auto', 'auto', '*', 'auto'],
        body: [
          [head('decision'), headFigure('our cost'), head('reason'), head('by, when')],
          ...decisions.map((decision) => [
            plain(`${decision.kind}${decision.withdrawnAt === undefined ? '' : ' (taken back)'}`),
            figure(`${decision.cost} ${decision.currency}`),
            plain(decision.reason),
            plain(`${decision.decidedBy}, ${decision.decidedAt.toISOString().slice(0, 16)}`),
          ]),
        ],
      },
    },
  ]
}

function invoiceContent(postings: readonly Posting[]): Content[] {
  const posted = postings.filter(({ state }) => state === 'posted')
  if (posted.length === 0) return [{ text: 'No client invoice was posted.', style: 'part' }]
  return [
    { text: `Client invoices (${String(posted.length)})`, style: 'part' },
    {
      layout: 'lightHorizontalLines',
      table: {
        headerRows: 1,
        widths: ['*', 'auto', 'auto', 'auto'],
        body: [
          [head('client'), head('number'), headFigure('net total'), head('')],
          ...posted.map(({ clientId, documentNumber, documentId, netTotal, currency }) => [
            plain(clientId),
            plain(documentNumber ?? documentId ?? ''),
            figure(netTotal),
            plain(currency),
          ]),
          ...totalsOf(posted).map(([currency, total]) => [
            head('together'),
            plain(''),
            headFigure(total),
            plain(currency),
          ]),
        ],
      },
    },
  ]
}

function totalsOf(postings: readonly Posting[]): readonly (readonly [string, string])[] {
  const sums = new Map<string, Decimal>()
  for (const { currency, netTotal } of postings) {
    const sum = sums.get(currency)
    sums.set(currency, sum === undefined ? decimal(netTotal) : addDecimals(sum, decimal(netTotal)))
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, sum]) => [currency, formatDecimal(sum)])
}
