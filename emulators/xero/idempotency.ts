import { createHash } from 'node:crypto'
import type { Answer, Call } from '../service/call.ts'
import { badRequest } from './answer.ts'

const keptMilliseconds = 6 * 60_000
const longestKey = 128

/**
 * Idempotency keys: for six minutes the same key with the same request gets the first answer again, a refusal as well
 * as a success; with another request it is refused.
 */
export class IdempotencyKeys {
  readonly #answers = new Map<string, { readonly request: string; readonly answer: Answer; readonly until: number }>()

  answer(call: Call, now: Date, work: () => Answer): Answer {
    const key = call.header('idempotency-key')
    if (key === undefined || call.method === 'GET') return work()
    if (key.length > longestKey) return badRequest('BadRequest', 'The idempotency key is longer than 128 characters.')
    const request = createHash('sha256')
      .update(`${call.method} ${call.path}?${call.query.toString()}\n${call.body}`)
      .digest('hex')
    const kept = this.#answers.get(key)
    if (kept !== undefined && kept.until > now.getTime()) {
      if (kept.request === request) return kept.answer
      return badRequest('BadRequest', 'The idempotency key was used for another request.')
    }
    const answer = work()
    this.#answers.set(key, { request, answer, until: now.getTime() + keptMilliseconds })
    return answer
  }
}
