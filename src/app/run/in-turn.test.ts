import { expect, test } from 'vitest'
import { InTurn } from './in-turn.ts'

test('pieces pass in the order of their numbers, whichever comes first', async () => {
  const row = new InTurn()
  const passed: number[] = []
  const pass = (number: number): Promise<void> =>
    row.pass(number, () => {
      passed.push(number)
      return Promise.resolve()
    })
  await Promise.all([pass(2), pass(0), pass(3), pass(1)])
  expect(passed).toEqual([0, 1, 2, 3])
})

test('when one will never come, nobody after it waits, and each is told why', async () => {
  const row = new InTurn()
  const cause = new Error('no disk space')
  const waiting = row.pass(1, () => Promise.resolve())
  row.break(cause)
  await expect(waiting).rejects.toBe(cause)
  await expect(row.pass(2, () => Promise.resolve())).rejects.toBe(cause)
})
