import { z } from 'zod'
import { SignInLocked } from '../app/operators/operator-failures.ts'
import { InvalidConfig } from '../config/config-problem.ts'
import { Failure, InvalidInput } from '../support/failure.ts'

/** The one shape of every error. */
export interface ErrorAnswer {
  readonly error: { readonly code: string; readonly message: string; readonly details?: unknown }
}

export type ErrorStatus = 400 | 401 | 403 | 404 | 409 | 413 | 429 | 500 | 503

/** From a failure's code to the status: the one table of both. The longest prefix counts. */
const statusByPrefix: Readonly<Record<string, ErrorStatus>> = {
  'not-found': 404,
  'session.refused': 401,
  'session.locked': 429,
  'session.missing': 401,
  'token.refused': 401,
  'session.forbidden': 403,
  'setup.refused': 403,
  'notice.refused': 401,
  'request.too-many': 429,
  'operator.changed': 409,
  'approval.': 409,
  'config.replaced': 409,
  'close.': 409,
  'close.write-off-limit': 403,
  'posting.': 409,
  'job.': 409,
  'run.': 409,
  'store.': 503,
  'source.': 503,
  'ledger.': 503,
}

export function statusOf(error: unknown): ErrorStatus {
  if (error instanceof z.ZodError) return 400
  if (!(error instanceof Failure)) return 500
  const prefixes = Object.keys(statusByPrefix).filter((prefix) => error.code.startsWith(prefix))
  const longest = prefixes.sort((a, b) => b.length - a.length)[0]
  if (longest !== undefined) return statusByPrefix[longest] ?? 500
  return error instanceof InvalidInput ? 400 : 500
}

/** What the caller is told. Of a fault of our own only that there was one: its text may hold what he must not see. */
export function errorAnswer(error: unknown): ErrorAnswer {
  if (error instanceof z.ZodError) {
    const details = error.issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message }))
    const first = details[0]
    const where = first === undefined || first.path === '' ? '' : `${first.path}: `
    return {
      error: { code: 'input.invalid', message: `${where}${first?.message ?? 'The request is not right.'}`, details },
    }
  }
  if (error instanceof SignInLocked) {
    return { error: { code: error.code, message: error.message, details: { seconds: error.seconds } } }
  }
  if (error instanceof InvalidConfig) {
    return { error: { code: error.code, message: error.message, details: error.problems } }
  }
  if (error instanceof Failure) return { error: { code: error.code, message: error.message } }
  return { error: { code: 'internal', message: 'SeatLedger met an error of its own; its log says which.' } }
}

/** Nobody is signed in by the cookie that came, or none came. */
export class SessionMissing extends Failure {
  override readonly code = 'session.missing'

  constructor() {
    super('Sign in first.')
  }
}

/** What a program sent to sign in with counts no more, or never did. */
export class TokenRefused extends Failure {
  override readonly code = 'token.refused'

  constructor() {
    super('This API token is not known, was revoked or has expired. Make a new one under Account.')
  }
}

export class Forbidden extends Failure {
  override readonly code = 'session.forbidden'
}
