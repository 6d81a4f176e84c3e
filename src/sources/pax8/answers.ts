import type { SourceAnswers } from '../source.ts'
import { creditSign, type CreditSign } from './probe/credit-sign.ts'
import { endOfPeriod } from './probe/end-of-period.ts'
import { historyOrder, type HistoryOrder } from './probe/history-rows.ts'
import { commitmentInList, type InList } from './probe/list-fields.ts'
import { priceMeaning, type PriceMeaning } from './probe/price-meaning.ts'
import type { ProbeQuestion } from './probe/question.ts'
import type { EndConvention } from '../service-period.ts'

/** What this partner's own data has settled, by which its rows are read; undefined: not known yet. */
export interface Pax8Answers {
  readonly priceMeaning: PriceMeaning | undefined
  readonly creditSign: CreditSign | undefined
  readonly endOfPeriod: EndConvention | undefined
  readonly commitmentInList: InList | undefined
  readonly historyOrder: HistoryOrder | undefined
}

export const nothingKnown: Pax8Answers = {
  priceMeaning: undefined,
  creditSign: undefined,
  endOfPeriod: undefined,
  commitmentInList: undefined,
  historyOrder: undefined,
}

export function readAnswers(stored: SourceAnswers): Pax8Answers {
  return {
    priceMeaning: known(priceMeaning, stored),
    creditSign: known(creditSign, stored),
    endOfPeriod: known(endOfPeriod, stored),
    commitmentInList: known(commitmentInList, stored),
    historyOrder: known(historyOrder, stored),
  }
}

/** An answer of a later release that this one does not know counts as none. */
function known<A extends string>({ question, meanings }: ProbeQuestion<A>, stored: SourceAnswers): A | undefined {
  const answer = stored.get(question)
  const isOne = (text: string): text is A => Object.hasOwn(meanings, text)
  return answer !== undefined && isOne(answer) ? answer : undefined
}
