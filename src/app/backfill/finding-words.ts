import { formatMonth } from '../../domain/period.ts'
import { absoluteDecimal } from '../../money/decimal.ts'
import { formatMoney, money } from '../../money/money.ts'
import type { DraftFinding } from './audit-client-month.ts'
import type { BackfillSide } from './report.ts'

/** A finding in one sentence with its arithmetic. */
export function findingWords(draft: DraftFinding): string {
  const { client, month, product, cause, amount, currency, comparison } = draft
  const { shouldBe, billed } = comparison
  const sum = formatMoney(money(absoluteDecimal(amount), currency))
  const about = `${client.name}, ${product}, ${formatMonth(month)}`
  const [right, was] = [sideWords(shouldBe, currency), sideWords(billed, currency)]
  switch (cause) {
    case 'no-invoice':
      return `${about}: no invoice was made for the month; ${right} should have been on it.`
    case 'not-billed':
      return `${about}: the month was invoiced without it; ${right} should have been on it.`
    case 'quantity-short':
      return `${about}: billed ${was}, should be ${right}; ${sum} too little for units that were held.`
    case 'quantity-over':
      return `${about}: billed ${was}, should be ${right}; ${sum} too much for units that were not held.`
    case 'price-below':
      return `${about}: billed ${was}, should be ${right}; ${sum} too little by the price.`
    case 'price-above':
      return `${about}: billed ${was}, should be ${right}; ${sum} too much by the price.`
    case 'billed-less':
      return `${about}: billed ${was}, should be ${right}; ${sum} too little.`
    case 'billed-more':
      return `${about}: billed ${was}, should be ${right}; ${sum} too much.`
    case 'billed-not-owed':
      return `${about}: billed ${was}, and nothing of it was held.`
    case 'billed-twice':
      return `${about}: billed ${was}, should be ${right}; one line stands there twice.`
    case 'on-no-line':
    case 'no-client':
      return `${about}: it cost ${sum} and is on no invoice.`
  }
}

function sideWords({ quantity, unitPrice, amount }: BackfillSide, currency: string): string {
  const total = formatMoney(money(amount, currency))
  return quantity === 'unknown' || unitPrice === 'unknown' ? total : `${quantity} x ${unitPrice} = ${total}`
}
