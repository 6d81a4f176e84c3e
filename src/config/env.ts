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
}

const environmentSchema = z.object({
  SEATLEDGER_DATA: z.string().min(1, 'must name a directory').optional(),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must start with postgres:// or postgresql://')
    .optional(),
  SEATLEDGER_KEY: z.string().min(1, 'must hold a key').optional(),
  SEATLEDGER_KEY_FILE: z.string().min(1, 'must name a file').optional(),
  SEATLEDGER_LOG: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('warn'),
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
  }
}

export class InvalidEnvironment extends InvalidInput {
  override readonly code = 'environment.invalid'

  constructor(problems: readonly string[]) {
    super(`The environment cannot be used:\n${problems.map((problem) => `- ${problem}`).join('\n')}`)
  }
}
