import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runFakeCli } from '../../../test/helpers/fake-cli.ts'
import { openCliHome, type CliHome } from '../../../test/helpers/cli-home.ts'

let home: CliHome
let directory: string

beforeAll(async () => {
  home = await openCliHome()
  directory = await mkdtemp(join(tmpdir(), 'seatledger-first-steps-'))
})

afterAll(async () => {
  await home.close()
  await rm(directory, { recursive: true, force: true })
})

test('A name typed differently the second time makes no second organization, unless one more is asked for', async () => {
  const again = await home.run(['init', '--name', 'Harborlight IT'])
  expect([again.exit, again.out]).toEqual([0, expect.stringContaining('There is already the organization')])

  const mistyped = await home.run(['init', '--name', 'Harbourlight IT'])
  expect(mistyped.exit).toBe(2)
  expect(mistyped.err).toContain('There is an organization here already: "Harborlight IT". Nothing was made.')
  expect(mistyped.err).toContain('--another')
  expect((await home.run(['config', 'history'])).exit).toBe(0)
})

test('A mistyped key file is told and never made: only init makes a key', async () => {
  const keyFile = join(directory, 'secret.kye')
  const environment = { DATABASE_URL: home.test.url, SEATLEDGER_DATA: home.directory, SEATLEDGER_KEY_FILE: keyFile }
  const { exit, err } = await runFakeCli(['config', 'history'], { environment })
  expect(exit).toBe(2)
  expect(err).toContain(`cannot be read from ${keyFile}`)
  expect(await readdir(directory)).not.toContain('secret.kye')
})

test('A month before the first config is refused with the command that would bill it', async () => {
  const path = join(directory, 'billing.yaml')
  await writeFile(path, 'seatledger: 1\nhouse: { currency: USD }\n')
  const none = await home.run(['run', '2026-01'])
  expect([none.exit, none.err]).toEqual([2, expect.stringContaining('seatledger config suggest')])

  expect((await home.run(['config', 'apply', path, '--effective', '2026-03-01'])).exit).toBe(0)
  for (const command of ['run', 'reconcile']) {
    const { exit, err } = await home.run([command, '2026-01'])
    expect(exit).toBe(2)
    expect(err).toContain(
      'No billing config is in force for 2026-01. The earliest applies to months from 2026-03-01 on',
    )
    expect(err).toContain('--effective 2026-01-01')
  }
})

test('A month that has not begun is tied out as little as it is billed', async () => {
  for (const command of ['run', 'reconcile']) {
    const { exit, err } = await home.run([command, '2999-01'])
    expect([exit, err]).toEqual([2, expect.stringContaining('2999-01 has not begun')])
  }
})

test('An alias in a config is refused with its line and what to do instead', async () => {
  const path = join(directory, 'aliased.yaml')
  await writeFile(path, 'seatledger: 1\nhouse: &all\n  currency: USD\ncatalog: []\nclients: *all\n')
  const { exit, err } = await home.run(['config', 'apply', path])
  expect(exit).toBe(2)
  expect(err).toContain('aliased.yaml:5: *all is an alias, and aliases are refused; write out what it stands for')
})
