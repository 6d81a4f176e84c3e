/** How many a minute are done of a step, and how long the rest takes at that rate; undefined before that can be said. */
export function rateOf(progress: {
  readonly done: number
  readonly total?: number | undefined
  readonly begunAt: string
  readonly toldAt: string
}): { readonly perMinute: number; readonly secondsLeft: number } | undefined {
  const { done, total, begunAt, toldAt } = progress
  const seconds = (Date.parse(toldAt) - Date.parse(begunAt)) / 1_000
  if (total === undefined || done === 0 || seconds < 1) return undefined
  const perSecond = done / seconds
  return { perMinute: Math.round(perSecond * 60), secondsLeft: Math.ceil((total - done) / perSecond) }
}
