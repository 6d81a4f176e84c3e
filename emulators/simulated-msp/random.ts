/** Reproducible chance: the same labels give the same sequence on every machine and every version of Node. */
export interface Random {
  /** An integer from 0 up to, but not including, the limit. */
  below(limit: number): number
  /** An integer between two others, both inside. */
  between(least: number, most: number): number
  /** True with this probability. */
  chance(probability: number): boolean
  /** @throws {RangeError} for an empty list. */
  pick<T>(values: readonly T[]): T
  uuid(): string
}

/** A stream of its own for each combination of labels, so that one more draw here changes nothing there. */
export function createRandom(...labels: readonly (string | number)[]): Random {
  const next = smallFastCounter(labels.join('|'))
  const below = (limit: number): number => next() % limit
  return {
    below,
    between: (least, most) => least + below(most - least + 1),
    chance: (probability) => next() < probability * 4_294_967_296,
    pick: <T>(values: readonly T[]): T => {
      const index = below(Math.max(1, values.length))
      const value = values[index]
      if (value === undefined) throw new RangeError('Nothing can be picked from an empty list.')
      return value
    },
    uuid: () => uuidOf(next(), next(), next(), next()),
  }
}

/** sfc32, seeded by four different hashes of the text and warmed up. All of it is 32-bit integer arithmetic. */
function smallFastCounter(seed: string): () => number {
  let a = hash(seed, 0x9e3779b9)
  let b = hash(seed, 0x243f6a88)
  let c = hash(seed, 0xb7e15162)
  let counter = 1
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + sum) | 0
    return sum >>> 0
  }
  for (let warm = 0; warm < 12; warm += 1) next()
  return next
}

function hash(text: string, start: number): number {
  let value = start ^ text.length
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
    value = (value << 13) | (value >>> 19)
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  return value ^ (value >>> 13)
}

function uuidOf(first: number, second: number, third: number, fourth: number): string {
  const versioned = ((second & 0xffff0fff) | 0x00004000) >>> 0
  const variant = ((third & 0x3fffffff) | 0x80000000) >>> 0
  const [one, two, three, four] = [hex(first), hex(versioned), hex(variant), hex(fourth)]
  return `${one}-${two.slice(0, 4)}-${two.slice(4)}-${three.slice(0, 4)}-${three.slice(4)}${four}`
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0')
}
