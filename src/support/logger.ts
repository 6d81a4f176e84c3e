import { pino } from 'pino'

/** Structured logging to standard error, so that standard output stays for results. */
export interface Logger {
  debug(details: object, message: string): void
  info(details: object, message: string): void
  warn(details: object, message: string): void
  error(details: object, message: string): void
}

export type LogLevel = 'silent' | 'error' | 'warn' | 'info' | 'debug'

const secretPaths = ['authorization', 'password', 'secret', 'token', 'clientSecret', 'accessToken', 'refreshToken']

/** Fields that could carry a secret are redacted by name at the first two levels, whoever logs them. */
export function createLogger(level: LogLevel): Logger {
  const redact = secretPaths.flatMap((path) => [path, `*.${path}`])
  return pino({ level, redact, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2))
}

export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
}
