import { stringifyJson } from '../../src/support/json.ts'
import { textAnswer, type Answer } from '../service/call.ts'

const json = 'application/json; charset=utf-8'

export function jsonAnswer(status: number, value: unknown): Answer {
  return textAnswer(status, json, stringifyJson(value))
}

/** The envelope in which every list of the API stands. */
export function listAnswer(name: string, rows: readonly unknown[], now: Date): Answer {
  const envelope = { Id: '00000000-0000-0000-0000-000000000000', Status: 'OK', ProviderName: 'SeatLedger' }
  return jsonAnswer(200, { ...envelope, DateTimeUTC: msDate(now), [name]: rows })
}

/** `400` of a request whose elements did not pass: all of them stand in it, with what is wrong. */
export function validationException(elements: readonly unknown[]): Answer {
  const message = 'A validation exception occurred'
  return jsonAnswer(400, { ErrorNumber: 10, Type: 'ValidationException', Message: message, Elements: elements })
}

export function badRequest(type: string, message: string): Answer {
  return jsonAnswer(400, { ErrorNumber: 14, Type: type, Message: message })
}

export function unauthorized(detail: string): Answer {
  return jsonAnswer(401, {
    Type: null,
    Title: 'Unauthorized',
    Status: 401,
    Detail: detail,
    Instance: null,
    Extensions: {},
  })
}

export function forbidden(): Answer {
  const detail = 'AuthenticationUnsuccessful'
  return jsonAnswer(403, {
    Type: null,
    Title: 'Forbidden',
    Status: 403,
    Detail: detail,
    Instance: null,
    Extensions: {},
  })
}

export function notFound(): Answer {
  return textAnswer(404, 'text/html; charset=utf-8', 'The resource you\u2019re looking for cannot be found')
}

/** Xero's own form of a moment: `/Date(1552327126164+0000)/`. */
export function msDate(moment: Date): string {
  return `/Date(${String(moment.getTime())}+0000)/`
}

/** The other form, beside it: `2019-03-11T00:00:00`. */
export function isoDate(moment: Date): string {
  return moment.toISOString().slice(0, 19)
}
