import { Failure } from '../../src/support/failure.ts'
import { writeJson } from './json-text.ts'

/** One entry of an error's `details`: where Pax8 puts the text of a validation. */
interface ProblemDetail {
  readonly type?: string
  readonly message: string
}

/** An answer other than 200, in Pax8's partner error envelope. */
export class Problem extends Failure {
  readonly code = 'pax8-emulator.problem'
  readonly status: ProblemStatus
  readonly details: readonly ProblemDetail[]

  constructor(status: ProblemStatus, message: string, details: readonly ProblemDetail[] = []) {
    super(message)
    this.status = status
    this.details = details
  }
}

const problemTypes = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  408: 'REQUEST_TIMEOUT',
  422: 'UNPROCESSABLE_ENTITY',
  429: 'TOO_MANY_REQUESTS',
  500: 'INTERNAL_SERVER_ERROR',
  503: 'SERVICE_UNAVAILABLE',
} as const

export type ProblemStatus = keyof typeof problemTypes

/** The envelope `{type, message, instance, status, details}`; `instance` is the path that was called. */
export function problemResponse(problem: Problem, path: string, headers: Record<string, string> = {}): Response {
  const { status, message } = problem
  const details = problem.details.map(({ type, message: text }) => ({ type, message: text }))
  const body = writeJson({ type: problemTypes[status], message, instance: path, status, details })
  return new Response(body, { status, headers: { 'Content-Type': 'application/json', ...headers } })
}

/** What Pax8 says about a parameter it cannot use (the wording is from a live answer). */
export function invalidParameter(name: string, explanation: string): Problem {
  return new Problem(400, `Invalid input, please check the documentation for allowed values. field: ${name}`, [
    { type: 'INVALID_PARAM', message: `${name}: ${explanation}` },
  ])
}
