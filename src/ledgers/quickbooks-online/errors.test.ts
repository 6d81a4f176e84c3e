import { describe, expect, test } from 'vitest'
import {
  LedgerAuthentication,
  LedgerAuthorization,
  LedgerDuplicate,
  LedgerNotFound,
  LedgerThrottled,
  LedgerUnavailable,
  PostingOutcomeUnknown,
  PostingRejected,
} from '../errors.ts'
import { readContent, type Answer } from './answer.ts'
import { failureOfRead, failureOfWrite, isThrottled, isTokenRefused } from './errors.ts'

function answer(status: number, text: string, changes: Partial<Answer> = {}): Answer {
  const content = readContent(text)
  return { status, content, traceId: 'tid-1', answeredAt: undefined, retryAfter: undefined, ...changes }
}

function fault(code: string, detail = 'a detail', type = 'ValidationFault'): string {
  return JSON.stringify({ Fault: { Error: [{ Message: 'a message', Detail: detail, code, element: 'Line' }], type } })
}

const html = '<html><body>Bad gateway</body></html>'
const xmlThrottle =
  '<IntuitResponse><Fault type="SERVICE"><Error code="3001"><Message>errorCode=003001</Message></Error></Fault></IntuitResponse>'

describe('an answer to a write', () => {
  test.each([
    // [what happened, status, text, what it means]
    ['a number that is used', 400, fault('6140'), LedgerDuplicate],
    [
      'a number that is used, under a code that also means a closed period',
      400,
      fault('6210', 'Duplicate Document Number Error'),
      LedgerDuplicate,
    ],
    ['a period that was closed', 400, fault('6210', 'The account period has closed'), PostingRejected],
    ['a request id whose first request is under way', 400, fault('600'), PostingOutcomeUnknown],
    [
      'an internal error after which invoices were found saved',
      400,
      fault('6000', '... (-30003)'),
      PostingOutcomeUnknown,
    ],
    ['another business rule', 400, fault('6000', 'The period is closed'), PostingRejected],
    ['an unknown property', 400, fault('2010'), PostingRejected],
    ['a required property missing', 400, fault('2020'), PostingRejected],
    ['a text too long', 400, fault('2050'), PostingRejected],
    ['a customer or item of another company', 400, fault('2500'), PostingRejected],
    ['an amount that is no product', 400, fault('6070'), PostingRejected],
    ['a tax code that is none of TAX and NON', 400, fault('6100'), PostingRejected],
    ['a customer made inactive', 400, fault('610'), PostingRejected],
    ['the same under HTTP 200', 200, fault('610'), PostingRejected],
    ['a refusal without a known code', 422, fault('9999'), PostingRejected],
    ['a system fault, whatever its status', 400, fault('10000', '', 'SystemFault'), PostingOutcomeUnknown],
    ['a service fault that is not known', 400, fault('9999', '', 'SERVICE'), PostingOutcomeUnknown],
    ['a server error with a refusal in it', 500, fault('6140'), PostingOutcomeUnknown],
    ['a server error', 502, html, PostingOutcomeUnknown],
    ['a request that the server gave up', 408, '', PostingOutcomeUnknown],
    ['a refusal that cannot be read', 400, '{"Fault":{"Err', PostingOutcomeUnknown],
    ['a refusal by something between', 404, html, PostingOutcomeUnknown],
    ['a redirect', 302, '', PostingOutcomeUnknown],
    ['a success that cannot be read', 200, '{"Invoice":{"Id', PostingOutcomeUnknown],
    ['a success with an empty body', 200, '', PostingOutcomeUnknown],
    ['a success in XML', 200, '<IntuitResponse><Invoice/></IntuitResponse>', PostingOutcomeUnknown],
    ['too many requests', 429, '', LedgerThrottled],
    ['too many requests, said in XML', 429, xmlThrottle, LedgerThrottled],
    ['too many requests, said with 403', 403, xmlThrottle, LedgerThrottled],
    ['an expired token', 401, fault('3200', '', 'AUTHENTICATION'), LedgerAuthentication],
    ['a token refused without a word', 401, '', LedgerAuthentication],
    ['a person without rights', 403, fault('3202', '', 'AuthorizationFault'), LedgerAuthorization],
    ['a scope that is missing', 403, fault('3100'), LedgerAuthorization],
    ['a company that is not theirs', 401, fault('120'), LedgerAuthorization],
    ['a subscription that ended', 400, fault('6190'), LedgerAuthorization],
    ['an edition without the feature', 400, fault('5020'), LedgerAuthorization],
    ['a wall without a word', 403, html, LedgerAuthorization],
  ])('%s', (_what, status, text, expected) => {
    expect(failureOfWrite(answer(status, text), 'invoice P2604-1')).toBeInstanceOf(expected)
  })

  test('that is JSON without a fault is left to be compared', () => {
    expect(failureOfWrite(answer(200, '{"Invoice":{}}'), 'invoice P2604-1')).toBeUndefined()
  })

  test('with several errors means what asks for the most care', () => {
    const both = (first: string, second: string): Answer => {
      const errors = [first, second].map((code) => ({ Message: '', Detail: '', code }))
      return answer(400, JSON.stringify({ Fault: { Error: errors, type: 'ValidationFault' } }))
    }
    expect(failureOfWrite(both('2050', '6140'), 'it')).toBeInstanceOf(LedgerDuplicate)
    expect(failureOfWrite(both('6140', '600'), 'it')).toBeInstanceOf(PostingOutcomeUnknown)
  })

  test('that is refused names the field, the vendor text and the trace', () => {
    const failure = failureOfWrite(answer(400, fault('2500', 'Items element id 9999 not found')), 'invoice P2604-1')
    expect(failure).toMatchObject({
      code: 'ledger.rejected',
      field: 'Line',
      traceId: 'tid-1',
      vendorText: '2500 a message: Items element id 9999 not found (Line) [HTTP 400]',
      message:
        'QuickBooks refused invoice P2604-1: 2500 a message: Items element id 9999 not found (Line) [HTTP 400]. Link the client and its items again.',
    })
  })

  test('about a token never repeats the token', () => {
    const text = fault('3200', 'Token expired: eyJlbmMiOiJBMTI4Q0JDLUhTMjU2In0..secret', 'AUTHENTICATION')
    expect(failureOfWrite(answer(401, text), 'it')?.message).not.toContain('eyJ')
  })
})

describe('an answer to a read', () => {
  test.each([
    ['a record that is not there', 400, fault('610'), LedgerNotFound],
    ['a query that is refused', 400, fault('4001'), LedgerUnavailable],
    ['an outage', 503, html, LedgerUnavailable],
    ['a page of HTML under HTTP 200', 200, html, LedgerUnavailable],
    ['too many requests', 429, xmlThrottle, LedgerThrottled],
    ['an expired token', 401, '', LedgerAuthentication],
    ['a person without rights', 403, fault('3202'), LedgerAuthorization],
  ])('%s', (_what, status, text, expected) => {
    expect(failureOfRead(answer(status, text), 'invoice 15')).toBeInstanceOf(expected)
  })

  test('that is JSON without a fault is good', () => {
    expect(failureOfRead(answer(200, '{"QueryResponse":{}}'), 'the list')).toBeUndefined()
  })
})

test('a token is refreshed for an expired token, and not for missing rights', () => {
  expect(isTokenRefused(answer(401, fault('3200', '', 'AUTHENTICATION')))).toBe(true)
  expect(isTokenRefused(answer(401, fault('120')))).toBe(false)
  expect(isTokenRefused(answer(500, fault('3200', '', 'AUTHENTICATION')))).toBe(false)
})

describe('a throttled company waits', () => {
  const wait = (changes: Partial<Answer>): number | undefined => {
    const failure = failureOfRead(answer(429, '', changes), 'it')
    return failure instanceof LedgerThrottled ? failure.waitMilliseconds : undefined
  }

  test('a minute when nothing is said', () => {
    expect(wait({})).toBe(60_000)
    expect(wait({ retryAfter: 'soon' })).toBe(60_000)
  })

  test('as long as Retry-After says, in seconds or until a time of the vendor', () => {
    expect(wait({ retryAfter: '7' })).toBe(7000)
    const answeredAt = new Date('2026-05-01T06:00:00Z')
    expect(wait({ retryAfter: 'Fri, 01 May 2026 06:00:30 GMT', answeredAt })).toBe(30_000)
  })

  test('never longer than an hour', () => {
    expect(wait({ retryAfter: '999999' })).toBe(3_600_000)
  })

  test('only when it is throttled', () => {
    expect(isThrottled(answer(403, xmlThrottle))).toBe(true)
    expect(isThrottled(answer(403, html))).toBe(false)
  })
})
