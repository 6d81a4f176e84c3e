import { z } from 'zod'
import { isJsonNumber } from '../../support/json.ts'

/** What QuickBooks says when it does not do what it was asked, whichever of its three shapes it came in. */
export interface Fault {
  /** `ValidationFault`, `SystemFault`, `AUTHENTICATION`, `SERVICE` and others; empty where it was left out. */
  readonly type: string
  readonly errors: readonly FaultError[]
}

export interface FaultError {
  /** Digits without leading zeros; empty where it was left out. */
  readonly code: string
  readonly message: string
  readonly detail: string
  /** The property that is at fault, where it is named. */
  readonly element: string | undefined
}

/**
 * The fault in a parsed JSON answer, or `undefined` when there is none. The gateway in front of QuickBooks writes it in
 * lower case (`fault.error[]`) and among keys that are null; QuickBooks itself writes `Fault.Error[]`, sometimes with
 * HTTP status 200.
 */
export function readJsonFault(value: unknown): Fault | undefined {
  const holder = jsonFaultHolder.safeParse(value)
  if (!holder.success) return undefined
  const fault = holder.data.Fault ?? holder.data.fault
  if (fault === undefined || fault === null) return undefined
  const errors = (fault.Error ?? fault.error ?? []).map((error) =>
    faultError({
      code: textOf(error.code),
      message: error.Message ?? error.message ?? '',
      detail: error.Detail ?? error.detail ?? '',
      element: error.element ?? '',
    }),
  )
  return { type: fault.type ?? '', errors }
}

const text = z.string().nullish().catch(undefined)
const jsonError = z.looseObject({
  code: z.unknown().optional(),
  Message: text,
  message: text,
  Detail: text,
  detail: text,
  element: text,
})
// What cannot be read in a fault is passed over: that there is a fault matters more than its last property.
const jsonErrors = z.array(jsonError).nullish().catch(undefined)
const jsonFault = z.looseObject({ Error: jsonErrors, error: jsonErrors, type: text }).nullish().catch({})
const jsonFaultHolder = z.looseObject({ Fault: jsonFault, fault: jsonFault })

function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  return isJsonNumber(value) ? value.value : ''
}

/**
 * The fault in an XML answer. Throttled and misrouted requests are answered in XML whatever was asked for, and some of
 * these answers are malformed (a missing `</Error>`), so the text is searched instead of parsed.
 */
export function readXmlFault(xml: string): Fault | undefined {
  const start = /<(?:\w+:)?Fault(?=[\s>/])[^>]*>/.exec(xml)
  if (start === null) return undefined
  const [, ...errors] = xml.slice(start.index).split(/<(?:\w+:)?Error(?=[\s>/])/)
  return { type: attributeOf(start[0], 'type'), errors: errors.map(xmlError) }
}

function xmlError(xml: string): FaultError {
  const tag = xml.slice(0, Math.max(xml.indexOf('>'), 0))
  return faultError({
    code: attributeOf(tag, 'code'),
    message: elementOf(xml, 'Message'),
    detail: elementOf(xml, 'Detail'),
    element: attributeOf(tag, 'element'),
  })
}

function attributeOf(tag: string, name: string): string {
  const match = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(tag)
  return unescapeXml(match?.[1] ?? match?.[2] ?? '')
}

function elementOf(xml: string, name: string): string {
  const match = new RegExp(`<(?:\\w+:)?${name}>([^<]*)`).exec(xml)
  return unescapeXml(match?.[1] ?? '').trim()
}

const entities: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
])

function unescapeXml(escaped: string): string {
  return escaped.replace(/&(\w{2,4});/g, (whole, name: string) => entities.get(name) ?? whole)
}

function faultError(error: { code: string; message: string; detail: string; element: string }): FaultError {
  // The gateway in front repeats the code inside its message, with leading zeros: "errorCode=003200".
  const code = error.code === '' ? (/errorCode=(\d+)/.exec(error.message)?.[1] ?? '') : error.code
  return { ...error, code: code.replace(/^0+(?=\d)/, ''), element: error.element === '' ? undefined : error.element }
}
