import type { PlainDate } from './plain-date.ts'

/** Where a fact comes from. */
export type EvidenceKind = 'snapshot' | 'history' | 'order' | 'webhook' | 'charge' | 'operator'

/** Points at the evidence behind a fact, and says when we learnt it. */
export interface EvidenceRef {
  readonly kind: EvidenceKind
  /** The row's own id in that kind of evidence: a snapshot's day, a history row's key, a charge's id. */
  readonly id: string
  /** How a person finds it, where the id alone says nothing: the invoice that a charge stands on. */
  readonly words?: string
  /** When we recorded it (ISO 8601, UTC); the effective date is a separate matter. */
  readonly recordedAt: string
}

/** One night's copy of a source. Only a complete one may end a subscription. */
export interface Snapshot {
  readonly id: string
  readonly connectionId: string
  readonly day: PlainDate
  readonly recordedAt: string
  readonly complete: boolean
}
