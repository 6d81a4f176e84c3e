import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sharedSpecs } from '../../../test/helpers/shared-specs.ts'
import { z } from 'zod'
import { readContent } from './answer.ts'
import { readXmlFault } from './faults.ts'

describe('a fault is read in each of its shapes', () => {
  test('as QuickBooks itself writes it', () => {
    const text =
      '{"Fault":{"Error":[{"Message":"Duplicate Document Number Error","Detail":"This number has already been used.","code":"6140","element":"DocNumber"}],"type":"ValidationFault"},"time":"2026-05-01T06:00:00.000-07:00"}'
    expect(readContent(text)).toEqual({
      kind: 'fault',
      fault: {
        type: 'ValidationFault',
        errors: [
          {
            code: '6140',
            message: 'Duplicate Document Number Error',
            detail: 'This number has already been used.',
            element: 'DocNumber',
          },
        ],
      },
    })
  })

  test('in lower case among nulls, as the gateway before it writes it', () => {
    const text =
      '{"warnings":null,"fault":{"error":[{"message":"message=AuthenticationFailed; errorCode=003200; statusCode=401","detail":"","code":"3200","element":null}],"type":"AUTHENTICATION"},"queryResponse":null,"batchItemResponse":[],"time":1601391072830}'
    expect(readContent(text)).toMatchObject({
      kind: 'fault',
      fault: { type: 'AUTHENTICATION', errors: [{ code: '3200', element: undefined }] },
    })
  })

  test('as XML in spite of what was asked for', () => {
    const xml =
      '<?xml version="1.0"?>\n<IntuitResponse xmlns="http://schema.intuit.com/finance/v3"><Fault type="SERVICE"><Error code="3001"><Message>message=ThrottleExceeded; errorCode=003001; statusCode=429</Message><Detail>Wait &amp; try again</Detail></Error></Fault></IntuitResponse>'
    expect(readContent(xml)).toEqual({
      kind: 'fault',
      fault: {
        type: 'SERVICE',
        errors: [
          {
            code: '3001',
            message: 'message=ThrottleExceeded; errorCode=003001; statusCode=429',
            detail: 'Wait & try again',
            element: undefined,
          },
        ],
      },
    })
  })

  test('as XML with a missing end tag, every error of it', () => {
    const xml =
      '<IntuitResponse><Fault type="ValidationFault"><Error code="6070" element="Line.Amount"><Message>Amount calculation incorrect</Message><Detail>first</Detail><Error code="2050"><Message>too long</Message></Error></Fault></IntuitResponse>'
    expect(readXmlFault(xml)?.errors.map(({ code, detail, element }) => [code, detail, element])).toEqual([
      ['6070', 'first', 'Line.Amount'],
      ['2050', '', undefined],
    ])
  })

  test('a code that stands only in the message is found there', () => {
    const text =
      '{"fault":{"error":[{"message":"message=ApplicationAuthorizationFailed; errorCode=003100; statusCode=403"}],"type":"AUTHORIZATION"}}'
    expect(readContent(text)).toMatchObject({ kind: 'fault', fault: { errors: [{ code: '3100' }] } })
  })

  test('a fault of an unknown shape is still a fault', () => {
    expect(readContent('{"Fault":"out of order"}')).toEqual({ kind: 'fault', fault: { type: '', errors: [] } })
  })

  test('a null fault is none', () => {
    expect(readContent('{"fault":null,"Invoice":{}}')).toMatchObject({ kind: 'json' })
  })
})

describe('an answer is told by what it is', () => {
  test.each([
    ['', 'nothing'],
    ['  \n', 'nothing'],
    ['<!DOCTYPE html><html><body>Service Unavailable</body></html>', 'a web page'],
    ['<html><head></head></html>', 'a web page'],
    ['<IntuitResponse><Invoice><Id>1</Id></Invoice></IntuitResponse>', 'XML'],
    ['{"Invoice":{"Id":"15', 'text that is no JSON'],
    ['upstream connect error', 'text that is no JSON'],
  ])('%j is %s', (text, looksLike) => {
    expect(readContent(text)).toEqual({ kind: 'unreadable', looksLike })
  })

  test('whatever comes, reading it never fails', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.string().map((text) => `<Fault ${text}<Error code="${text}`),
        ),
        (text) => {
          expect(['json', 'fault', 'unreadable']).toContain(readContent(text).kind)
        },
      ),
    )
  })
})

describe('recorded and reported faults', () => {
  const file = sharedSpecs('quickbooks-online', 'samples', 'faults.json')
  const folder = sharedSpecs('quickbooks-online', 'samples', 'quickbooks-ruby-xml')
  if (file === undefined || folder === undefined) {
    console.warn('Not checked: recorded QuickBooks faults; the specifications are not beside the project.')
  }

  test.runIf(file !== undefined)('are all read as faults, except the token error, which is none', () => {
    const samples = z
      .array(z.object({ http: z.number(), body: z.unknown().optional(), raw: z.string().optional() }))
      .parse(JSON.parse(readFileSync(file ?? '', 'utf8')))
    const kinds = samples.map(({ body, raw }) => readContent(raw ?? JSON.stringify(body)))
    expect(kinds.map(codesOf)).toEqual([
      '6240',
      '3200',
      '610',
      '6140',
      '6070',
      '6000',
      '3001',
      '5010',
      '2500',
      '2050',
      'json',
    ])
  })

  test.runIf(folder !== undefined)('as XML are all read', () => {
    const names = ['too_many_requests', 'throttle_exceeded', 'generic', 'query_validation', 'customer_duplicate']
    const files = names.map((name) => readFileSync(`${folder ?? ''}/${name}_error.xml`, 'utf8'))
    expect(files.map(readContent).map(codesOf)).toEqual(['3001', '3001', '10000', '4001', '6240'])
    expect(codesOf(readContent(readFileSync(`${folder ?? ''}/fault.xml`, 'utf8')))).toBe('2050 2080')
  })

  function codesOf(content: ReturnType<typeof readContent>): string {
    return content.kind === 'fault' ? content.fault.errors.map(({ code }) => code).join(' ') : content.kind
  }
})
