import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { InvalidInput } from '../../support/failure.ts'
import { openDemoDirectory } from './demo-directory.ts'

const options = { clients: 3, months: 1, seed: 'bear-creek' }
let path: string

beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'seatledger-demo-directory-'))
})
afterEach(() => rm(path, { recursive: true, force: true }))

const mark = (stage: string): Promise<void> =>
  writeFile(join(path, 'demo.json'), JSON.stringify({ format: 1, options, stage }))

test('a demo that was killed while it emptied its directory goes on with that, whatever was left half removed', async () => {
  await mark('setting-up')
  await mkdir(join(path, 'removed-half', 'base'), { recursive: true })
  await writeFile(join(path, 'removed-half', 'base', '1259'), 'half of a database')
  const { resumed } = await openDemoDirectory(path, options)
  expect(resumed).toBe(false)
  expect(await readdir(path)).toEqual(['demo.json'])
})

test('one that was killed while it played is gone on with, and nothing of it is touched', async () => {
  await mark('playing')
  await writeFile(join(path, 'ledger.json'), '{}')
  const { resumed } = await openDemoDirectory(path, options)
  expect(resumed).toBe(true)
  expect(await readFile(join(path, 'ledger.json'), 'utf8')).toBe('{}')
})

test('a directory that holds no demo is never emptied', async () => {
  await writeFile(join(path, 'accounts.xlsx'), 'mine')
  await expect(openDemoDirectory(path, options)).rejects.toThrow(InvalidInput)
  expect(await readdir(path)).toEqual(['accounts.xlsx'])
})
