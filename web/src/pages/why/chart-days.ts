import type { Days } from '../../api/why.ts'

const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** Days since 1970, in no time zone. */
export function dayNumber(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / 86_400_000
}

/** The first of each month inside, with its name. Of many months only as many as have room for their names. */
export function monthStarts({ start, end }: Days): readonly { readonly day: string; readonly words: string }[] {
  const starts: { readonly day: string; readonly words: string }[] = []
  let [year, month] = [Number(start.slice(0, 4)), Number(start.slice(5, 7))]
  for (;;) {
    const day = `${String(year)}-${String(month).padStart(2, '0')}-01`
    if (day >= end) break
    if (day >= start) starts.push({ day, words: `${monthNames[month - 1] ?? ''} ${String(year)}` })
    month = month === 12 ? 1 : month + 1
    if (month === 1) year += 1
  }
  const every = Math.ceil(starts.length / 6)
  return starts.filter((_, index) => index % every === 0)
}
