import { expect, test } from 'vitest'
import { Remembered } from './remembered.ts'

test('the longest unused gives way to the newest, and looking one up is using it', () => {
  const remembered = new Remembered<string>(3)
  for (const key of ['a', 'b', 'c']) remembered.keep(key, `of ${key}`)
  expect(remembered.get('a')).toBe('of a')
  remembered.keep('d', 'of d')
  expect(['a', 'b', 'c', 'd'].map((key) => remembered.get(key))).toEqual(['of a', undefined, 'of c', 'of d'])
})

test('heavy ones push out several, one heavier than all the room is not kept, and a key weighs once', () => {
  const remembered = new Remembered<number>(10)
  remembered.keep('a', 1, 4)
  remembered.keep('b', 2, 4)
  remembered.keep('b', 3, 5)
  expect([remembered.get('a'), remembered.get('b')]).toEqual([1, 3])
  remembered.keep('c', 4, 10)
  expect([remembered.get('a'), remembered.get('b'), remembered.get('c')]).toEqual([undefined, undefined, 4])
  remembered.keep('d', 5, 11)
  expect([remembered.get('c'), remembered.get('d')]).toEqual([4, undefined])
})
