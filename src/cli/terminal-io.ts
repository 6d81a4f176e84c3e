import { isCancel, password, text } from '@clack/prompts'
import { systemClock } from '../support/clock.ts'
import { Failure } from '../support/failure.ts'
import type { CliIo } from './io.ts'

export class NotInteractive extends Failure {
  override readonly code = 'cli.not-interactive'

  constructor(what: string) {
    super(
      `${what} is needed, and nobody can be asked here. Give it by a file or an environment variable; --help says which.`,
    )
  }
}

export class Cancelled extends Failure {
  override readonly code = 'cli.cancelled'

  constructor() {
    super('Cancelled; nothing was changed.')
  }
}

/** Ctrl-C, or the signal by which another program asks this one to end. */
export class Interrupted extends Failure {
  override readonly code = 'cli.interrupted'

  constructor() {
    super('Stopped from outside. What was saved until then is kept; the same command goes on from there.')
  }
}

/** The real terminal. */
export function createTerminalIo(): CliIo {
  const interrupted = new AbortController()
  process.on('SIGINT', () => {
    if (interrupted.signal.aborted) process.exit(130)
    interrupted.abort(new Interrupted())
  })
  process.on('SIGTERM', () => {
    interrupted.abort(new Interrupted())
  })
  return {
    clock: systemClock,
    environment: process.env,
    writeOut: (line) => process.stdout.write(line),
    writeError: (line) => process.stderr.write(line),
    outIsTerminal: process.stdout.isTTY,
    errorIsTerminal: process.stderr.isTTY,
    columns: process.stdout.isTTY ? process.stdout.columns : 120,
    readStandardInput,
    ask,
    signal: interrupted.signal,
  }
}

async function readStandardInput(): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array)
  return Buffer.concat(chunks).toString('utf8')
}

async function ask(question: { readonly message: string; readonly secret: boolean }): Promise<string> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) throw new NotInteractive(question.message)
  const { message, secret } = question
  const output = process.stderr
  const answer = secret ? await password({ message, output }) : await text({ message, output })
  if (isCancel(answer)) throw new Cancelled()
  return answer.trim()
}
