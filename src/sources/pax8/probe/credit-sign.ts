import type { Known } from '../../../domain/known.ts'
import {
  addDecimals,
  equalDecimals,
  formatDecimal,
  negateDecimal,
  roundDecimal,
  zero,
  type Decimal,
} from '../../../money/decimal.ts'
import type { FieldReader } from '../field-reader.ts'
import { oneSpelling } from '../../one-spelling.ts'
import { creditTypes } from '../terms.ts'
import type { ProbeQuestion, ProbeVote } from './question.ts'
import type { SampledInvoice } from './sample.ts'

export type CreditSign = 'below-zero' | 'above-zero'

/**
 * Whether a credit's `costTotal` carries a minus. A cost below zero shows it by itself. One above zero shows it only
 * where the invoice's total comes out with the credits taken off, and does not with them added.
 */
export const creditSign: ProbeQuestion<CreditSign> = {
  question: 'credit-sign',
  asks: 'how a credit is signed',
  meanings: {
    'below-zero': 'A credit has a `costTotal` below zero',
    'above-zero': 'A credit has a `costTotal` above zero, and is taken off the total',
  },
  needs: 'It takes a credit or rebate on an invoice whose total is the sum of its items.',
  votes: ({ invoices }) => invoices.flatMap(votesOf),
}

function votesOf({ items, header, words }: SampledInvoice): ProbeVote<CreditSign>[] {
  const credits = items.flatMap((item) => {
    const cost = item.decimal('costTotal')
    return isCredit(item) && cost !== 'unknown' && cost.units !== 0n ? [cost] : []
  })
  const below = credits.filter(({ units }) => units < 0n)
  const negative = below.map((cost): ProbeVote<CreditSign> => ({
    answer: 'below-zero',
    evidence: `a credit on the invoice ${words} has costTotal ${formatDecimal(cost)}`,
  }))
  if (below.length === credits.length || !comesOutTurned(items, header.decimal('total'))) return negative
  const turned = credits
    .filter(({ units }) => units > 0n)
    .map((cost): ProbeVote<CreditSign> => ({
      answer: 'above-zero',
      evidence: `the invoice ${words} comes to its total with the credit of costTotal ${formatDecimal(cost)} taken off, and not with it added`,
    }))
  return [...negative, ...turned]
}

function isCredit(item: FieldReader): boolean {
  return creditTypes.has(oneSpelling(item.text('type') ?? ''))
}

/** With tax or without; a carried balance would have to be known, and is tried too. */
function comesOutTurned(items: readonly FieldReader[], total: Known<Decimal>): boolean {
  if (total === 'unknown') return false
  const isTotal = (turns: boolean): boolean =>
    ['', 'salesTax'].some((tax) => {
      const sum = items.reduce<Decimal>((all, item) => addDecimals(all, amountOf(item, tax, turns)), zero)
      return equalDecimals(roundDecimal(sum, 2, 'half-up'), roundDecimal(total, 2, 'half-up'))
    })
  return isTotal(true) && !isTotal(false)
}

function amountOf(item: FieldReader, taxField: string, turns: boolean): Decimal {
  const cost = orNothing(item.decimal('costTotal'))
  const tax = taxField === '' ? zero : orNothing(item.decimal(taxField))
  const turned = turns && isCredit(item) && cost.units > 0n ? negateDecimal(cost) : cost
  return addDecimals(turned, tax)
}

/** Only for a sum that is compared with a total: with a cost missing it does not come out, and proves nothing. */
function orNothing(amount: Known<Decimal>): Decimal {
  return amount === 'unknown' ? zero : amount
}
