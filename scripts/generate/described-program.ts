import type { Command } from 'commander'
import type { CliIo } from '../../src/cli/io.ts'
import { createProgram } from '../../src/cli/main.ts'
import { systemClock } from '../../src/support/clock.ts'

const nowhere: CliIo = {
  clock: systemClock,
  environment: {},
  writeOut: () => undefined,
  writeError: () => undefined,
  outIsTerminal: false,
  errorIsTerminal: false,
  columns: 100,
  readStandardInput: () => Promise.resolve(''),
  ask: () => Promise.resolve(''),
  signal: new AbortController().signal,
}

/** The program with all its commands, to be described and not to be run. */
export function describedProgram(): Command {
  return createProgram(nowhere)
}
