import type { Command } from 'commander'
import { noProgress } from '../app/progress.ts'
import { exitCodes, type ExitCode } from './exit-codes.ts'
import type { CliIo } from './io.ts'
import { createProgressLine } from './progress-line.ts'
import { withSession, type GlobalOptions, type Session } from './session.ts'
import { unlessInterrupted } from './unless-interrupted.ts'

/** What a command gives back: data for machines, text for people, and how the program ends. */
export interface CommandResult {
  readonly data: unknown
  readonly text: string
  readonly exit?: ExitCode
}

/** A command that registers itself with the program. */
export type RegisterCommand = (program: Command, io: CliIo) => void

/** Global options stand on the program, so that they may come before or after the command's name. */
export function globalOptions(command: Command): GlobalOptions {
  return command.optsWithGlobals()
}

/** What a command does in its session. */
type SessionWork = (session: Session, progress: ReturnType<typeof createProgressLine>) => Promise<CommandResult>

/**
 * Runs a command's work in a session, and writes its result: JSON with `--json`, else text. The first interrupt leaves
 * the work where it is.
 * @throws the interrupt's reason, where the work was left.
 */
export async function runInSession(io: CliIo, command: Command, work: SessionWork): Promise<void> {
  await runHeedingInterrupt(io, command, (session, progress) =>
    unlessInterrupted(io.signal, () => work(session, progress)),
  )
}

/** The same for work that looks at `io.signal` itself, since an interrupt must find it in good order. */
export async function runHeedingInterrupt(io: CliIo, command: Command, work: SessionWork): Promise<void> {
  const options = globalOptions(command)
  await runCommand(io, command, (progress) => withSession(io, options, (session) => work(session, progress)))
}

/** The same for a command that opens no session, or its own. */
export async function runCommand(
  io: CliIo,
  command: Command,
  work: (progress: ReturnType<typeof createProgressLine>) => Promise<CommandResult>,
): Promise<void> {
  const { json } = globalOptions(command)
  const progress = json === true ? { ...noProgress, clear: () => undefined } : createProgressLine(io)
  try {
    const result = await work(progress)
    progress.clear()
    io.writeOut(json === true ? `${JSON.stringify(result.data, undefined, 2)}\n` : `${result.text.trimEnd()}\n`)
    process.exitCode = exitCodes[result.exit ?? 'done'].code
  } finally {
    progress.clear()
  }
}
