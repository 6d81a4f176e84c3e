/** What an operator can do that is kept for the record. */
export type ActivityAction =
  | 'sign-in'
  | 'fail-sign-in'
  | 'use-setup-link'
  | 'create-operator'
  | 'change-operator'
  | 'change-password'
  | 'create-api-token'
  | 'revoke-api-token'
  | 'connect'
  | 'disconnect'
  | 'request-sync'
  | 'note-client'
  | 'apply-config'
  | 'prepare-run'
  | 'cancel-job'
  | 'approve-invoices'
  | 'withdraw-approvals'
  | 'accept-flag'
  | 'withdraw-acceptance'
  | 'start-posting'
  | 'stop-posting'
  | 'void-invoice'
  | 'propose-credit'
  | 'approve-credit'
  | 'withdraw-credit'
  | 'write-batch'
  | 'set-first-month'
  | 'match-invoices'
  | 'backfill'
  | 'undo-matches'
  | 'decide-differences'
  | 'remember-charge-rule'
  | 'withdraw-charge-rule'
  | 'apply-charge-rule'
  | 'set-write-off-limit'
  | 'make-notice-endpoint'
  | 'remove-notice-endpoint'
  | 'withdraw-decisions'
  | 'close-month'
  | 'reopen-month'

/** One thing that an operator did, for the record. */
export interface ActivityEntry {
  /** 1, 2, 3, … without gaps. */
  readonly sequence: number
  readonly at: Date
  readonly actor: string
  /** An {@link ActivityAction}, or one of an earlier or later version of the program. */
  readonly action: string
  /** What it was done to, such as a month or an operator's name. */
  readonly subject: string
  /** What else belongs to the record, as canonical JSON; never a secret. */
  readonly details: string
  /** The hash of the entry before it; empty for the first. */
  readonly previousSha256: string
  readonly sha256: string
}
