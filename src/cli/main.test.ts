import { expect, test } from 'vitest'
import { z } from 'zod'
import { runFakeCli } from '../../test/helpers/fake-cli.ts'
import { exitCodes } from './exit-codes.ts'

const failure = z.strictObject({ error: z.strictObject({ code: z.string(), message: z.string() }) })

test('an unknown command is refused, with the one that was probably meant: exit code 2', async () => {
  const { exit, out, err } = await runFakeCli(['dcotor'])
  expect(exit).toBe(2)
  expect(out).toBe('')
  expect(err).toContain("unknown command 'dcotor'")
  expect(err).toContain('Did you mean doctor?')
})

test('with --json what is refused is one JSON object with a code and a message, wherever it was refused', async () => {
  const environment = { DATABASE_URL: 'postgresql://nobody@127.0.0.1:9/none' }
  const cases: readonly [string[], string, number][] = [
    [['dcotor', '--json'], 'input.usage', 2],
    [['sync', '--bogus', '--json'], 'input.usage', 2],
    [['connect', 'pax8', '--name', 'Not A Name', '--json'], 'input.invalid', 2],
    [['sync', '--json'], 'store.unreachable', 5],
  ]
  for (const [args, code, exitCode] of cases) {
    const { exit, out } = await runFakeCli(args, { environment })
    expect(failure.parse(JSON.parse(out)).error.code, args.join(' ')).toBe(code)
    expect(exit, args.join(' ')).toBe(exitCode)
  }
})

test('a wrong environment is told whole, and before anything is done', async () => {
  const { exit, err } = await runFakeCli(['sync'], {
    environment: { DATABASE_URL: 'mysql://x', SEATLEDGER_LOG: 'loud' },
  })
  expect(exit).toBe(2)
  expect(err).toContain('- DATABASE_URL must start with postgres://')
  expect(err).toContain('- SEATLEDGER_LOG')
})

test('the help lists every exit code', async () => {
  const { exit, out } = await runFakeCli(['--help'])
  expect(exit).toBe(0)
  for (const { code, meaning } of Object.values(exitCodes))
    expect(out).toContain(`${String(code).padStart(3)}  ${meaning}`)
})
