import type { Period } from '../../domain/period.ts'
import type { PlainDate } from '../../domain/plain-date.ts'
import {
  addDecimals,
  compareDecimals,
  negateDecimal,
  subtractDecimals,
  zero,
  type Decimal,
} from '../../money/decimal.ts'
import type { Course, Level } from '../portions/level.ts'
import { priceKey, samePrice } from '../unit-price.ts'
import { monthsOfCommitment } from './commitment.ts'
import type { QuantityRuleName } from './quantity-rule-name.ts'
import type { QuantitySettings } from './quantity-settings.ts'
import { afterRule, lineRules, type LineRuleName } from './rule-arithmetic.ts'

/**
 * What the rules of a line add to and take off what is held, day by day, over all its subscriptions together; each rule
 * sees the quantity that the one before it left. What is added is priced like the cheapest unit of the day, and what is
 * taken off comes off the dearest. On days on which nothing is held, no rule adds anything but `no-credit`.
 */
export function ruleCourses(courses: readonly Course[], settings: QuantitySettings, window: Period): Course[] {
  const rules = lineRules(settings)
  if (rules.length === 0) return []
  const levels = courses.flat()
  const made = new Map<string, Level[]>()
  const seen = { all: zero, uncommitted: zero }
  let last: readonly Units[] = []
  for (const days of segmentsOf(levels, window)) {
    const held = unitsOn(levels, days.start)
    const units = held.length === 0 ? last.map((unit) => ({ ...unit, quantity: zero })) : held
    const most = mostBy(levels, { day: days.start, total: totalOf(units), decreases: settings.decreases, seen })
    for (const change of applied(units, rules, { settings, most })) keep(made, change, days)
    if (held.length > 0) last = held
  }
  return [...made.values()]
}

/** The most that the period's days have shown so far, of all units and of those that no commitment holds. */
interface Seen {
  all: Decimal
  uncommitted: Decimal
}

/**
 * What leavers who are not credited keep billed on a day. `at-term-end` keeps only units without a commitment up to the
 * period's end: a commitment holds its own to the day on which it ends, and no further.
 */
function mostBy(
  levels: readonly Level[],
  about: {
    readonly day: PlainDate
    readonly total: Decimal
    readonly decreases: QuantitySettings['decreases']
    readonly seen: Seen
  },
): Decimal {
  const { day, total, decreases, seen } = about
  seen.all = larger(seen.all, total)
  if (decreases !== 'at-term-end') return seen.all
  const isCommitted = ({ holding }: Level): boolean => monthsOfCommitment(holding.step.commitmentTerm) !== undefined
  const committed = totalOf(
    levels.filter((level) => level.days.start <= day && day < level.days.end && isCommitted(level)),
  )
  seen.uncommitted = larger(seen.uncommitted, subtractDecimals(total, committed))
  const kept = addDecimals(seen.uncommitted, committed)
  return compareDecimals(kept, seen.all) < 0 ? kept : seen.all
}

function larger(a: Decimal, b: Decimal): Decimal {
  return compareDecimals(a, b) > 0 ? a : b
}

/** Units at one price on one day. */
interface Units {
  readonly level: Level
  readonly quantity: Decimal
}

interface Change extends Units {
  readonly rule: QuantityRuleName
}

/** The stretches between the days on which anything changes; in none of them does anything. Leavers leave days behind. */
function segmentsOf(levels: readonly Level[], { end: last }: Period): Period[] {
  const days = [...new Set([...levels.flatMap(({ days: { start, end } }) => [start, end]), last])].sort()
  return days.flatMap((start, index) => {
    const end = days[index + 1]
    return end === undefined ? [] : [{ start, end }]
  })
}

/** By price, the cheapest first. */
function unitsOn(levels: readonly Level[], day: PlainDate): readonly Units[] {
  const units: Units[] = []
  for (const level of levels) {
    if (day < level.days.start || level.days.end <= day) continue
    const index = units.findIndex((other) => samePrice(other.level.unitPrice, level.unitPrice))
    const other = units[index]
    if (other === undefined) units.push({ level, quantity: level.quantity })
    else units[index] = { ...other, quantity: addDecimals(other.quantity, level.quantity) }
  }
  return units.sort((a, b) => compareDecimals(a.level.unitPrice.price, b.level.unitPrice.price))
}

function applied(
  held: readonly Units[],
  rules: readonly LineRuleName[],
  about: { readonly settings: QuantitySettings; readonly most: Decimal },
): Change[] {
  const changes: Change[] = []
  let units = held
  for (const rule of rules) {
    const total = totalOf(units)
    const by = subtractDecimals(afterRule(rule, total, about), total)
    const made = by.units > 0n ? added(units, by) : takenOff(units, negateDecimal(by))
    changes.push(...made.map((change) => ({ ...change, rule })))
    units = units.map((unit) =>
      made.reduce((sum, change) => (change.level === unit.level ? plus(sum, change) : sum), unit),
    )
  }
  return changes
}

function plus(unit: Units, { quantity }: Units): Units {
  return { ...unit, quantity: addDecimals(unit.quantity, quantity) }
}

function added([cheapest]: readonly Units[], quantity: Decimal): Units[] {
  return cheapest === undefined ? [] : [{ level: cheapest.level, quantity }]
}

function takenOff(units: readonly Units[], quantity: Decimal): Units[] {
  const taken: Units[] = []
  let left = quantity
  for (const { level, quantity: held } of [...units].reverse()) {
    if (left.units === 0n) break
    const part = compareDecimals(held, left) < 0 ? held : left
    if (part.units > 0n) taken.push({ level, quantity: negateDecimal(part) })
    left = subtractDecimals(left, part.units > 0n ? part : zero)
  }
  return taken
}

function totalOf(units: readonly { readonly quantity: Decimal }[]): Decimal {
  return units.reduce((sum, { quantity }) => addDecimals(sum, quantity), zero)
}

/** Changes of one rule at one price follow each other in one course. */
function keep(made: Map<string, Level[]>, { rule, level, quantity }: Change, days: Period): void {
  const { holding, unitPrice } = level
  const key = `${rule} ${priceKey(unitPrice)}`
  const course = made.get(key) ?? []
  course.push({ holding: { ...holding, days }, days, quantity, unitPrice, because: rule })
  made.set(key, course)
}
