import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalBytes } from './canonical-bytes.ts'
import { canonicalJson } from './canonical-json.ts'

const text = (value: unknown): string => Buffer.from(canonicalBytes(value)).toString('utf8')

test('the bytes are those of the canonical text, for any value, however its keys stand', () => {
  const key = fc.oneof(fc.string(), fc.constantFrom('b', 'a', 'c', 'aa', '__proto__', '1', '0'))
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.oneof(fc.string({ unit: 'binary' }), fc.maxSafeInteger(), fc.boolean(), fc.constant(null)),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(key, fc.option(tie('value'), { nil: undefined }), { maxKeys: 6 }),
    ),
  }))
  fc.assert(
    fc.property(value, (any) => {
      expect(text(any)).toBe(canonicalJson(any))
    }),
  )
})

test('a value larger than what was written before, and one written after it, come out whole', () => {
  const long = {
    list: Array.from({ length: 20_000 }, (_, index) => ({ b: `line ${String(index)}`, a: 'é'.repeat(9) })),
  }
  const [first, second] = [canonicalBytes(long), canonicalBytes({ b: 1, a: [] })]
  expect(Buffer.from(first).toString('utf8')).toBe(canonicalJson(long))
  expect(Buffer.from(second).toString('utf8')).toBe('{"a":[],"b":1}')
})

test('what has no canonical form is refused as the text is', () => {
  for (const value of [1.5, [undefined], { a: () => 1 }, 10n]) {
    expect(() => canonicalBytes(value)).toThrow(TypeError)
  }
})
