import { InvalidInput } from '../../src/support/failure.ts'

/**
 * A number that is written to JSON exactly as its text stands. Amounts never become binary floats on their way out, so
 * a client that reads losslessly can check every digit.
 */
export class NumberText {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

export type JsonValue = string | number | boolean | null | undefined | NumberText | readonly JsonValue[] | JsonObject

export interface JsonObject {
  readonly [name: string]: JsonValue
}

const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/

/**
 * Checks that a decimal text can stand in JSON as a number token.
 * @throws {InvalidInput} naming the field, for a text such as `1,200.00` or `.5`.
 */
export function requireNumberText(text: string, field: string): void {
  if (jsonNumber.test(text)) return
  throw new InvalidInput(`The Pax8 emulator cannot hold "${text}" as ${field}: write a decimal number such as 25.19.`)
}

/** The text as a number token; `undefined` and `null` stay what they are. */
export function numberText<T extends null | undefined>(text: string | T): NumberText | T {
  return typeof text === 'string' ? new NumberText(text) : text
}

/** How a field without a value is written: Pax8's examples leave it out; other answers of the kind say `null`. */
export type AbsentFields = 'omitted' | 'null'

/** Writes JSON with the fields in the order given. Whole numbers (counters, statuses) may be plain numbers. */
export function writeJson(value: JsonValue, absent: AbsentFields = 'omitted'): string {
  if (value === undefined || value === null) return 'null'
  if (value instanceof NumberText) return value.text
  if (typeof value !== 'object') return JSON.stringify(value)
  if (isList(value)) return `[${value.map((member) => writeJson(member, absent)).join(',')}]`
  const members: string[] = []
  for (const [name, member] of Object.entries(value)) {
    if (member === undefined && absent === 'omitted') continue
    members.push(`${JSON.stringify(name)}:${writeJson(member, absent)}`)
  }
  return `{${members.join(',')}}`
}

function isList(value: readonly JsonValue[] | JsonObject): value is readonly JsonValue[] {
  return Array.isArray(value)
}
