import type { ProbeAnswer } from '../../source.ts'
import type { ProbeSample } from './sample.ts'

/** One thing that Pax8's documents leave open. */
export interface ProbeQuestion<A extends string> {
  readonly question: string
  /** In an operator's words. */
  readonly asks: string
  /** What each answer means, as a sentence. */
  readonly meanings: Readonly<Record<A, string>>
  /** What would settle it, where the data does not yet. */
  readonly needs: string
  readonly votes: (sample: ProbeSample) => readonly ProbeVote<A>[]
}

/** A piece of data that only one of the answers fits. */
export interface ProbeVote<A extends string> {
  readonly answer: A
  /** What was looked at, with its figures. */
  readonly evidence: string
}

/** More than a few pieces convince nobody who is not convinced by these. */
const mostEvidence = 3

/** All votes must be for one answer: a rule that holds for most of an invoice is none that an adapter may read by. */
export function answerTo<A extends string>(
  { question, asks, meanings, needs, votes }: ProbeQuestion<A>,
  sample: ProbeSample,
): ProbeAnswer {
  const all = votes(sample)
  const [first] = all
  if (first === undefined) {
    return { question, asks, state: 'not-known-yet', answer: undefined, sentence: needs, evidence: [] }
  }
  const other = all.find(({ answer }) => answer !== first.answer)
  if (other === undefined) {
    const sentence = `${meanings[first.answer]} (${String(all.length)} ${all.length === 1 ? 'case' : 'cases'}).`
    const evidence = [...new Set(all.map((vote) => vote.evidence))].slice(0, mostEvidence)
    return { question, asks, state: 'answered', answer: first.answer, sentence, evidence }
  }
  const sides = [first, other].map(({ answer, evidence }) => `${answer}: ${evidence}`)
  const sentence = 'The data contradicts itself, so nothing is read by it.'
  return { question, asks, state: 'contradicts-itself', answer: undefined, sentence, evidence: sides }
}
