import type { SubscriptionHistoryRow } from '../../../domain/subscription.ts'
import { formatDecimal, parseDecimal, trimmed } from '../../../money/decimal.ts'
import { isJsonNumber } from '../../../support/json.ts'
import type { SourceProblem, SubscriptionHistory } from '../../source.ts'
import { nothingKnown, type Pax8Answers } from '../answers.ts'
import type { FieldReader } from '../field-reader.ts'
import { historyRowWire } from '../wire.ts'
import { openRow } from './row.ts'
import { subscriptionState } from './subscription.ts'

interface ReadRow {
  readonly row: Omit<SubscriptionHistoryRow, 'ordinal' | 'recordedAt'>
  readonly recordedByPax8: string
  readonly place: number
}

/**
 * The history of the subscription that was asked for, oldest row first. A row is in force from its start date; rows may
 * start in the future and may share their created date. Row ids are opaque, so the rows belong to the id asked for.
 * @param readAt When we learnt it (ISO 8601, UTC).
 */
export function normalizeHistory(
  values: readonly unknown[],
  {
    subscriptionId,
    readAt,
    answers = nothingKnown,
  }: { readonly subscriptionId: string; readonly readAt: string; readonly answers?: Pax8Answers },
  problems: SourceProblem[],
): SubscriptionHistory {
  const read = values.flatMap((value, place) => readRow(value, { subscriptionId, place, answers }, problems) ?? [])
  const rows = withUniqueKeys(read.sort(oldestFirst(answers)).map(({ row }) => row))
  return { subscriptionId, rows: rows.map((row, ordinal) => ({ ...row, ordinal, recordedAt: readAt })) }
}

function readRow(
  value: unknown,
  {
    subscriptionId,
    place,
    answers,
  }: { readonly subscriptionId: string; readonly place: number; readonly answers: Pax8Answers },
  problems: SourceProblem[],
): ReadRow | undefined {
  const opened = openRow(historyRowWire, value, { noun: `History row ${place + 1} of ${subscriptionId}`, problems })
  if (opened === undefined) return undefined
  const { fields } = opened
  const effective = fields.date('startDate') ?? fields.date('billingStart') ?? fields.date('createdDate')
  if (effective === undefined) {
    fields.tellAbout('record-unreadable', 'startDate', 'has no usable date, so it was kept raw only.')
    return undefined
  }
  if (fields.raw('startDate') === undefined) fields.tellMissing('startDate')
  const state = subscriptionState(opened, subscriptionId, { ifCostMissing: 'allow', problems, answers })
  const recorded = fields.timestamp('updatedDate') ?? fields.timestamp('createdDate')
  return {
    row: { rowKey: rowKey(fields, subscriptionId), effective, state },
    recordedByPax8: recorded?.instant ?? '',
    place,
  }
}

/** By effective day, then by when Pax8 recorded it; within that, Pax8 lists the newest first unless it has shown otherwise. */
function oldestFirst({ historyOrder }: Pax8Answers): (a: ReadRow, b: ReadRow) => number {
  const sign = historyOrder === 'oldest-first' ? 1 : -1
  return (a, b) =>
    compareTexts(a.row.effective, b.row.effective) ||
    compareTexts(a.recordedByPax8, b.recordedByPax8) ||
    sign * (a.place - b.place)
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

const instantFields = ['startDate', 'createdDate', 'updatedDate']
const valueFields = ['quantity', 'price', 'status']

/** Names a row by what it says, in spellings that do not change with the zone or the digits that Pax8 writes. */
function rowKey(fields: FieldReader, subscriptionId: string): string {
  const instants = instantFields.map((field) => fields.timestamp(field)?.instant ?? '')
  const values = valueFields.map((field) => plainText(fields.raw(field)))
  return [subscriptionId, ...instants, ...values].join('|')
}

function plainText(value: unknown): string {
  const text = isJsonNumber(value) ? value.value : value
  if (typeof text !== 'string') return ''
  const number = parseDecimal(text)
  return number === undefined ? text : formatDecimal(trimmed(number))
}

/** Rows that say the same in all key fields (a change of product alone does) are told apart by their order. */
function withUniqueKeys<R extends { readonly rowKey: string }>(rows: readonly R[]): R[] {
  const counts = new Map<string, number>()
  return rows.map((row) => {
    const count = (counts.get(row.rowKey) ?? 0) + 1
    counts.set(row.rowKey, count)
    return count === 1 ? row : { ...row, rowKey: `${row.rowKey}#${count}` }
  })
}
