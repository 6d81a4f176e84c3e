/** One line of two texts laid beside each other; lines count from 1. */
export type DiffLine =
  | { readonly kind: 'same'; readonly before: number; readonly after: number; readonly text: string }
  | { readonly kind: 'removed'; readonly before: number; readonly text: string }
  | { readonly kind: 'added'; readonly after: number; readonly text: string }

/** Texts that differ in more lines than this are shown as wholly replaced where they differ: nobody reads such a diff. */
const mostEdits = 2_000

/** The fewest lines to take out and put in that make one text of the other (Myers, 1986), in order. */
export function lineDiff(before: string, after: string): readonly DiffLine[] {
  const [a, b] = [before.split('\n'), after.split('\n')]
  let head = 0
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1
  let tail = 0
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail])
    tail += 1
  const middle = editsBetween(a.slice(head, a.length - tail), b.slice(head, b.length - tail))
  const kinds = [
    ...Array.from({ length: head }, () => 'same' as const),
    ...middle,
    ...Array.from({ length: tail }, () => 'same' as const),
  ]
  return numbered(kinds, a, b)
}

/** The changed lines with a few around them; each piece stands for itself, what lies between was the same. */
export function diffHunks(lines: readonly DiffLine[], around = 3): readonly (readonly DiffLine[])[] {
  const hunks: DiffLine[][] = []
  let lastShown = -1
  lines.forEach((line, index) => {
    if (line.kind === 'same') return
    const from = Math.max(index - around, lastShown + 1)
    const until = Math.min(index + around, lines.length - 1)
    const hunk = from === lastShown + 1 && hunks.length > 0 ? hunks[hunks.length - 1] : undefined
    const shown = lines.slice(from, until + 1)
    if (hunk === undefined) hunks.push(shown)
    else hunk.push(...shown)
    lastShown = Math.max(lastShown, until)
  })
  return hunks
}

type Kind = DiffLine['kind']

function numbered(kinds: readonly Kind[], a: readonly string[], b: readonly string[]): readonly DiffLine[] {
  let [before, after] = [0, 0]
  return kinds.map((kind) => {
    if (kind === 'removed') {
      before += 1
      return { kind, before, text: a[before - 1] ?? '' }
    }
    after += 1
    if (kind === 'added') return { kind, after, text: b[after - 1] ?? '' }
    before += 1
    return { kind, before, after, text: a[before - 1] ?? '' }
  })
}

/** The furthest place in `a` reached on each diagonal (place in `a` less place in `b`), edit by edit. */
function editsBetween(a: readonly string[], b: readonly string[]): readonly Kind[] {
  const reached: Map<number, number>[] = []
  let furthest = new Map([[1, 0]])
  for (let edits = 0; edits <= Math.min(a.length + b.length, mostEdits); edits += 1) {
    reached.push(new Map(furthest))
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = isDown(diagonal, edits, furthest)
        ? (furthest.get(diagonal + 1) ?? 0)
        : (furthest.get(diagonal - 1) ?? 0) + 1
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x += 1
      furthest.set(diagonal, x)
      if (x >= a.length && x - diagonal >= b.length) return backwards(reached, a.length, b.length)
    }
    furthest = new Map(furthest)
  }
  return [...a.map((): Kind => 'removed'), ...b.map((): Kind => 'added')]
}

/** True where the best way to a diagonal puts a line in, false where it takes one out. */
function isDown(diagonal: number, edits: number, furthest: ReadonlyMap<number, number>): boolean {
  if (diagonal === -edits) return true
  return diagonal !== edits && (furthest.get(diagonal - 1) ?? -1) < (furthest.get(diagonal + 1) ?? -1)
}

function backwards(reached: readonly ReadonlyMap<number, number>[], endX: number, endY: number): readonly Kind[] {
  const kinds: Kind[] = []
  let [x, y] = [endX, endY]
  for (let edits = reached.length - 1; edits >= 0; edits -= 1) {
    const furthest = reached[edits] ?? new Map<number, number>()
    const down = isDown(x - y, edits, furthest)
    const from = x - y + (down ? 1 : -1)
    const startX = edits === 0 ? 0 : (furthest.get(from) ?? 0)
    const startY = edits === 0 ? 0 : startX - from
    const stepped = edits === 0 ? 0 : 1
    while (x > startX + (down ? 0 : stepped) && y > startY + (down ? stepped : 0)) {
      kinds.push('same')
      x -= 1
      y -= 1
    }
    if (edits > 0) kinds.push(down ? 'added' : 'removed')
    ;[x, y] = [startX, startY]
  }
  return kinds.reverse()
}
