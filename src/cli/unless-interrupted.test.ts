import { expect, test } from 'vitest'
import { Interrupted } from './terminal-io.ts'
import { unlessInterrupted } from './unless-interrupted.ts'

test('work that would go on for ever is left at the first interrupt, whatever it does later', async () => {
  const stop = new AbortController()
  let fail: (error: Error) => void = () => undefined
  const work = new Promise<string>((_resolve, reject) => {
    fail = reject
  })
  const left = unlessInterrupted(stop.signal, () => work)
  stop.abort(new Interrupted())
  await expect(left).rejects.toThrow(Interrupted)
  fail(new Error('The database was closed.'))
  await expect(work).rejects.toThrow('closed')
})

test('work that is done before any interrupt gives its result, and nothing is begun after one', async () => {
  const stop = new AbortController()
  expect(await unlessInterrupted(stop.signal, async () => 'done')).toBe('done')
  stop.abort(new Interrupted())
  let hasBegun = false
  const begin = async (): Promise<void> => {
    hasBegun = true
  }
  await expect(unlessInterrupted(stop.signal, begin)).rejects.toThrow(Interrupted)
  expect(hasBegun).toBe(false)
})
