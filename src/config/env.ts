import { homedir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { InvalidInput } from '../support/failure.ts'
import type { LogLevel } from '../support/logger.ts'

/** What the environment may say. It is read here only, once, at start. */
export interface Environment {
  /** Where the embedded database and the key file live. */
  readonly dataDirectory: string
  /** Any PostgreSQL server, in place of the embedded one. */
  readonly databaseUrl: string | undefined
  readonly key: string | undefined
  readonly keyFile: string | undefined
  readonly logLevel: LogLevel
  /** Secrets of outside systems, read when they are connected; afterwards they are stored encrypted. */
  readonly pax8ClientSecret: string | undefined
  readonly quickBooksClientSecret: string | undefined
  readonly webhookSecret: string | undefined
  readonly xeroClientSecret: string | undefined
}

export const environmentSchema = z.object({
  SEATLEDGER_DATA: z
    .string()
    .min(1, 'must name a directory')
    .optional()
    .describe('Data directory of the embedded database; `--data` goes before it. Left out: `~/.seatledger`.'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must start with postgres:// or postgresql://')
    .optional()
    .describe('A PostgreSQL database to use in place of the embedded one.'),
  SEATLEDGER_KEY: z
    .string()
    .min(1, 'must hold a key')
    .optional()
    .describe('The key that encrypts stored secrets (several: the current one first); goes before the key file.'),
  SEATLEDGER_KEY_FILE: z
    .string()
    .min(1, 'must name a file')
    .optional()
    .describe('The file that holds the key. Left out: `secret.key` in the data directory, made by `seatledger init`.'),
  SEATLEDGER_LOG: z
    .enum(['silent', 'error', 'warn', 'info', 'debug'])
    .default('warn')
    .describe('How much is logged, on standard error: `silent`, `error`, `warn`, `info` or `debug`. Left out: `warn`.'),
  SEATLEDGER_PAX8_CLIENT_SECRET: z
    .string()
    .min(1, 'must hold the secret')
    .optional()
    .describe('Read by `seatledger connect pax8` only; stored encrypted from then on.'),
  SEATLEDGER_QUICKBOOKS_CLIENT_SECRET: z
    .string()
    .min(1, 'must hold the secret')
    .optional()
    .describe('Read by `seatledger connect quickbooks-online` only; stored encrypted from then on.'),
  SEATLEDGER_WEBHOOK_SECRET: z
    .string()
    .min(1, 'must hold the secret')
    .optional()
    .describe('Read by `seatledger connect webhook` only; stored encrypted from then on.'),
  SEATLEDGER_XERO_CLIENT_SECRET: z
    .string()
    .min(1, 'must hold the secret')
    .optional()
    .describe('Read by `seatledger connect xero` only; stored encrypted from then on.'),
})

/** @throws {InvalidEnvironment} with all that is wrong at once. */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const parsed = environmentSchema.safeParse(variables)
  if (!parsed.success) {
    throw new InvalidEnvironment(parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`))
  }
  const { SEATLEDGER_DATA, DATABASE_URL, SEATLEDGER_KEY, SEATLEDGER_KEY_FILE, SEATLEDGER_LOG } = parsed.data
  return {
    dataDirectory: SEATLEDGER_DATA ?? join(homedir(), '.seatledger'),
    databaseUrl: DATABASE_URL,
    key: SEATLEDGER_KEY,
    keyFile: SEATLEDGER_KEY_FILE,
    logLevel: SEATLEDGER_LOG,
    pax8ClientSecret: parsed.data.SEATLEDGER_PAX8_CLIENT_SECRET,
    quickBooksClientSecret: parsed.data.SEATLEDGER_QUICKBOOKS_CLIENT_SECRET,
    webhookSecret: parsed.data.SEATLEDGER_WEBHOOK_SECRET,
    xeroClientSecret: parsed.data.SEATLEDGER_XERO_CLIENT_SECRET,
  }
}

export class InvalidEnvironment extends InvalidInput {
  override readonly code = 'environment.invalid'

  constructor(problems: readonly string[]) {
    super(`The environment cannot be used:\n${problems.map((problem) => `- ${problem}`).join('\n')}`)
  }
}
