import type { Clock } from '../support/clock.ts'

/** The command's way to the outside: replaced in tests. */
export interface CliIo {
  readonly clock: Clock
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Results only; everything else goes to standard error. */
  writeOut(text: string): void
  writeError(text: string): void
  readonly outIsTerminal: boolean
  readonly errorIsTerminal: boolean
  readonly columns: number
  readStandardInput(): Promise<string>
  /** Asks at the terminal, unseen where it is a secret. @throws {NotInteractive} where nobody can answer. */
  ask(question: { readonly message: string; readonly secret: boolean }): Promise<string>
  /** Aborted by the first interrupt (Ctrl-C); a second one ends the process at once. */
  readonly signal: AbortSignal
}
