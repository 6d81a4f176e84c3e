import { InvalidInput, messageOf } from '../../support/failure.ts'
import { GatewayFailure, LedgerAuthorization, LedgerUnavailable, PostingOutcomeUnknown } from '../errors.ts'
import { FolderMemoryUnreadable } from './folder/invoice-folder.ts'

/** Nothing can be done until a person has changed something: the folder is gone, or not ours to write in. */
const wantsPerson = ['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'EROFS', 'ENAMETOOLONG']

/** What reading threw, as one of the closed set. */
export function failureOfRead(error: unknown, directory: string): unknown {
  return failureOf(error, directory, (message, cause) => new LedgerUnavailable(message, { cause }))
}

/** What writing threw. A disk that is full or gone leaves open whether the file is there; looking tells. */
export function failureOfWrite(error: unknown, directory: string): unknown {
  return failureOf(error, directory, (message, cause) => new PostingOutcomeUnknown(message, { cause }))
}

function failureOf(
  error: unknown,
  directory: string,
  otherwise: (message: string, cause: unknown) => GatewayFailure,
): unknown {
  if (error instanceof GatewayFailure) return error
  if (error instanceof FolderMemoryUnreadable || error instanceof InvalidInput) {
    const message = `The folder ${directory} holds what cannot be read: ${error.message}. Bring it back from a copy, or move it away.`
    return new LedgerUnavailable(message, { cause: error })
  }
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (typeof code !== 'string') return error
  if (!wantsPerson.includes(code)) return otherwise(`The folder ${directory}: ${messageOf(error)}.`, error)
  const message = `The folder ${directory} cannot be used (${messageOf(error)}). Make it, or give this user the right to write in it, and post again.`
  return new LedgerAuthorization(message, { cause: error })
}
