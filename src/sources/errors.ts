import { Failure } from '../support/failure.ts'

export type SourceFailureCode =
  | 'source.authentication'
  | 'source.authorization'
  | 'source.not-found'
  | 'source.throttled'
  | 'source.unavailable'
  | 'source.unreadable'
  | 'source.incomplete'

/** Why a source could not be read: a closed set common to all sources, so that retries never read a vendor's text. */
export class SourceFailure extends Failure {
  override readonly code: SourceFailureCode
  /** The answer as it came, cut to a bounded length, without credentials. */
  readonly rawAnswer: string | undefined

  constructor(code: SourceFailureCode, message: string, options?: { cause?: unknown; rawAnswer?: string }) {
    super(message, options)
    this.code = code
    this.rawAnswer = options?.rawAnswer
  }
}
