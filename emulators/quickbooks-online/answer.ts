import { stringifyJson } from '../../src/support/json.ts'
import { envelopeTime } from './state/vendor-time.ts'
import type { VendorFault } from './vendor-fault.ts'

/** One HTTP answer, before it is decided whether it reaches the caller. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export const jsonType = 'application/json;charset=utf-8'

export function jsonAnswer(status: number, body: unknown): Answer {
  return { status, headers: { 'Content-Type': jsonType }, body: stringifyJson(body) }
}

/** A service answer: what was asked for, then the time. */
export function envelope(content: Readonly<Record<string, unknown>>, now: Date): Answer {
  return jsonAnswer(200, { ...content, time: envelopeTime(now) })
}

export function faultAnswer(fault: VendorFault, now: Date): Answer {
  switch (fault.shape) {
    case 'service':
      return { ...jsonAnswer(fault.status, { Fault: faultBody(fault), time: envelopeTime(now) }) }
    case 'gateway':
      return gatewayAnswer(fault, now)
    case 'gateway-xml':
      return xmlAnswer(fault, now)
  }
}

/** A fault as it stands in an envelope or in an item of a batch. */
export function faultBody(fault: VendorFault): object {
  const errors = fault.errors.map(({ message, detail, code, element }) => ({
    Message: message,
    Detail: detail,
    code,
    ...(element === undefined ? {} : { element }),
  }))
  return { Error: errors, type: fault.type }
}

/** The gateway's own object, lower-case keys and all, as recorded. */
function gatewayAnswer(fault: VendorFault, now: Date): Answer {
  const errors = fault.errors.map(({ message, detail, code }) => ({ message, detail, code, element: null }))
  const body = {
    warnings: null,
    intuitObject: null,
    fault: { error: errors, type: fault.type },
    report: null,
    queryResponse: null,
    batchItemResponse: [],
    attachableResponse: [],
    syncErrorResponse: null,
    requestId: null,
    time: now.getTime(),
    status: null,
    cdcresponse: [],
  }
  const challenge = { 'WWW-Authenticate': 'Bearer realm="Intuit", error="invalid_token"' }
  const headers = { 'Content-Type': 'application/json', ...(fault.status === 401 ? challenge : {}) }
  return { status: fault.status, headers, body: JSON.stringify(body) }
}

function xmlAnswer(fault: VendorFault, now: Date): Answer {
  const errors = fault.errors.map(
    ({ code, message, detail }) =>
      `<Error code="${code}"><Message>${message}</Message><Detail>${detail}</Detail></Error>`,
  )
  const body =
    `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<IntuitResponse time="${envelopeTime(now)}" ` +
    `xmlns="http://schema.intuit.com/finance/v3"><Fault type="${fault.type}">${errors.join('')}</Fault></IntuitResponse>`
  return { status: fault.status, headers: { 'Content-Type': 'application/xml' }, body }
}
