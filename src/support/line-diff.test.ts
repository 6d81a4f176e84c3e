import fc from 'fast-check'
import { expect, test } from 'vitest'
import { diffHunks, lineDiff, type DiffLine } from './line-diff.ts'

function words(lines: readonly DiffLine[]): string[] {
  const signs = { same: ' ', removed: '-', added: '+' } as const
  return lines.map(({ kind, text }) => `${signs[kind]}${text}`)
}

test('a changed line is one taken out and one put in, with the numbers that each has in its own text', () => {
  const lines = lineDiff('a\nb\nc', 'a\nB\nc\nd')
  expect(words(lines)).toEqual([' a', '-b', '+B', ' c', '+d'])
  expect(lines).toContainEqual({ kind: 'same', before: 3, after: 3, text: 'c' })
  expect(lines.at(-1)).toEqual({ kind: 'added', after: 4, text: 'd' })
})

test('hunks keep three lines around each change, and far changes apart', () => {
  const before = Array.from({ length: 30 }, (_, index) => `line ${String(index)}`)
  const after = before.map((text, index) => (index === 5 || index === 8 || index === 25 ? `${text}!` : text))
  const hunks = diffHunks(lineDiff(before.join('\n'), after.join('\n')))
  expect(hunks.map((hunk) => hunk.length)).toEqual([12, 8])
  expect(diffHunks(lineDiff('same', 'same'))).toEqual([])
})

test('without what was put in a diff is the one text, without what was taken out the other; none is longer than need be', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = lineDiff(before.join('\n'), after.join('\n'))
      const side = (left: 'removed' | 'added') => lines.filter(({ kind }) => kind !== left).map((line) => line.text)
      expect(side('added')).toEqual(before)
      expect(side('removed')).toEqual(after)
      expect(lines.filter(({ kind }) => kind === 'same')).toHaveLength(longestCommon(before, after))
    }),
  )
})

/** Worked out the plain way, to compare with. */
function longestCommon(a: readonly string[], b: readonly string[]): number {
  const table = Array.from({ length: a.length + 1 }, () => Array.from({ length: b.length + 1 }, () => 0))
  const at = (i: number, j: number): number => table[i]?.[j] ?? 0
  a.forEach((left, i) => {
    b.forEach((right, j) => {
      const row = table[i + 1]
      if (row !== undefined) row[j + 1] = left === right ? at(i, j) + 1 : Math.max(at(i, j + 1), at(i + 1, j))
    })
  })
  return at(a.length, b.length)
}
