import type { Content, TableCell, TDocumentDefinitions } from 'pdfmake/interfaces.js'
import { formatMonth } from '../../domain/period.ts'
import { addDecimals, decimal, formatDecimal, type Decimal } from '../../money/decimal.ts'
import { varianceClassWords, varianceClasses } from '../../reconciliation/variance-class.ts'
import type { StoredDecision } from '../../store/decisions.ts'
import type { MonthClosing } from '../../store/month-closings.ts'
import type { Posting } from '../../store/postings.ts'
import type { TieOutRecord } from '../../store/read-tie-out.ts'
import { robotoFonts } from './statement-fonts.ts'

/** What the statement of a closed month is made from. */
export interface StatementInput {
  readonly organization: string
  readonly closing: MonthClosing
  readonly tieOut: TieOutRecord
  readonly decisions: readonly StoredDecision[]
  readonly postings: readonly Posting[]
}

/** The statement of a closed month as a PDF: the tie-out by class, what was decided, and what clients were invoiced. */
export async function closeStatement(input: StatementInput): Promise<Buffer> {
  // Loaded here, because it is large and one command alone needs it.
  const { default: pdfmake } = await import('pdfmake')
  const fonts = robotoFonts()
  pdfmake.setFonts({ Roboto: fonts })
  // A statement is made from its own text alone: nothing is fetched, and no file but the fonts is read.
  pdfmake.setUrlAccessPolicy(() => false)
  pdfmake.setLocalAccessPolicy((path) => Object.values(fonts).includes(path))
  return pdfmake.createPdf(statementOf(input)).getBuffer()
}

function statementOf(input: StatementInput): TDocumentDefinitions {
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

const figure = (text: string, bold = false): TableCell => ({ text, alignment: 'right', bold })
const head = (text: string): TableCell => ({ text, bold: true })

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
          [head('class'), head('meaning'), { ...headRight('our cost') }],
          ...used.map(({ name, cost }) => [
            varianceClassWords[name].label,
            varianceClassWords[name].meaning,
            figure(cost),
          ]),
          [head('invoice total'), '', figure(control.total, true)],
          [head('unexplained difference'), '', figure(control.unexplained, true)],
        ],
      },
    },
  ]
}

function headRight(text: string): { text: string; bold: boolean; alignment: 'right' } {
  return { text, bold: true, alignment: 'right' }
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
          [head('decision'), headRight('our cost'), head('reason'), head('by, when')],
          ...decisions.map((decision) => [
            `${decision.kind}${decision.withdrawnAt === undefined ? '' : ' (taken back)'}`,
            figure(`${decision.cost} ${decision.currency}`),
            decision.reason,
            `${decision.decidedBy}, ${decision.decidedAt.toISOString().slice(0, 16)}`,
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
          [head('client'), head('number'), headRight('net total'), head('')],
          ...posted.map(({ clientId, documentNumber, documentId, netTotal, currency }) => [
            clientId,
            documentNumber ?? documentId ?? '',
            figure(netTotal),
            currency,
          ]),
          ...totalsOf(posted).map(([currency, total]) => [head('together'), '', figure(total, true), currency]),
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
