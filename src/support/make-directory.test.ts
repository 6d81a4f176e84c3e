import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeDirectory } from './make-directory.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seatledger-directory-'))
})

afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

test('what is missing above it is made too, for its owner alone; what is there stays', async () => {
  const path = join(folder, 'a', 'b', 'c')
  await makeDirectory(path)
  await makeDirectory(path)
  expect((await stat(path)).mode & 0o777).toBe(0o700)
})

test('a file in its place, or above it, is refused', async () => {
  const file = join(folder, 'file')
  await writeFile(file, '')
  await expect(makeDirectory(file)).rejects.toThrow(`${file} is a file and not a directory`)
  await expect(makeDirectory(join(file, 'below'))).rejects.toThrow('ENOTDIR')
})

test.runIf(process.platform === 'linux')('below /proc nothing can be made, and that is said at once', async () => {
  await expect(makeDirectory('/proc/seatledger/below')).rejects.toThrow('ENOENT')
})
