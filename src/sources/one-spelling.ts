/** Lower case, with `-` for blanks and underscores: one distributor writes `One-Time`, `One-time` and `one_time` for one thing. */
export function oneSpelling(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[_\s]+/g, '-')
}
