import { Failure } from '../../support/failure.ts'

/** This machine cannot run the built-in database at all. */
export class EmbeddedPostgresUnavailable extends Failure {
  override readonly code = 'store.embedded-unavailable'
}

/** The built-in database did not start; the message carries the reason that the server itself gave. */
export class EmbeddedPostgresStartFailed extends Failure {
  override readonly code = 'store.embedded-start-failed'
}

/** The data directory was written by another major version of PostgreSQL. */
export class DataDirectoryVersionMismatch extends Failure {
  override readonly code = 'store.data-directory-version'
}

/** The data directory is there, but this user may not use it. */
export class DataDirectoryNotAccessible extends Failure {
  override readonly code = 'store.data-directory-not-accessible'
}
