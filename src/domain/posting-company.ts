/**
 * How one ledger company stands with all who post to it. Every worker and process shares it, so that a pause, a stop
 * or a row of answers that never came counts for all of them.
 */
export interface PostingCompany {
  /** Nothing is sent until then: the ledger asked for it. */
  readonly pausedUntil: Date | undefined
  /** Postings whose outcome could not be learnt, since the last that was settled. */
  readonly unknownsInARow: number
  /** Why nothing more is sent until somebody posts again; undefined: it goes on. */
  readonly stoppedBecause: string | undefined
}

export const openCompany: PostingCompany = { pausedUntil: undefined, unknownsInARow: 0, stoppedBecause: undefined }

/** What a piece of work on a posting says about the company. */
export type CompanyEvent =
  | { readonly kind: 'settled' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'pause'; readonly until: Date }
  | { readonly kind: 'stop'; readonly because: string }
  | { readonly kind: 'nothing' }

/** Three in a row say that the ledger, or the way to it, is in trouble; the rest waits. */
const mostUnknownsInARow = 3

/** A pause of more than this was noted by a clock that was wrong. The longest that a ledger is believed is an hour. */
const longestPauseMilliseconds = 2 * 3_600_000

/** The company after one more event. What stopped it first stays the reason. */
export function companyAfter(company: PostingCompany, event: CompanyEvent): PostingCompany {
  switch (event.kind) {
    case 'nothing':
      return company
    case 'settled':
      return company.unknownsInARow === 0 ? company : { ...company, unknownsInARow: 0 }
    case 'unknown': {
      const unknownsInARow = company.unknownsInARow + 1
      const because =
        'three invoices in a row got no usable answer. Nothing is posted twice; run `seatledger post` again when the ledger answers.'
      const stops = unknownsInARow >= mostUnknownsInARow
      return { ...company, unknownsInARow, stoppedBecause: company.stoppedBecause ?? (stops ? because : undefined) }
    }
    case 'pause': {
      const isLonger = company.pausedUntil === undefined || company.pausedUntil < event.until
      return isLonger ? { ...company, pausedUntil: event.until } : company
    }
    case 'stop':
      return company.stoppedBecause === undefined ? { ...company, stoppedBecause: event.because } : company
  }
}

/** Until when the company is paused at this moment; undefined: it is not. */
export function pauseOf({ pausedUntil }: PostingCompany, now: Date): Date | undefined {
  if (pausedUntil === undefined || pausedUntil <= now) return undefined
  return pausedUntil.getTime() - now.getTime() > longestPauseMilliseconds ? undefined : pausedUntil
}
