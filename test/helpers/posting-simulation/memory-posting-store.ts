import type { PostingStore } from '../../../src/app/posting/posting-store.ts'
import { companyAfter, openCompany, pauseOf, type PostingCompany } from '../../../src/domain/posting-company.ts'
import type { PostingState } from '../../../src/domain/posting.ts'
import type { Posting } from '../../../src/store/postings.ts'
import type { ClaimedPosting, WorkResult, WorkTaken, WorkTurn } from '../../../src/store/postings-in-work.ts'

interface Row {
  posting: Posting
  leasedBy: string | undefined
  leasedUntil: Date | undefined
  notBefore: Date | undefined
}

const longestLeaseMilliseconds = 3_600_000

/** The postings of one company in memory, by the same rules as in the database; a test holds the two against each other. */
export class MemoryPostingStore implements PostingStore {
  readonly #rows: Row[]
  #company: PostingCompany = openCompany

  constructor(postings: readonly Posting[]) {
    this.#rows = [...postings]
      .sort((a, b) => compare(a.clientId, b.clientId) || a.sequence - b.sequence)
      .map((posting) => ({ posting, leasedBy: undefined, leasedUntil: undefined, notBefore: undefined }))
  }

  postings(): readonly Posting[] {
    return this.#rows.map(({ posting }) => posting)
  }

  /** What an operator's next call does before it posts. */
  reopen(): void {
    for (const row of this.#rows) if (row.posting.state === 'needs-person') change(row, { state: 'unknown' })
  }

  /** Lets the company go on that was stopped. */
  async resume(): Promise<void> {
    this.#company = { ...this.#company, unknownsInARow: 0, stoppedBecause: undefined }
  }

  async takeTurn(turn: WorkTurn): Promise<WorkTaken> {
    const lost = turn.results.filter((result) => !this.#record(result, turn)).map(({ postingId }) => postingId)
    this.#company = turn.results.map(({ company }) => company).reduce(companyAfter, this.#company)
    const { stoppedBecause } = this.#company
    const nothing = { claimed: [], nextAt: undefined, stoppedBecause, lost }
    if (stoppedBecause !== undefined || turn.wanted === 0) return nothing
    const pausedUntil = pauseOf(this.#company, turn.now)
    if (pausedUntil !== undefined) {
      const { isLeft, at } = this.#left(turn)
      return { ...nothing, nextAt: isLeft ? later(at ?? pausedUntil, pausedUntil) : undefined }
    }
    const claimed = this.#claim(turn)
    const nextAt = claimed.length < turn.wanted ? this.#left(turn).at : undefined
    return { ...nothing, claimed, nextAt }
  }

  #record({ postingId, state, notBefore, attempt }: WorkResult, { worker }: WorkTurn): boolean {
    const row = this.#rows.find(({ posting }) => posting.id === postingId)
    if (row?.posting.state !== 'sending' || row.leasedBy !== worker) return false
    const { attempts, documentId, document, differences, failure } = row.posting
    change(row, {
      state,
      attempts: attempts + (attempt === undefined ? 0 : 1),
      documentId: attempt?.documentId ?? documentId,
      document: attempt?.document ?? document,
      differences: attempt?.differences ?? differences,
      failure: attempt === undefined ? failure : attempt.failure,
    })
    Object.assign(row, { leasedBy: undefined, leasedUntil: undefined, notBefore })
    return true
  }

  #claim({ now, worker, wanted, requestsInFlight, leaseMilliseconds }: WorkTurn): readonly ClaimedPosting[] {
    const busy = this.#rows.filter(
      (row) => row.posting.state === 'sending' && row.leasedUntil !== undefined && !isOver(row.leasedUntil, now),
    ).length
    const free = this.#rows.filter((row) => isOpen(row.posting.state) && isFree(row, now) && row.leasedBy !== worker)
    const inOrder = [
      ...free.filter(({ posting }) => posting.state !== 'intended'),
      ...free.filter(({ posting }) => posting.state === 'intended'),
    ]
    return inOrder.slice(0, Math.max(0, Math.min(wanted, requestsInFlight - busy))).map((row) => {
      const before = row.posting.state
      change(row, { state: 'sending' })
      Object.assign(row, { leasedBy: worker, leasedUntil: new Date(now.getTime() + leaseMilliseconds) })
      return { posting: row.posting, before }
    })
  }

  #left({ now, worker }: WorkTurn): { readonly isLeft: boolean; readonly at: Date | undefined } {
    const others = this.#rows.filter((row) => isOpen(row.posting.state) && row.leasedBy !== worker)
    if (others.length === 0) return { isLeft: false, at: undefined }
    const held = others
      .filter((row) => !isFree(row, now))
      .map(({ leasedUntil, notBefore }) => Math.max(leasedUntil?.getTime() ?? 0, notBefore?.getTime() ?? 0))
    const leases = others
      .filter(
        ({ posting, leasedUntil }) => posting.state === 'sending' && leasedUntil !== undefined && leasedUntil > now,
      )
      .map(({ leasedUntil }) => leasedUntil?.getTime() ?? 0)
    const times = others.some((row) => isFree(row, now)) ? [...held, ...leases] : held
    return { isLeft: true, at: times.length === 0 ? undefined : new Date(Math.min(...times)) }
  }
}

function isOpen(state: PostingState): boolean {
  return state === 'intended' || state === 'unknown' || state === 'sending'
}

function isFree({ leasedUntil, notBefore }: Row, now: Date): boolean {
  return isOver(leasedUntil, now) && isOver(notBefore, now)
}

/** Past, or so far ahead that a wrong clock set it. */
function isOver(time: Date | undefined, now: Date): boolean {
  if (time === undefined || time <= now) return true
  return time.getTime() > now.getTime() + longestLeaseMilliseconds
}

function change(row: Row, changes: Partial<Posting>): void {
  row.posting = { ...row.posting, ...changes }
}

function later(a: Date, b: Date): Date {
  return a > b ? a : b
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
