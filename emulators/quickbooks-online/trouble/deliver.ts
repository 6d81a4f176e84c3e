import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { Answer } from '../answer.ts'
import type { Outcome } from './exchange.ts'

/** Lets an outcome reach the caller over a real connection; `headers` go on every answer. */
export function deliver(outcome: Outcome, headers: Readonly<Record<string, string>>, bindings: HttpBindings): Response {
  switch (outcome.kind) {
    case 'answered':
      return responseOf(outcome.answer, headers)
    case 'truncated':
      return sendHalf(outcome.answer, headers, bindings)
    case 'closed':
      bindings.incoming.socket.destroy()
      return RESPONSE_ALREADY_SENT
    case 'reset':
      bindings.incoming.socket.resetAndDestroy()
      return RESPONSE_ALREADY_SENT
  }
}

/** Without a connection, inside one process: what would go away there is thrown here, as `fetch` does. */
export function deliverInProcess(outcome: Outcome, headers: Readonly<Record<string, string>>): Response {
  if (outcome.kind === 'answered') return responseOf(outcome.answer, headers)
  throw new TypeError('fetch failed', { cause: new Error(`the connection was ${outcome.kind}`) })
}

export function responseOf(answer: Answer, headers: Readonly<Record<string, string>>): Response {
  return new Response(answer.body === '' ? null : answer.body, {
    status: answer.status,
    headers: { ...answer.headers, ...headers },
  })
}

/** Announces the whole length, sends half of it, and goes. */
function sendHalf(answer: Answer, headers: Readonly<Record<string, string>>, { outgoing }: HttpBindings): Response {
  const bytes = Buffer.from(answer.body, 'utf8')
  outgoing.writeHead(answer.status, { ...answer.headers, ...headers, 'Content-Length': String(bytes.length) })
  outgoing.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => outgoing.destroy())
  return RESPONSE_ALREADY_SENT
}
