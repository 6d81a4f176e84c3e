/**
 * What the program throws on purpose: one small class per cause, with a code that machines can rely on and a message
 * that names the thing, the place and the next step. Secrets and tokens never enter a message.
 */
export abstract class Failure extends Error {
  abstract readonly code: string

  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = new.target.name
  }
}

/** What was typed, uploaded or configured cannot be used as it is. */
export class InvalidInput extends Failure {
  override readonly code: string = 'input.invalid'
}

/** Something that was named does not exist here. */
export class NotFound extends Failure {
  override readonly code = 'not-found'
}

/** The text of any thrown value, for messages that wrap another failure. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join('; ')
  return error instanceof Error ? error.message : String(error)
}
