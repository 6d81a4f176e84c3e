import type { PeriodTieOut } from '../../reconciliation/tie-out.ts'

/** So many characters of stored text may stand in memory as objects. */
const mostCharacters = 64 * 1024 * 1024

interface Remembered {
  readonly tieOut: PeriodTieOut
  readonly size: number
}

// A tie-out never changes under its hash, so one that was read is as good as one that is read again. Whose it is was
// settled by who could look the hash up.
const remembered = new Map<string, Remembered>()

/** Keeps a tie-out at hand, the longest unused giving way; one that is larger than all the room is not kept. */
export function rememberTieOut(sha256: string, tieOut: PeriodTieOut, size: number): void {
  remembered.delete(sha256)
  if (size > mostCharacters) return
  remembered.set(sha256, { tieOut, size })
  let total = [...remembered.values()].reduce((sum, each) => sum + each.size, 0)
  for (const [oldest, { size: freed }] of remembered) {
    if (total <= mostCharacters) return
    remembered.delete(oldest)
    total -= freed
  }
}

export function rememberedTieOut(sha256: string): PeriodTieOut | undefined {
  const found = remembered.get(sha256)
  if (found === undefined) return undefined
  remembered.delete(sha256)
  remembered.set(sha256, found)
  return found.tieOut
}
