import { TypeOverrides } from 'pg'
import { z } from 'zod'
import { parseJson } from '../support/json.ts'

/**
 * How PostgreSQL's values arrive here:
 * - `numeric` as text: an amount never becomes a float;
 * - `bigint` as a BigInt; `smallint` and `integer` as numbers;
 * - `date` as `YYYY-MM-DD`: a calendar day has no time zone, which a Date would give it;
 * - `timestamptz` as a Date, as the clock gives it (our times have whole milliseconds);
 * - `json` and `jsonb` as {@link parseJson} reads them: their numbers keep their text;
 * - floating-point numbers and times without a zone are refused: nothing here may be either.
 * Arrays hold the same.
 */
export const columnTypes: TypeOverrides = new TypeOverrides()

const asText = (text: string): string => text
const textArray = 1009

read({ type: 1700, array: 1231 }, asText)
read({ type: 20, array: 1016 }, BigInt)
read({ type: 1082, array: 1182 }, asText)
read({ type: 114, array: 199 }, parseJson)
read({ type: 3802, array: 3807 }, parseJson)
read({ type: 700, array: 1021 }, refuse('a floating-point number'))
read({ type: 701, array: 1022 }, refuse('a floating-point number'))
read({ type: 1114, array: 1115 }, refuse('a time without a time zone'))

function read(oids: { type: number; array: number }, parse: (text: string) => unknown): void {
  columnTypes.setTypeParser(oids.type, parse)
  columnTypes.setTypeParser(oids.array, (text) => elements(text).map((element) => parseElement(element, parse)))
}

// The driver's own reader of arrays, which its types describe as one of numbers.
function elements(text: string): readonly unknown[] {
  return z.array(z.unknown()).parse(Reflect.apply(columnTypes.getTypeParser(textArray), undefined, [text]))
}

function parseElement(element: unknown, parse: (text: string) => unknown): unknown {
  if (Array.isArray(element)) return element.map((inner) => parseElement(inner, parse))
  return typeof element === 'string' ? parse(element) : null
}

function refuse(what: string): (text: string) => never {
  return () => {
    throw new TypeError(`A query returned ${what}; the store reads none. Cast the column in the query.`)
  }
}
