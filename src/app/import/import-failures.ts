import { Failure, InvalidInput } from '../../support/failure.ts'

/** The file may not be imported as it is; its preview says what is wrong where. */
export class ImportRefused extends InvalidInput {
  override readonly code = 'import.refused'
}

/** The connection named for an import is something else than a file source. */
export class NotAFileConnection extends Failure {
  override readonly code = 'import.not-a-file-connection'
}
