import type { CliIo } from '../../src/cli/io.ts'
import { runCli } from '../../src/cli/main.ts'
import { NotInteractive } from '../../src/cli/terminal-io.ts'
import { systemClock, type Clock } from '../../src/support/clock.ts'

export interface FakeCliOptions {
  readonly environment?: Readonly<Record<string, string>>
  readonly clock?: Clock
  readonly standardInput?: string
  /** What is typed when asked for something whose question contains the key. */
  readonly answers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
  /** Sees each piece of standard error as it is written. */
  readonly onError?: (text: string) => void
  readonly onOut?: (text: string) => void
}

export interface CliOutcome {
  readonly exit: number
  readonly out: string
  readonly err: string
  /** What was asked, in order, and whether the answer stayed unseen. */
  readonly asked: readonly { readonly message: string; readonly secret: boolean }[]
}

/** A terminal that nobody sits at but for the answers given, and what was written to it. */
export interface FakeIo {
  readonly io: CliIo
  readonly pieces: { out: string; err: string }
  readonly asked: { message: string; secret: boolean }[]
}

export function fakeIo(options: FakeCliOptions = {}): FakeIo {
  const pieces = { out: '', err: '' }
  const asked: { message: string; secret: boolean }[] = []
  const io: CliIo = {
    clock: options.clock ?? systemClock,
    environment: { SEATLEDGER_LOG: 'silent', ...options.environment },
    writeOut: (text) => {
      pieces.out += text
      options.onOut?.(text)
    },
    writeError: (text) => {
      pieces.err += text
      options.onError?.(text)
    },
    outIsTerminal: false,
    errorIsTerminal: false,
    columns: 120,
    readStandardInput: () => Promise.resolve(options.standardInput ?? ''),
    ask: (question) => {
      asked.push(question)
      const answer = Object.entries(options.answers ?? {}).find(([part]) => question.message.includes(part))
      return answer === undefined ? Promise.reject(new NotInteractive(question.message)) : Promise.resolve(answer[1])
    },
    signal: options.signal ?? new AbortController().signal,
  }
  return { io, pieces, asked }
}

/** Runs the program in this process, at such a terminal. */
export async function runFakeCli(args: readonly string[], options: FakeCliOptions = {}): Promise<CliOutcome> {
  const { io, pieces, asked } = fakeIo(options)
  await runCli(io, args)
  const exit = takeExitCode()
  return { exit, ...pieces, asked }
}

/** The exit code of the command is not that of the tests. */
function takeExitCode(): number {
  const { exitCode } = process
  process.exitCode = undefined
  return typeof exitCode === 'number' ? exitCode : 0
}
