import type { ProbeAnswer } from '../../source.ts'
import type { Pax8Client } from '../client.ts'
import { callLimit } from './call-limit.ts'
import { creditSign } from './credit-sign.ts'
import { endOfPeriod } from './end-of-period.ts'
import { historyIds, historyOrder } from './history-rows.ts'
import { commitmentInList, costInList } from './list-fields.ts'
import { priceMeaning } from './price-meaning.ts'
import { answerTo } from './question.ts'
import { readSample } from './sample.ts'

/**
 * Settles from the partner's own data what Pax8's documents leave open. It only reads: a page of subscriptions, a few of
 * them one by one, and the newest invoices with their items. What the data does not show stays not known.
 * @throws {SourceFailure}
 */
export async function probePax8(
  client: Pax8Client,
  pageSize: number,
  signal: AbortSignal,
): Promise<readonly ProbeAnswer[]> {
  const sample = await readSample(client, pageSize, signal)
  return [
    answerTo(priceMeaning, sample),
    answerTo(creditSign, sample),
    answerTo(endOfPeriod, sample),
    answerTo(costInList, sample),
    answerTo(commitmentInList, sample),
    answerTo(historyOrder, sample),
    answerTo(historyIds, sample),
    callLimit(sample),
  ]
}
