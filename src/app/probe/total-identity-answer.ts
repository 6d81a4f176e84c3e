import { placeInvoices } from '../../reconciliation/distributor-side.ts'
import type { TotalRule } from '../../reconciliation/tie-out.ts'
import { totalRules } from '../../reconciliation/total-identities.ts'
import type { ProbeAnswer } from '../../sources/source.ts'
import { listConnections } from '../../store/connections.ts'
import type { Transaction } from '../../store/database.ts'
import { saveSourceAnswers } from '../../store/source-answers.ts'
import { loadDistributorInvoices, ownPartnerName } from '../tie-out/load-distributor-invoices.ts'

/** Ours to answer, from stored invoices; the other questions are the source's own. */
export const totalIdentityQuestion = 'total-is'
const asks = 'what the total of an invoice is the sum of'

/** Tests the totals of all of a connection's invoices that are stored, and keeps what they are the sum of. */
export async function answerTotalIdentity(transaction: Transaction, connectionId: string, now: Date): Promise<void> {
  const invoices = await loadDistributorInvoices(transaction)
  const connections = await listConnections(transaction, 'source')
  const placed = placeInvoices({
    distributorInvoices: invoices.filter(({ invoice }) => invoice.connectionId === connectionId),
    ownPartnerNames: connections.flatMap(ownPartnerName),
  })
  await saveSourceAnswers(transaction, connectionId, [totalIdentityAnswer(totalRules(placed))], now)
}

/** One answer for all partners of a connection: each of them is evidence. */
export function totalIdentityAnswer(rules: readonly TotalRule[]): ProbeAnswer {
  const evidence = rules.map(ruleInWords)
  const common = rules.reduce<TotalRule['holds'] | undefined>(
    (left, { holds }) => (left === undefined ? holds : left.filter((identity) => holds.includes(identity))),
    undefined,
  )
  const base = { question: totalIdentityQuestion, asks, evidence }
  if (common === undefined) {
    return { ...base, state: 'not-known-yet', answer: undefined, sentence: 'No invoice was read whole yet.' }
  }
  if (common.length === 0 || rules.some(({ brokenBy }) => brokenBy.length > 0)) {
    const sentence = 'Not all totals are the same sum of their items.'
    return { ...base, state: 'contradicts-itself', answer: undefined, sentence }
  }
  const [answer, ...others] = common
  if (answer === undefined || others.length > 0) {
    const sentence = `The invoices read so far do not tell ${common.join(' from ')}.`
    return { ...base, state: 'not-known-yet', answer: undefined, sentence }
  }
  return { ...base, state: 'answered', answer, sentence: `The total of an invoice is: ${answer}.` }
}

function ruleInWords({ partnerName, currency, holds, testedOn, brokenBy }: TotalRule): string {
  const whose = partnerName === undefined ? '' : ` for ${partnerName}`
  const sum = holds.length === 0 ? 'no sum of their items' : holds.join(' or ')
  const broken = brokenBy.length === 0 ? '' : `; not on ${brokenBy.map(({ words }) => words).join(', ')}`
  return `${String(testedOn)} ${testedOn === 1 ? 'invoice' : 'invoices'}${whose} in ${currency}: ${sum}${broken}`
}
