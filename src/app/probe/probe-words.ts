import type { ProbeOutcome } from './probe-source.ts'

/** What the account's own data settles of what its distributor's documents leave open, a sentence each. */
export function probeInWords({ answers, failure }: ProbeOutcome): readonly string[] {
  if (failure !== undefined) return [`Its data could not be asked yet: ${failure.message}`]
  const settled = answers.filter(({ state }) => state !== 'not-known-yet').map(({ sentence }) => sentence)
  const open = answers.filter(({ state }) => state === 'not-known-yet').map(({ asks }) => asks)
  return open.length === 0
    ? settled
    : [...settled, `Not known yet: ${open.join('; ')}. It is asked again with the next invoice.`]
}
