import { Failure } from '../support/failure.ts'

/** The disk below the database is full; nothing of the transaction was kept. */
export class DiskFull extends Failure {
  override readonly code = 'store.disk-full'
}

/** The database cannot be reached, or went away during the work; nothing of the transaction was kept. */
export class DatabaseUnreachable extends Failure {
  override readonly code = 'store.unreachable'
}

/** The connection broke while the commit was on its way: it may have happened or not. */
export class CommitOutcomeUnknown extends Failure {
  override readonly code = 'store.commit-outcome-unknown'
}

/** The server takes no more connections. */
export class TooManyConnections extends Failure {
  override readonly code = 'store.too-many-connections'
}

/** The server does not let us in, or the role lacks a right. */
export class DatabaseAccessDenied extends Failure {
  override readonly code = 'store.access-denied'
}

/** The server is too old, or is no PostgreSQL. */
export class DatabaseNotSupported extends Failure {
  override readonly code = 'store.not-supported'
}

/** Other transactions were in the way each time that this one was tried. */
export class TooMuchContention extends Failure {
  override readonly code = 'store.contention'
}
