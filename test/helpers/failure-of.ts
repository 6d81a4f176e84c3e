import { Failure } from '../../src/support/failure.ts'

/** The failure that the promise rejects with; anything else is thrown on, and success is refused. */
export async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  const outcome = await promise.then(
    () => 'It succeeded.',
    (error: unknown) => error,
  )
  if (outcome instanceof Failure) return outcome
  throw outcome instanceof Error ? outcome : new Error(String(outcome))
}
