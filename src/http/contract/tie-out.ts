import { z } from 'zod'
import { summarizeMonth, type ClassSummary } from '../../app/close/summarize-month.ts'
import type { MonthNames } from '../../app/close/month-names.ts'
import type { MonthOverview } from '../../app/close/show-month.ts'
import { obstacleInWords } from '../../app/close/obstacle-words.ts'
import { formatMonth } from '../../domain/period.ts'
import type { InvoiceTieOut } from '../../reconciliation/tie-out.ts'
import { varianceClasses, varianceClassWords } from '../../reconciliation/variance-class.ts'
import { sha256 } from '../../support/hash.ts'
import { quantitiesAnswer, toQuantitiesAnswer } from './quantities.ts'
import { decimalText, moneyAnswer } from './review.ts'
import { instant } from './session.ts'

export const varianceClassAnswer = z.enum(varianceClasses)
const verdictAnswer = z.enum(['ties-out', 'differs', 'could-not-be-checked'])
const amountOrUnknown = z.union([decimalText, z.literal('unknown')])

const classAnswer = z.object({
  class: varianceClassAnswer,
  label: z.string(),
  meaning: z.string(),
  nextStep: z.string(),
  cost: decimalText,
  findings: z.int(),
  undecided: z.int(),
  undecidedCost: decimalText,
})

const invoiceAnswer = z.object({
  connectionId: z.string(),
  invoiceId: z.string(),
  words: z.string(),
  number: z.string().nullable(),
  invoiceDate: z.iso.date(),
  status: z.string(),
  treatment: z.enum(['counted', 'credited', 'void', 'other-partner', 'billed-to-company']),
  verdict: verdictAnswer,
  replacesWords: z.string().nullable(),
  totals: z.array(z.object({ currency: z.string(), total: amountOrUnknown, unexplained: decimalText })),
  chargesRead: z.int(),
  chargesChecked: z.int(),
  gaps: z.array(z.string()),
  toleranceRule: z.string(),
  notes: z.array(z.string()),
})

export const closingAnswer = z.object({
  at: instant,
  by: z.string(),
  note: z.string().nullable(),
  tieOut: z.string(),
  configVersion: z.int(),
})

export const tieOutAnswer = z.object({
  month: z.string(),
  /** Names the tie-out: a closing can say which one it was decided on. */
  sha256: z.string(),
  /** Changes with the tie-out, with each decision and with each closing: what was looked at under another is outdated. */
  version: z.string(),
  madeAt: instant,
  verdict: verdictAnswer,
  closed: closingAnswer.nullable(),
  obstacles: z.array(z.object({ obstacle: z.string(), words: z.string() })),
  gaps: z.array(z.string()),
  notes: z.array(z.string()),
  chargesRead: z.int(),
  chargesChecked: z.int(),
  currencies: z.array(
    z.object({
      currency: z.string(),
      total: decimalText,
      matched: decimalText,
      explained: decimalText,
      unexplained: decimalText,
      classes: z.array(classAnswer),
    }),
  ),
  states: z.object({ open: z.int(), changed: z.int(), decided: z.int(), later: z.int(), settled: z.int() }),
  clients: z.array(
    z.object({
      clientId: z.string().nullable(),
      clientName: z.string().nullable(),
      currency: z.string(),
      charged: decimalText,
      covered: decimalText,
      matched: decimalText,
      revenue: z.array(moneyAnswer),
      differences: z.int(),
      undecided: z.int(),
      undecidedCost: decimalText,
    }),
  ),
  invoices: z.array(invoiceAnswer),
  keptApart: z.array(invoiceAnswer),
  arrivals: z.array(
    z.object({
      connectionId: z.string(),
      state: z.enum(['there', 'not-out-yet', 'overdue']),
      expected: z.object({ from: z.iso.date(), to: z.iso.date() }),
      linesChecked: z.int(),
      words: z.string(),
    }),
  ),
  /** Observed, by history, invoiced. `drifting`: where two of them differ; the others are only counted here. */
  quantities: z.object({
    agreeing: z.int(),
    notCompared: z.int(),
    drifting: z.array(quantitiesAnswer),
    gaps: z.array(z.string()),
  }),
  credits: z.array(
    z.object({
      credited: z.string(),
      state: z.enum(['awaited', 'seen-elsewhere', 'settles-earlier']),
      amount: decimalText,
      currency: z.string(),
    }),
  ),
})

export function toTieOutAnswer(overview: MonthOverview, names: MonthNames): z.input<typeof tieOutAnswer> {
  const { tieOut, state, closing } = overview
  const { currencies, clients, states } = summarizeMonth(overview)
  const wordsOf = new Map([...tieOut.invoices, ...tieOut.keptApart].map((each) => [each.invoiceId, each.words]))
  return {
    month: formatMonth(tieOut.period),
    sha256: overview.sha256,
    version: versionOf(overview),
    madeAt: overview.madeAt.toISOString(),
    verdict: tieOut.verdict,
    closed: closing === undefined ? null : toClosingAnswer(closing),
    obstacles: state.obstacles.map((each) => ({ obstacle: each.obstacle, words: obstacleInWords(each) })),
    gaps: [...tieOut.coverage.gaps],
    notes: [...tieOut.notes],
    chargesRead: tieOut.coverage.chargesRead,
    chargesChecked: tieOut.coverage.chargesChecked,
    currencies: currencies.map((each) => ({ ...each, classes: each.classes.map(toClassAnswer) })),
    states,
    clients: clients
      .map(({ clientId, revenue, ...rest }) => ({
        ...rest,
        clientId: clientId ?? null,
        clientName: clientId === undefined ? null : (names.clients.get(clientId) ?? clientId),
        revenue: revenue.map(({ amount, currency }) => ({ amount, currency })),
      }))
      .sort((a, b) => ((a.clientName ?? '') < (b.clientName ?? '') ? -1 : 1)),
    invoices: tieOut.invoices.map((each) => toInvoiceAnswer(each, wordsOf)),
    keptApart: tieOut.keptApart.map((each) => toInvoiceAnswer(each, wordsOf)),
    arrivals: tieOut.arrivals.map(({ expected, ...rest }) => ({ ...rest, expected: { ...expected } })),
    quantities: {
      ...{ agreeing: tieOut.quantities.agreeing, notCompared: tieOut.quantities.notCompared },
      drifting: tieOut.quantities.drifting.map((each) => toQuantitiesAnswer(each, names)),
      gaps: [...tieOut.quantities.gaps],
    },
    credits: tieOut.creditNettings.map(({ creditedInvoiceWords, state: stands, amount, currency }) => ({
      ...{ credited: creditedInvoiceWords, state: stands, amount, currency },
    })),
  }
}

export function toClosingAnswer(closing: NonNullable<MonthOverview['closing']>): z.input<typeof closingAnswer> {
  const { closedAt, closedBy, note, tieOutSha256, configVersion } = closing
  return { at: closedAt.toISOString(), by: closedBy, note: note ?? null, tieOut: tieOutSha256, configVersion }
}

function versionOf({ sha256: tieOut, state, closing }: MonthOverview): string {
  const decisions = [...state.findings.flatMap(({ decision }) => decision ?? []), ...state.outdated].map(({ id }) => id)
  return sha256([tieOut, closing?.closedAt.toISOString() ?? '', ...decisions].join('\n')).slice(0, 16)
}

function toClassAnswer(summary: ClassSummary): z.input<typeof classAnswer> {
  const { label, meaning, nextStep } = varianceClassWords[summary.class]
  return { ...summary, label, meaning, nextStep }
}

function toInvoiceAnswer(invoice: InvoiceTieOut, wordsOf: ReadonlyMap<string, string>): z.input<typeof invoiceAnswer> {
  const { connectionId, invoiceId, words, number, invoiceDate, status, rawStatus, treatment, verdict } = invoice
  const { coverage, controls, toleranceRule, notes, replaces } = invoice
  return {
    ...{ connectionId, invoiceId, words, number: number ?? null, invoiceDate, status: rawStatus ?? status },
    ...{ treatment, verdict, toleranceRule, notes: [...notes], gaps: [...coverage.gaps] },
    replacesWords: replaces === undefined ? null : (wordsOf.get(replaces) ?? replaces),
    totals: controls.map(({ currency, total, unexplained }) => ({ currency, total, unexplained })),
    chargesRead: coverage.chargesRead,
    chargesChecked: coverage.chargesChecked,
  }
}
