import { z } from 'zod'
import { InvalidInput } from '../../support/failure.ts'
import { InvalidJson, parseJson } from '../../support/json.ts'
import type { PreparedDocument, ReadPrepared } from '../gateway.ts'
import { unreadable } from '../wire/json-parts.ts'

/** What a body of ours says, where bodies are JSON. The reader it gives throws {InvalidInput} for any other text. */
export function preparedReader(read: (body: unknown) => PreparedDocument): ReadPrepared {
  return (body) => {
    try {
      return read(parseJson(body))
    } catch (error) {
      if (error instanceof z.ZodError) throw new InvalidInput(`The body cannot be read (${unreadable(error)}).`)
      if (error instanceof InvalidJson) throw new InvalidInput('The body is no JSON.', { cause: error })
      throw error
    }
  }
}
