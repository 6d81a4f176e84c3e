import { LosslessNumber, parse, stringify } from 'lossless-json'
import { InvalidInput, messageOf } from './failure.ts'

/** A number as it stood in a JSON text: its characters, never a binary float. */
export type JsonNumber = LosslessNumber
export const JsonNumber = LosslessNumber

export function isJsonNumber(value: unknown): value is JsonNumber {
  return value instanceof LosslessNumber
}

/** A JSON number token for {@link stringifyJson}, from plain decimal text such as `25.19`. */
export function jsonNumber(text: string): JsonNumber {
  return new LosslessNumber(text)
}

/**
 * Parses JSON whose numbers may be money: each number arrives as a {@link JsonNumber} that keeps its text.
 * @throws {InvalidJson} when the text is not JSON.
 */
export function parseJson(text: string): unknown {
  try {
    return parse(text)
  } catch (error) {
    throw new InvalidJson(`The text is not JSON: ${messageOf(error)}`, { cause: error })
  }
}

/** Writes JSON in which a {@link JsonNumber} stands as the number token that it holds. Keys keep their order. */
export function stringifyJson(value: unknown): string {
  const text = stringify(value)
  if (text === undefined) throw new TypeError('Only JSON values can be written as JSON.')
  return text
}

export class InvalidJson extends InvalidInput {
  override readonly code = 'json.invalid'
}
