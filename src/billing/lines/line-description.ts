import { daysIn, samePeriod, type Period } from '../../domain/period.ts'
import { addDays } from '../../domain/plain-date.ts'
import type { TextName, TextTemplate } from '../../domain/quantity-rules.ts'
import type { Decimal } from '../../money/decimal.ts'
import { plainNumber } from '../numbers-as-text.ts'
import type { DayShare } from '../portions/day-count.ts'
import { dayInWords, daysInWords, monthInWords, periodInWords, seats, signed } from '../words.ts'

/** What the text of an invoice line is made from. */
export interface DescribedLine {
  readonly item: string
  /** The line's own text, the item's name where it has none. */
  readonly line: string
  readonly quantity: Decimal
  readonly unitPrice: string
  readonly servicePeriod: Period
  readonly billingPeriod: Period
  readonly proration: DayShare | undefined
  /** True where nothing but changes of its first day make the line. */
  readonly isChange: boolean
  /** Units that are committed to and not in use; they are named as such. */
  readonly isUnused: boolean
}

/** The text on the invoice: by the template of the line's rules, else the plain one. */
export function descriptionOf(described: DescribedLine, template: TextTemplate | undefined): string {
  if (template === undefined) return plainText(described)
  return template.map((part) => (typeof part === 'string' ? part : values[part.name](described))).join('')
}

/** A change says what, since when and for how long; a part of the period says which. */
function plainText({ line, servicePeriod, billingPeriod, proration, quantity, ...about }: DescribedLine): string {
  const year = billingPeriod.start.slice(0, 4)
  const name = about.isUnused ? `${line}: ${unusedInWords(quantity)}` : line
  if (proration === undefined) {
    return samePeriod(servicePeriod, billingPeriod) ? name : `${name}, ${periodInWords(servicePeriod)}`
  }
  const days = daysInWords(proration)
  if (!about.isChange || about.isUnused) return `${name}, ${periodInWords(servicePeriod, year)} (${days})`
  return `${name}: ${seats(quantity, signed(quantity))} from ${dayInWords(servicePeriod.start, year)}, ${days}`
}

function unusedInWords(quantity: Decimal): string {
  return `${plainNumber(quantity)} committed and not in use`
}

const values: Readonly<Record<TextName, (described: DescribedLine) => string>> = {
  item: ({ item }) => item,
  line: ({ line }) => line,
  quantity: ({ quantity, isChange }) => (isChange ? signed(quantity) : plainNumber(quantity)),
  units: ({ quantity, isChange }) => seats(quantity, isChange ? signed(quantity) : plainNumber(quantity)),
  period: ({ servicePeriod }) => periodInWords(servicePeriod),
  from: ({ servicePeriod }) => dayInWords(servicePeriod.start),
  to: ({ servicePeriod }) => dayInWords(addDays(servicePeriod.end, -1)),
  days: (described) => String(daysOf(described).days),
  of: (described) => String(daysOf(described).of),
  month: ({ servicePeriod }) => monthInWords(servicePeriod.start),
  unitPrice: ({ unitPrice }) => unitPrice,
}

function daysOf({ proration, servicePeriod }: DescribedLine): DayShare {
  if (proration !== undefined) return proration
  const days = daysIn(servicePeriod)
  return { days, of: days }
}
