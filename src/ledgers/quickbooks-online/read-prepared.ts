import { z } from 'zod'
import { InvalidInput } from '../../support/failure.ts'
import { InvalidJson, parseJson } from '../../support/json.ts'
import type { PreparedDocument } from '../gateway.ts'
import { unreadable } from '../wire/json-parts.ts'
import { preparedDocument } from './posted-document.ts'

/** What a body of ours says. @throws {InvalidInput} when it is none. */
export function readPrepared(body: string): PreparedDocument {
  try {
    return preparedDocument(parseJson(body))
  } catch (error) {
    if (error instanceof z.ZodError) throw new InvalidInput(`The body cannot be read (${unreadable(error)}).`)
    if (error instanceof InvalidJson) throw new InvalidInput('The body is no JSON.', { cause: error })
    throw error
  }
}
