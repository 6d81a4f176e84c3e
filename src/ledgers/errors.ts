import { Failure } from '../support/failure.ts'

/** Failures common to all ledgers, so that the posting protocol never reads a vendor's text. */
export abstract class GatewayFailure extends Failure {
  /** The vendor's id of the exchange, for its support. */
  readonly traceId: string | undefined

  constructor(message: string, options?: { cause?: unknown; traceId?: string | undefined }) {
    super(message, options)
    this.traceId = options?.traceId
  }
}

/** The grant is gone: a person must connect again. Stops the company. */
export class LedgerAuthentication extends GatewayFailure {
  override readonly code = 'ledger.authentication'
}

/** The company, the edition or the user's rights do not allow it. Stops the company. */
export class LedgerAuthorization extends GatewayFailure {
  override readonly code = 'ledger.authorization'
}

/** The ledger asks to wait; nothing was done. Pauses the company. */
export class LedgerThrottled extends GatewayFailure {
  override readonly code = 'ledger.throttled'
  readonly waitMilliseconds: number

  constructor(message: string, waitMilliseconds: number, options?: { cause?: unknown; traceId?: string | undefined }) {
    super(message, options)
    this.waitMilliseconds = waitMilliseconds
  }
}

/** The ledger refused this document, and will again until it is changed. Others go on. */
export class PostingRejected extends GatewayFailure {
  override readonly code = 'ledger.rejected'
  /** The field the ledger named, where it did. */
  readonly field: string | undefined
  /** The vendor's own code and text. */
  readonly vendorText: string

  constructor(
    message: string,
    details: { field: string | undefined; vendorText: string },
    options?: { cause?: unknown; traceId?: string | undefined },
  ) {
    super(message, options)
    this.field = details.field
    this.vendorText = details.vendorText
  }
}

/** The ledger says a document of this number is there already: look it up. */
export class LedgerDuplicate extends GatewayFailure {
  override readonly code = 'ledger.duplicate'
}

export class LedgerNotFound extends GatewayFailure {
  override readonly code = 'ledger.not-found'
}

/** A read got no usable answer; nothing was written. */
export class LedgerUnavailable extends GatewayFailure {
  override readonly code = 'ledger.unavailable'
}

/** A write got no usable answer: the ledger may or may not have the document. Never post it afresh. */
export class PostingOutcomeUnknown extends GatewayFailure {
  override readonly code = 'ledger.outcome-unknown'
}
