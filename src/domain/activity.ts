/** One thing that an operator did, for the record. */
export interface ActivityEntry {
  /** 1, 2, 3, … without gaps. */
  readonly sequence: number
  readonly at: Date
  readonly actor: string
  /** Verb and noun, such as `approve-run`. */
  readonly action: string
  /** What it was done to, such as a run's number or a month. */
  readonly subject: string
  /** What else belongs to the record, as canonical JSON; never a secret. */
  readonly details: string
  /** The hash of the entry before it; empty for the first. */
  readonly previousSha256: string
  readonly sha256: string
}
