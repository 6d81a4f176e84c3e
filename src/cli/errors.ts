import { Failure, InvalidInput, messageOf } from '../support/failure.ts'
import type { ExitCode } from './exit-codes.ts'

/** From a failure's code to the program's exit code: the one table of both. The longest prefix counts. */
const exitCodeByPrefix: Readonly<Record<string, ExitCode>> = {
  'input.': 'usage',
  'config.': 'usage',
  'environment.': 'usage',
  'json.': 'usage',
  'import.': 'usage',
  'run.': 'usage',
  'port.': 'usage',
  'schedule.': 'usage',
  'approval.': 'usage',
  'close.': 'usage',
  'close.month-not-ready': 'differs',
  'not-found': 'usage',
  'encryption.key-invalid': 'usage',
  'secrets.': 'usage',
  'cli.not-interactive': 'usage',
  'cli.cancelled': 'interrupted',
  'cli.interrupted': 'interrupted',
  'source.authentication': 'connection',
  'source.authorization': 'connection',
  'ledger.authentication': 'connection',
  'ledger.authorization': 'connection',
  'source.': 'unavailable',
  'ledger.': 'unavailable',
  'store.': 'unavailable',
  // Trying again does not help where the directory or the address is the wrong one.
  'store.data-directory-not-accessible': 'usage',
  'store.data-directory-version': 'usage',
  'store.database-url-invalid': 'usage',
  'store.embedded-unavailable': 'usage',
  'sync.': 'unavailable',
  'demo.': 'unavailable',
  'posting.': 'attention',
  'posting.run-superseded': 'usage',
}

export function exitCodeOf(error: unknown): ExitCode {
  if (!(error instanceof Failure)) return 'failed'
  const prefixes = Object.keys(exitCodeByPrefix).filter((prefix) => error.code.startsWith(prefix))
  const longest = prefixes.sort((a, b) => b.length - a.length)[0]
  if (longest !== undefined) return exitCodeByPrefix[longest] ?? 'failed'
  return error instanceof InvalidInput ? 'usage' : 'failed'
}

/** What a person reads; a fault of our own says so and asks for a report. */
export function errorText(error: unknown): string {
  if (error instanceof Failure) return error.message
  const stack = error instanceof Error ? (error.stack ?? error.message) : messageOf(error)
  return `SeatLedger met an error of its own; nothing half-done was kept. Please report it with this text:\n${stack}`
}

/** The same for machines. */
export function errorJson(error: unknown): { error: { code: string; message: string } } {
  const code = error instanceof Failure ? error.code : 'internal'
  return { error: { code, message: messageOf(error) } }
}
