import type { Currency } from '../../money/currency.ts'
import { addDecimals, equalDecimals, zero, type Decimal } from '../../money/decimal.ts'
import { formatMoney, money, type Money } from '../../money/money.ts'
import type { Known } from '../../domain/known.ts'
import type { ControlTotal } from '../charges-file.ts'
import type { FileProblem } from '../mapped-file.ts'
import type { Binding } from './bind-columns.ts'
import type { ChargeRow } from './charge-row.ts'
import type { ChargesMapping, ControlTotalRule } from './mapping-schema.ts'
import { parseNumber } from './parse-number.ts'
import type { TableRow } from './table.ts'

/** A row of the file with the charge that was made of it. */
export interface ReadRow {
  readonly row: TableRow
  readonly read: ChargeRow
}

/**
 * Compares each total that the file states with the sum of the charges that it is for. Such totals repeat on every row
 * of their group, so they must be the same on all of them, and are never added up themselves.
 */
export function checkControlTotals(
  rows: readonly ReadRow[],
  mapping: ChargesMapping,
  binding: Binding,
): { readonly totals: readonly ControlTotal[]; readonly problems: readonly FileProblem[] } {
  const totals: ControlTotal[] = []
  const problems: FileProblem[] = []
  for (const rule of mapping.controlTotals) {
    for (const [group, own] of groupsOf(rows, rule, binding)) {
      const outcome = checkGroup(own, {
        rule,
        group,
        decimalSign: mapping.decimal,
        place: binding.placeOf(rule.column),
      })
      totals.push(outcome.total)
      if (outcome.problem !== undefined) problems.push(outcome.problem)
    }
  }
  return { totals, problems }
}

function groupsOf(rows: readonly ReadRow[], rule: ControlTotalRule, binding: Binding): Map<string, ReadRow[]> {
  const groups = new Map<string, ReadRow[]>()
  for (const each of rows) {
    const group = rule.by.map((column) => each.row.cells[binding.placeOf(column)]?.trim() ?? '').join(' / ')
    const own = groups.get(group)
    if (own === undefined) groups.set(group, [each])
    else own.push(each)
  }
  return groups
}

interface GroupCheck {
  readonly rule: ControlTotalRule
  readonly group: string
  readonly decimalSign: '.' | ','
  readonly place: number
}

function checkGroup(
  rows: readonly ReadRow[],
  { rule, group, decimalSign, place }: GroupCheck,
): { readonly total: ControlTotal; readonly problem: FileProblem | undefined } {
  const currencies = new Set(rows.map(({ read }) => read.charge.currency))
  const [currency = ''] = currencies
  const stated = statedOnAll(rows, place, decimalSign)
  const summed = currencies.size === 1 ? sumOf(rows, rule.sums) : undefined
  const total = {
    name: rule.name,
    group,
    stated: asMoney(stated.value, currency),
    summed: asMoney(summed, currency),
    ties: stated.value !== undefined && summed !== undefined && equalDecimals(stated.value, summed),
  }
  if (total.ties) return { total, problem: undefined }
  const name = group === '' ? rule.name : `${rule.name} of ${group}`
  const message = `${name} ${whyNot(total, stated, [...currencies])}`
  const column = rule.column.column
  return { total, problem: { code: 'control-total', severity: 'blocking', line: undefined, column, message } }
}

interface Stated {
  readonly value: Decimal | undefined
  readonly why: string
}

function statedOnAll(rows: readonly ReadRow[], place: number, decimalSign: '.' | ','): Stated {
  const lineOf = new Map<string, number>()
  for (const { row } of rows) {
    const text = row.cells[place]?.trim() ?? ''
    if (!lineOf.has(text)) lineOf.set(text, row.line)
  }
  const texts = [...lineOf.keys()]
  const values = texts.map((text) => parseNumber(text, decimalSign))
  const [first] = values
  const odd = texts.find((_, index) => values[index] === undefined)
  if (first === undefined || odd !== undefined) {
    const line = String(lineOf.get(odd ?? '') ?? '')
    return { value: undefined, why: `is "${odd ?? ''}" on line ${line}, which is no number, so nothing proves the sum` }
  }
  const other = values.findIndex((value) => value !== undefined && !equalDecimals(value, first))
  if (other === -1) return { value: first, why: '' }
  const lines = [texts[0] ?? '', texts[other] ?? ''].map((text) => `${text} on line ${String(lineOf.get(text))}`)
  return { value: undefined, why: `is not one total: ${lines.join(' and ')}` }
}

function sumOf(rows: readonly ReadRow[], parts: ControlTotalRule['sums']): Decimal | undefined {
  let sum = zero
  for (const { read } of rows) {
    for (const part of parts) {
      const amount = read.charge[part]
      if (amount === 'unknown') return undefined
      sum = addDecimals(sum, amount)
    }
  }
  return sum
}

function asMoney(value: Decimal | undefined, currency: Currency): Known<Money> {
  return value === undefined || currency === '' ? 'unknown' : money(value, currency)
}

function whyNot(total: ControlTotal, stated: Stated, currencies: readonly Currency[]): string {
  if (stated.value === undefined) return `${stated.why}.`
  if (currencies.length > 1) return `is for charges in ${currencies.join(' and ')}, which cannot be added.`
  if (total.summed === 'unknown') return 'cannot be checked, because the amount of a charge is not known.'
  const figures = total.stated === 'unknown' ? '' : `says ${formatMoney(total.stated)}`
  return `${figures}, and its charges come to ${formatMoney(total.summed)}; a row is missing, doubled or changed.`
}
