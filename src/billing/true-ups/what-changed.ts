import type { EvidenceRef } from '../../domain/evidence.ts'
import type { InvoiceLine, TimelineSlice } from '../../domain/invoice.ts'
import { overlap, type Period } from '../../domain/period.ts'
import type { PlainDate } from '../../domain/plain-date.ts'
import type { SubscriptionTimeline } from '../../domain/timeline.ts'
import type { TrueUpBasis, TrueUpChange } from '../../domain/true-up.ts'
import type { BilledLine } from './billed-month.ts'

/** What a comparison of a billing line's closed month, then and now, is made from. */
export interface ThenAndNow {
  readonly period: Period
  readonly billed: readonly BilledLine[]
  /** The line's lines as known now. */
  readonly lines: readonly InvoiceLine[]
  /** What the line's subscriptions held, as known now; also where nothing is billed for it. */
  readonly slice: readonly TimelineSlice[]
  readonly timelines: readonly SubscriptionTimeline[]
  readonly configRecordedAt: string | undefined
}

/**
 * What is known now and was not when the month was last looked at: quantities on days, unit prices, charges. Compared
 * with the reasons that the billed lines carry, so that it tells what was really known then.
 */
export function whatChanged(input: ThenAndNow): readonly TrueUpChange[] {
  return [...quantityChanges(input), ...priceChanges(input), ...chargeChanges(input)]
}

/** A line of the month as it is compared, and as it is kept for the next comparison. */
export function basisOf({ servicePeriod, quantity, unitPrice, amount, reasons, covers }: InvoiceLine): TrueUpBasis {
  const [covered] = covers
  return {
    servicePeriod,
    quantity,
    unitPrice,
    amount,
    priceWords: reasons.price?.words,
    unitCost: reasons.price?.unitCost ?? 'unknown',
    chargeId: covers.length === 1 ? covered?.chargeId : undefined,
    evidence: reasons.evidence,
  }
}

/** The lines as they were last known: those of the newest true-up, else those that the month's own invoices bear. */
function linesThen(billed: readonly BilledLine[]): readonly TrueUpBasis[] {
  const newest = billed.findLast(({ line }) => line.reasons.trueUp !== undefined)?.line.reasons.trueUp
  return newest?.lines ?? billed.map(({ line }) => basisOf(line))
}

/** What was known when the month was last billed or corrected, by the newest invoice that says it. */
function sliceThen(billed: readonly BilledLine[]): readonly TimelineSlice[] {
  const newest = billed.at(-1)?.invoice
  return billed.filter(({ invoice }) => invoice === newest).flatMap(({ line }) => line.reasons.slice)
}

function quantityChanges({ billed, slice, timelines }: ThenAndNow): TrueUpChange[] {
  const then = sliceThen(billed)
  // Documents that do not say what was held (entered by hand, or of another program) cannot be compared with.
  if (billed.length > 0 && billed.every(({ line }) => line.reasons.slice.length === 0)) return []
  const ids = [...new Set([...then, ...slice].map(({ subscriptionId }) => subscriptionId))].sort()
  return ids.flatMap((subscriptionId) => {
    const own = (one: TimelineSlice): boolean => one.subscriptionId === subscriptionId
    const before = then.filter(own)
    const timeline = timelines.find((one) => one.subscriptionId === subscriptionId)
    const known = new Set(before.flatMap(({ evidence }) => evidence.map(evidenceKey)))
    return differingDays(before, slice.filter(own)).map(({ days, then: was, now }) => {
      const evidence = newsAbout(timeline, days, known)
      const recordedAt = evidence[0]?.recordedAt
      return { kind: 'quantity', subscriptionId, days, then: was, now, recordedAt, evidence } as const
    })
  })
}

interface Difference {
  readonly days: Period
  readonly then: string
  readonly now: string
}

/** The stretches of days on which two step functions differ; a day without a step holds nothing. */
function differingDays(then: readonly TimelineSlice[], now: readonly TimelineSlice[]): Difference[] {
  const days = [...new Set([...then, ...now].flatMap(({ from, until }) => [from, until]))].sort()
  const differences: Difference[] = []
  days.forEach((start, index) => {
    const end = days[index + 1]
    if (end === undefined) return
    const [was, is] = [quantityOn(then, start), quantityOn(now, start)]
    if (was === is) return
    const last = differences.at(-1)
    if (last?.days.end === start && last.then === was && last.now === is) {
      differences[differences.length - 1] = { ...last, days: { start: last.days.start, end } }
    } else differences.push({ days: { start, end }, then: was, now: is })
  })
  return differences
}

function quantityOn(slices: readonly TimelineSlice[], day: PlainDate): string {
  return slices.find(({ from, until }) => from <= day && day < until)?.quantity ?? '0'
}

/** The evidence for the days' bounds that was not there before, oldest first: what made the change known. */
function newsAbout(
  timeline: SubscriptionTimeline | undefined,
  days: Period,
  known: ReadonlySet<string>,
): readonly EvidenceRef[] {
  const steps = timeline?.steps ?? []
  const holding = steps.findLast(({ from }) => from <= days.start)
  const next = steps.find(({ from }) => from === days.end)
  const refs = [...(holding?.evidence ?? []), ...(next?.evidence ?? [])]
  const news = new Map(refs.filter((ref) => !known.has(evidenceKey(ref))).map((ref) => [evidenceKey(ref), ref]))
  return [...news.values()].sort((a, b) => (a.recordedAt < b.recordedAt ? -1 : 1))
}

function evidenceKey({ kind, id }: EvidenceRef): string {
  return `${kind} ${id}`
}

/** Unit prices that the month has now and had not then, each beside the one that it takes the place of. */
function priceChanges({ billed, lines, configRecordedAt }: ThenAndNow): TrueUpChange[] {
  const before = linesThen(billed).filter(({ chargeId }) => chargeId === undefined)
  const now = lines.map(basisOf).filter(({ chargeId }) => chargeId === undefined)
  const known = new Set(before.map(({ unitPrice }) => unitPrice))
  const seen = new Set<string>()
  return now.flatMap((line) => {
    if (known.has(line.unitPrice) || seen.has(line.unitPrice)) return []
    seen.add(line.unitPrice)
    const was = before.find(({ servicePeriod }) => overlap(servicePeriod, line.servicePeriod) !== undefined)
    return was === undefined ? [] : [priceChange(was, line, configRecordedAt)]
  })
}

function priceChange(was: TrueUpBasis, line: TrueUpBasis, configRecordedAt: string | undefined): TrueUpChange {
  const known = new Set(was.evidence.map(evidenceKey))
  const evidence = was.unitCost === line.unitCost ? [] : line.evidence.filter((ref) => !known.has(evidenceKey(ref)))
  const recordedAt = was.priceWords === line.priceWords ? evidence.map((ref) => ref.recordedAt).sort()[0] : undefined
  return {
    kind: 'price',
    from: line.servicePeriod.start,
    then: was.unitPrice,
    now: line.unitPrice,
    thenWords: was.priceWords,
    nowWords: line.priceWords,
    recordedAt: recordedAt ?? (was.priceWords === line.priceWords ? undefined : configRecordedAt),
    evidence,
  }
}

function chargeChanges({ billed, lines }: ThenAndNow): TrueUpChange[] {
  const then = amountByCharge(linesThen(billed))
  const now = amountByCharge(lines.map(basisOf))
  return [...new Set([...then.keys(), ...now.keys()])].sort().flatMap((chargeId) => {
    const [was, is] = [then.get(chargeId), now.get(chargeId)]
    return was === is ? [] : [{ kind: 'charge', chargeId, then: was, now: is } as const]
  })
}

function amountByCharge(lines: readonly TrueUpBasis[]): ReadonlyMap<string, string> {
  return new Map(lines.flatMap(({ chargeId, amount }) => (chargeId === undefined ? [] : [[chargeId, amount] as const])))
}
