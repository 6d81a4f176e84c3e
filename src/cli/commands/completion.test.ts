import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runFakeCli } from '../../../test/helpers/fake-cli.ts'

const run = promisify(execFile)
let directory: string
let script: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'seatledger-completion-'))
  script = join(directory, 'seatledger.bash')
  await writeFile(script, (await runFakeCli(['completion', 'bash'])).out)
})
afterAll(async () => {
  await rm(directory, { recursive: true })
})

/** What bash itself offers after these words; the last one is being typed. */
async function offered(...words: string[]): Promise<string[]> {
  const asWords = words.map((word) => `'${word}'`).join(' ')
  const program = `source ${script}
    COMP_WORDS=(seatledger ${asWords}); COMP_CWORD=${String(words.length)}
    _seatledger; printf '%s\\n' "\${COMPREPLY[@]}"`
  const { stdout } = await run('bash', ['--norc', '-c', program])
  return stdout.split('\n').filter((line) => line !== '')
}

describe('in bash', () => {
  test('the first word is a command', async () => {
    expect(await offered('con')).toEqual(['connect', 'config'])
    expect(await offered('')).toEqual(expect.arrayContaining(['init', 'sync', 'run', 'post', 'doctor', '--json']))
  })

  test('commands within commands, and their own options', async () => {
    expect(await offered('connect', '')).toEqual(expect.arrayContaining(['pax8', 'quickbooks-online']))
    expect(await offered('connect', 'pax8', '--partner')).toEqual(['--partner-name'])
    expect(await offered('connect', 'pax8', '--redirect')).toEqual([])
    expect(await offered('schedule', 'set', '--')).toEqual(expect.arrayContaining(['--cron', '--zone', '--data']))
  })

  test("an option's value is no command, even when it reads like one", async () => {
    expect(await offered('--data', 'connect', 'co')).toEqual(
      ['connect', 'config', 'correct', 'completion'].toSorted(byTree),
    )
    expect(await offered('connect', 'pax8', '--name', 'p')).toEqual([])
  })
})

const treeOrder = ['connect', 'config', 'correct', 'completion']
const byTree = (a: string, b: string): number => treeOrder.indexOf(a) - treeOrder.indexOf(b)

test('every shell gets a script that names every command, and none knows a secret option', async () => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { exit, out } = await runFakeCli(['completion', shell])
    expect(exit).toBe(0)
    for (const command of ['connect', 'disconnect', 'doctor', 'serve', 'quickbooks-online', 'secret-file']) {
      expect(out, shell).toContain(command)
    }
    expect(out).not.toContain('client-secret')
  }
})

test('a shell that is not known is refused with those that are', async () => {
  const { exit, err } = await runFakeCli(['completion', 'csh'])
  expect(exit).toBe(2)
  expect(err).toContain('Allowed choices are bash, zsh, fish')
})
