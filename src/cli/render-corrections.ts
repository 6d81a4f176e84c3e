import { formatMonth, type Period } from '../domain/period.ts'
import { decimal, formatDecimal, sumDecimals } from '../money/decimal.ts'
import type { Correction } from '../store/corrections.ts'
import type { PostingCredit } from '../store/posting-credits.ts'
import { renderTable } from './table.ts'

/** A month's voids and credits, each with who, when and why, and how it stands. */
export function renderCorrections(
  period: Period,
  voids: readonly Correction[],
  credits: readonly PostingCredit[],
): string {
  const month = formatMonth(period)
  if (voids.length + credits.length === 0) return `Nothing of ${month} was corrected.`
  const open = voids.filter(({ state }) => state === 'intended')
  return [
    ...(voids.length === 0 ? [] : [`Voids of ${month}\n\n${voidTable(voids)}`]),
    ...(open.length === 0
      ? []
      : [
          `Whether the ledger did it is not known of ${String(open.length)} of them. The same again looks there first: seatledger correct ${month} --void CLIENT --why "..."`,
        ]),
    ...(credits.length === 0 ? [] : [`Credits of ${month}\n\n${creditTable(credits)}`]),
  ].join('\n\n')
}

const stateOfVoid: Readonly<Record<Correction['state'], string>> = {
  intended: 'not known',
  done: 'done',
  refused: 'refused',
}

function voidTable(voids: readonly Correction[]): string {
  const columns = ['client', 'number', 'state', 'outcome', 'who', 'when', 'why'].map((title) => ({ title }))
  const rows = voids.map((one) => [
    ...[one.clientId, one.documentNumber ?? '', stateOfVoid[one.state], one.outcome ?? '', one.requestedBy],
    ...[minuteOf(one.requestedAt), one.reason],
  ])
  return renderTable(columns, rows)
}

function creditTable(credits: readonly PostingCredit[]): string {
  const columns = [
    ...['client', 'of invoice', 'kind', 'number'].map((title) => ({ title })),
    { title: 'credited', align: 'right' as const },
    ...['state', 'who', 'when', 'why', 'hash'].map((title) => ({ title })),
  ]
  const rows = credits.map((one) => [
    ...[one.clientId, one.correctedNumber ?? '', one.kind, one.memo?.documentNumber ?? ''],
    formatDecimal(sumDecimals(one.credited.map(({ amount }) => decimal(amount)))),
    ...[stateOf(one), one.approvedBy ?? one.proposedBy, minuteOf(one.approvedAt ?? one.proposedAt)],
    ...[one.reason, one.sha256.slice(0, 12)],
  ])
  return renderTable(columns, rows)
}

function stateOf({ withdrawnAt, approvedAt, kind, postingState, postingVoidedAt }: PostingCredit): string {
  if (withdrawnAt !== undefined) return 'withdrawn'
  if (approvedAt === undefined) return 'proposed'
  if (postingVoidedAt !== undefined) return 'taken back'
  return kind === 'adjustment' ? 'approved' : (postingState ?? 'approved')
}

function minuteOf(moment: Date): string {
  return moment.toISOString().slice(0, 16).replace('T', ' ')
}
