/** Beyond this, tokens, the dates of usage and the day that a snapshot belongs to can go wrong. */
const toleratedSeconds = 120

/** How this computer's clock stands to another one's, in words, and whether that wants a person. */
export interface ClockSkew {
  readonly words: string
  readonly isTolerable: boolean
}

/** @param seconds how far our clock is ahead; undefined: the answers did not say. */
export function describeClockSkew(seconds: number | undefined, whose: string): ClockSkew {
  if (seconds === undefined) return { words: `${whose} did not say what time it has`, isTolerable: true }
  // The header has whole seconds, and the answer took its time.
  if (Math.abs(seconds) <= 2) return { words: `this computer's clock agrees with ${whose}'s`, isTolerable: true }
  const direction = seconds > 0 ? 'ahead of' : 'behind'
  const words = `this computer's clock is ${duration(Math.abs(seconds))} ${direction} ${whose}'s`
  return { words, isTolerable: Math.abs(seconds) <= toleratedSeconds }
}

/** What to do about a clock that is off. */
export const clockNextStep =
  'Set the clock right (turn on network time): tokens, and the day that a snapshot belongs to, depend on it.'

function duration(seconds: number): string {
  if (seconds < 120) return `${String(seconds)} s`
  const minutes = Math.round(seconds / 60)
  return minutes < 120 ? `${String(minutes)} min` : `${String(Math.round(minutes / 60))} hours`
}
