import type { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { fakeIo, runFakeCli } from '../../test/helpers/fake-cli.ts'
import { exitCodes } from './exit-codes.ts'
import { createProgram } from './main.ts'

/** A command that does something by itself, and the words that it is called by. */
interface Leaf {
  readonly command: Command
  readonly words: readonly string[]
}

function leavesOf(command: Command, above: readonly string[]): Leaf[] {
  return command.commands.flatMap((inner) => {
    const words = [...above, inner.name()]
    return inner.commands.length > 0 ? leavesOf(inner, words) : [{ command: inner, words }]
  })
}

const program = createProgram(fakeIo().io)
const leaves = leavesOf(program, [])
const named = leaves.map((leaf) => [leaf.words.join(' '), leaf] as const)

/** What a command needs beside what it asks for by itself, so that it fails at once instead of doing its work. */
const failing: Readonly<Record<string, readonly string[]>> = {
  demo: ['--clients', '0'],
  sandbox: ['--clients', '0'],
  serve: ['--port', '99999'],
}

/** Its required arguments and options, each with a word that stands for nothing. */
function requiredWords({ command, words }: Leaf): string[] {
  const args = command.registeredArguments.filter(({ required }) => required).map(() => 'nothing-such')
  const options = command.options
    .filter(({ mandatory }) => mandatory)
    .flatMap(({ long }) => [long ?? '', 'nothing-such'])
  return [...args, ...options, ...(failing[words.join(' ')] ?? [])]
}

const nowhere = { DATABASE_URL: 'postgresql://nobody@127.0.0.1:9/none', SEATLEDGER_DATA: '/nowhere/seatledger' }

test('there is no command that the table below does not hold', () => {
  expect(leaves.length).toBeGreaterThanOrEqual(25)
})

describe.each(named)('seatledger %s', (_name, leaf) => {
  const { command, words } = leaf

  test('has help that says what it does, and a sentence for each argument and option', async () => {
    const { exit, out, err } = await runFakeCli([...words, '--help'])
    expect([exit, err]).toEqual([0, ''])
    expect(out).toContain(`Usage: seatledger ${words.join(' ')}`)
    expect(command.description().length).toBeGreaterThan(10)
    expect(out).toContain(command.description().split(' ').slice(0, 3).join(' '))
    for (const { description } of [...command.options, ...command.registeredArguments]) {
      expect(description.length).toBeGreaterThan(3)
    }
  })

  test('names the nearest option where one was mistyped, and does nothing', async () => {
    const long = command.options.filter(({ mandatory }) => !mandatory).flatMap((option) => option.long ?? [])
    const own = long.find((option) => option.length >= 6 && option.at(-1) !== option.at(-2)) ?? '--json'
    // Its last two letters the other way round.
    const mistyped = `${own.slice(0, -2)}${own.slice(-1)}${own.slice(-2, -1)}`
    const { exit, out, err } = await runFakeCli([...words, ...requiredWords(leaf), mistyped], { environment: nowhere })
    expect([exit, out]).toEqual([exitCodes.usage.code, ''])
    expect(err).toContain(`unknown option '${mistyped}'`)
    expect(err).toContain(`Did you mean ${own}?`)
  })

  test('prints one JSON document and nothing else on standard output when it fails', async () => {
    const { exit, out, err } = await runFakeCli([...words, ...requiredWords(leaf), '--json'], { environment: nowhere })
    const known = Object.values(exitCodes).map(({ code }) => code)
    expect(known).toContain(exit)
    expect(exit).not.toBe(exitCodes.done.code)
    const document = z.record(z.string(), z.unknown()).parse(JSON.parse(out))
    // The examination of everything finds what is wrong, and does not fail by it.
    if (words[0] === 'doctor') return
    const { error } = z.object({ error: z.object({ code: z.string(), message: z.string() }) }).parse(document)
    expect(error.code).not.toBe('internal')
    expect(err).toContain(error.message.split('\n')[0])
  })
})

describe('a group of commands', () => {
  const groups = program.commands.filter(({ commands }) => commands.length > 0).map((group) => group.name())

  test.each(groups)(
    '%s: without a command, with a mistyped one and with --json it is refused, and its commands are told',
    async (group) => {
      const alone = await runFakeCli([group])
      expect(alone.exit).toBe(exitCodes.usage.code)
      expect(alone.err).toContain(`Usage: seatledger ${group}`)
      const forMachines = await runFakeCli([group, '--json'])
      expect(JSON.parse(forMachines.out)).toMatchObject({ error: { code: 'input.usage' } })
      const mistyped = await runFakeCli([group, 'nothing-such', '--json'])
      expect(mistyped.exit).toBe(exitCodes.usage.code)
      expect(JSON.parse(mistyped.out)).toMatchObject({ error: { code: 'input.usage' } })
    },
  )
})
