import type { ProbeAnswer } from '../../source.ts'
import type { ProbeSample } from './sample.ts'

export const callLimitQuestion = 'call-limit'
const question = callLimitQuestion
const asks = 'how many calls Pax8 allows'

/** Without a window a number says nothing: 1000 of what? */
const withoutWindow = ['x-ratelimit-limit', 'x-rate-limit-limit', 'ratelimit-limit']

/**
 * What the answers' headers say of the limit, as `calls/seconds`; no document of Pax8's does. A limit may still be there
 * where no header tells it, so that is no answer.
 */
export function callLimit({ header }: ProbeSample): ProbeAnswer {
  const policy = header('ratelimit-policy')
  const match = /^(?:"[^"]*";q=)?(\d{1,9})\s*;\s*w=(\d{1,9})/.exec(policy ?? '')
  const [, calls, seconds] = match ?? []
  if (policy !== undefined && calls !== undefined && seconds !== undefined && Number(seconds) > 0) {
    const sentence = `Pax8 allows ${calls} calls in ${seconds} seconds, by its own header.`
    const evidence = [`RateLimit-Policy: ${policy}`]
    return { question, asks, state: 'answered', answer: `${calls}/${seconds}`, sentence, evidence }
  }
  const partial = withoutWindow.flatMap((name) => {
    const value = header(name)
    return value === undefined ? [] : [`${name}: ${value.slice(0, 60)}`]
  })
  const sentence =
    partial.length === 0
      ? 'No header of an answer names a limit.'
      : 'A header names a number of calls and not in what time.'
  return { question, asks, state: 'not-known-yet', answer: undefined, sentence, evidence: partial }
}

/** The pace that keeps well below a limit that was found; undefined: none was found. */
export function paceBelow(answer: string | undefined): number | undefined {
  const [, calls, seconds] = /^(\d+)\/(\d+)$/.exec(answer ?? '') ?? []
  if (calls === undefined || seconds === undefined) return undefined
  return (Number(calls) / Number(seconds)) * shareOfLimit
}

/** The rest is left to other programs of the same partner. */
const shareOfLimit = 0.5
