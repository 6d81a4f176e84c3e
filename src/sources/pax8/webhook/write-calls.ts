import { HttpUnanswered, sendHttp, type HttpAnswer, type HttpRequest } from '../../../support/http-client.ts'
import { readBody } from '../answer.ts'
import { fetchToken } from '../client.ts'
import { failureOfAnswer, unanswered, unreadable, type Asked } from '../errors.ts'
import type { Pax8Settings } from '../settings.ts'
import type { SourceTools } from '../../source.ts'

/** Calls of the webhook API, which stands beside the partner API on the same host. */
export interface WriteCalls {
  /**
   * Sends once: what changes something is not repeated here, because whoever asks looks first at what is there.
   * @returns the answer's JSON; undefined for an answer without a body.
   * @throws {SourceFailure}
   */
  send(method: HttpRequest['method'], path: string, body: object | undefined, signal: AbortSignal): Promise<unknown>
}

export function createWriteCalls(settings: Pax8Settings, tools: SourceTools): WriteCalls {
  const place = new URL('/api/v2', settings.baseUrl).href
  return {
    send: async (method, path, body, signal) => {
      const asked: Asked = { connectionId: tools.connectionId, place, request: path }
      const token = await tools.tokens.get(() => fetchToken({ settings, tools, send: sendHttp }, signal))
      const first = await attempt(method, path, token)
      const answer = first.status === 401 ? await again(token) : first
      const secrets = [token, settings.clientSecret, secretIn(body)]
      if (answer.status < 200 || answer.status > 299) throw failureOfAnswer(answer, asked, secrets)
      if (answer.body.trim() === '') return undefined
      const read = readBody(answer.body)
      if (read.kind === 'not-json') throw unreadable(read.description, asked, '')
      return read.value

      async function again(refused: string): Promise<HttpAnswer> {
        await tools.tokens.drop(refused)
        return attempt(
          method,
          path,
          await tools.tokens.get(() => fetchToken({ settings, tools, send: sendHttp }, signal)),
        )
      }

      async function attempt(verb: HttpRequest['method'], to: string, bearer: string): Promise<HttpAnswer> {
        await tools.takeTurn(signal)
        const headers = { Accept: 'application/json', Authorization: `Bearer ${bearer}` }
        const withBody = body === undefined ? {} : { body: JSON.stringify(body) }
        try {
          return await sendHttp({
            ...{ method: verb, url: `${place}${to}`, signal, ...withBody },
            headers: body === undefined ? headers : { ...headers, 'Content-Type': 'application/json' },
            timeoutMilliseconds: settings.timeoutSeconds * 1000,
          })
        } catch (error) {
          throw error instanceof HttpUnanswered ? unanswered(error, asked) : error
        }
      }
    },
  }
}

/** What Pax8 is to send back to us must not come out in a message either. */
function secretIn(body: object | undefined): string {
  return body !== undefined && 'authorization' in body && typeof body.authorization === 'string'
    ? body.authorization
    : ''
}
