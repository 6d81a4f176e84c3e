import { sql, type RawBuilder } from 'kysely'
import type { Period } from '../domain/period.ts'
import {
  companyAfter,
  openCompany,
  pauseOf,
  type CompanyEvent,
  type PostingCompany,
} from '../domain/posting-company.ts'
import type { PostingState } from '../domain/posting.ts'
import type { Transaction } from './database.ts'
import { summaryColumns, toSummary, type PostingInWork, type SummaryRow } from './postings.ts'

/** A posting that a worker took, and the state that it was found in. */
export interface ClaimedPosting {
  readonly posting: PostingInWork
  readonly before: PostingState
}

/** What one piece of work on a claimed posting came to. */
export interface WorkResult {
  readonly postingId: string
  readonly state: PostingState
  /** Not before then is it worked on again. */
  readonly notBefore: Date | undefined
  /** What is noted of a try; undefined where nothing was tried, so that the posting goes back as it was. */
  readonly attempt: WorkAttempt | undefined
  readonly company: CompanyEvent
}

export interface WorkAttempt {
  readonly step: 'send' | 'look-up' | 'adopt'
  readonly outcome: string
  readonly traceId: string | undefined
  readonly documentId: string | undefined
  /** The ledger's document as it answered, and where it differs from what was approved, as JSON texts. */
  readonly document: string | undefined
  readonly differences: string | undefined
  readonly failure: string | undefined
}

/** One turn of a worker: what it has done since the last, and how much it would take on. */
export interface WorkTurn {
  readonly ledgerConnectionId: string
  readonly period: Period
  readonly worker: string
  readonly now: Date
  readonly leaseMilliseconds: number
  /** How many of the company's postings may be on their way at once, whoever sends them. */
  readonly requestsInFlight: number
  readonly wanted: number
  /** In the order in which they came, one for each posting. */
  readonly results: readonly WorkResult[]
}

export interface WorkTaken {
  readonly claimed: readonly ClaimedPosting[]
  /** When there may be more to take than was taken; undefined: not before one under way is settled, or never. */
  readonly nextAt: Date | undefined
  /** Why the company takes no more; undefined: it goes on. */
  readonly stoppedBecause: string | undefined
  /** Postings among the results that another worker had taken over meanwhile: its word counts. */
  readonly lost: readonly string[]
}

/**
 * Records what a worker has done and gives it more, in one change: a claimed posting is marked as being sent before
 * anything of it is, so that a death in between leaves it unknown, not fresh. All turns at one company follow one
 * another, since each holds the company's row: neither the limit nor the stop can be passed by two at once.
 */
export async function takeTurn(transaction: Transaction, turn: WorkTurn): Promise<WorkTaken> {
  const before = await lockCompany(transaction, turn.ledgerConnectionId)
  const lost = await recordResults(transaction, turn)
  const company = turn.results.map((result) => result.company).reduce(companyAfter, before)
  if (company !== before) await saveCompany(transaction, turn.ledgerConnectionId, company)
  const { stoppedBecause } = company
  const pausedUntil = pauseOf(company, turn.now)
  const nothing = { claimed: [], stoppedBecause, lost }
  if (stoppedBecause !== undefined || turn.wanted === 0) return { ...nothing, nextAt: undefined }
  if (pausedUntil !== undefined) {
    const { isLeft, at } = await whatIsLeft(transaction, turn)
    return { ...nothing, nextAt: isLeft ? later(at ?? pausedUntil, pausedUntil) : undefined }
  }
  const claimed = await claim(transaction, turn)
  const nextAt = claimed.length < turn.wanted ? (await whatIsLeft(transaction, turn)).at : undefined
  return { claimed, nextAt, stoppedBecause, lost }
}

/** Lets a company go on that was stopped. Whoever posts again has seen why. */
export async function resumeCompany(transaction: Transaction, ledgerConnectionId: string): Promise<void> {
  await lockCompany(transaction, ledgerConnectionId)
  await sql`update posting_company set stopped_because = null, unknowns_in_a_row = 0
    where ledger_connection_id = ${ledgerConnectionId}
      and (stopped_because is not null or unknowns_in_a_row > 0)`.execute(transaction)
}

/** Stops all who post to a company, in whatever process, before their next invoice. */
export async function stopCompany(
  transaction: Transaction,
  ledgerConnectionId: string,
  because: string,
): Promise<void> {
  const company = await lockCompany(transaction, ledgerConnectionId)
  await saveCompany(transaction, ledgerConnectionId, companyAfter(company, { kind: 'stop', because }))
}

interface CompanyRow {
  readonly pausedUntil: Date | null
  readonly unknownsInARow: number
  readonly stoppedBecause: string | null
}

async function lockCompany(transaction: Transaction, ledgerConnectionId: string): Promise<PostingCompany> {
  const { rows } = await sql<CompanyRow>`
    select paused_until as "pausedUntil", unknowns_in_a_row as "unknownsInARow", stopped_because as "stoppedBecause"
    from posting_company where ledger_connection_id = ${ledgerConnectionId} for update`.execute(transaction)
  const row = rows[0]
  if (row !== undefined) {
    const { pausedUntil, unknownsInARow, stoppedBecause } = row
    return { pausedUntil: pausedUntil ?? undefined, unknownsInARow, stoppedBecause: stoppedBecause ?? undefined }
  }
  await sql`insert into posting_company (organization_id, ledger_connection_id)
    values (current_organization_id(), ${ledgerConnectionId}) on conflict do nothing`.execute(transaction)
  await sql`select 1 from posting_company where ledger_connection_id = ${ledgerConnectionId} for update`.execute(
    transaction,
  )
  return openCompany
}

async function saveCompany(
  transaction: Transaction,
  ledgerConnectionId: string,
  { pausedUntil, unknownsInARow, stoppedBecause }: PostingCompany,
): Promise<void> {
  await sql`update posting_company set paused_until = ${pausedUntil ?? null}, unknowns_in_a_row = ${unknownsInARow},
      stopped_because = ${stoppedBecause ?? null}
    where ledger_connection_id = ${ledgerConnectionId}`.execute(transaction)
}

/**
 * Writes what became of the postings that this worker still holds.
 * @returns the ids of those that it no longer does; nothing is written of them.
 */
async function recordResults(transaction: Transaction, { results, worker, now }: WorkTurn): Promise<readonly string[]> {
  if (results.length === 0) return []
  const { rows } = await sql<{ id: string }>`
    with result (id, state, not_before, is_try, step, outcome, trace_id, document_id, document, differences, failure) as (
      values ${sql.join(results.map(resultRow))}
    ), settled as (
      update posting set state = result.state, attempts = attempts + result.is_try::integer, leased_by = null,
        leased_until = null, not_before = result.not_before,
        document_id = coalesce(result.document_id, posting.document_id),
        document = coalesce(result.document, posting.document),
        differences = coalesce(result.differences, posting.differences),
        failure = case when result.is_try then result.failure else posting.failure end,
        settled_at = case when result.state in ('posted', 'rejected') then ${now}::timestamptz end
      from result where posting.id = result.id and posting.state = 'sending' and posting.leased_by = ${worker}
      returning posting.id, posting.attempts
    ), noted as (
      insert into posting_attempt (organization_id, posting_id, attempt, at, step, outcome, trace_id)
      select current_organization_id(), settled.id, settled.attempts, ${now}::timestamptz, step, outcome, trace_id
      from settled join result on result.id = settled.id where is_try
    )
    select id from settled`.execute(transaction)
  const kept = new Set(rows.map(({ id }) => id))
  return results.map(({ postingId }) => postingId).filter((id) => !kept.has(id))
}

/** Large texts travel as the bytes that the column holds: a list of them would have to be escaped first. */
function resultRow({ postingId, state, notBefore, attempt }: WorkResult): RawBuilder<unknown> {
  return sql`(${postingId}::uuid, ${state}::text, ${notBefore ?? null}::timestamptz, ${attempt !== undefined}::boolean,
    ${attempt?.step ?? null}::text, ${attempt?.outcome ?? null}::text, ${attempt?.traceId ?? null}::text,
    ${attempt?.documentId ?? null}::text, ${bytesOf(attempt?.document)}::text, ${attempt?.differences ?? null}::text,
    ${attempt?.failure ?? null}::text)`
}

function bytesOf(text: string | undefined): Buffer | null {
  return text === undefined ? null : Buffer.from(text, 'utf8')
}

/**
 * A lease, or a time to wait for, that lies further ahead than any is ever set was set by a clock that was wrong; it
 * counts as over, or everybody would wait for the wrong time to come true. Taking a posting over is always safe.
 */
const longestLease = sql`interval '1 hour'`

function isFree({ now }: WorkTurn): RawBuilder<unknown> {
  const isOver = (column: RawBuilder<unknown>): RawBuilder<unknown> =>
    sql`(${column} is null or ${column} <= ${now}::timestamptz or ${column} > ${now}::timestamptz + ${longestLease})`
  return sql`${isOver(sql`leased_until`)} and ${isOver(sql`not_before`)}`
}

async function claim(transaction: Transaction, turn: WorkTurn): Promise<readonly ClaimedPosting[]> {
  const { ledgerConnectionId, period, now, worker, requestsInFlight, wanted } = turn
  const ours = sql`ledger_connection_id = ${ledgerConnectionId} and period_start = ${period.start}`
  const leaseUntil = new Date(now.getTime() + turn.leaseMilliseconds)
  const { rows } = await sql<SummaryRow & { readonly before: PostingState; readonly body: string }>`
    with busy as (
      select count(*) as sent from posting where ledger_connection_id = ${ledgerConnectionId} and state = 'sending'
        and leased_until > ${now}::timestamptz and leased_until <= ${now}::timestamptz + ${longestLease}
    ), room as (
      select greatest(0, least(${wanted}::bigint, ${requestsInFlight} - sent)) as places from busy
    ), next as (
      -- What may be in the ledger already comes first: somebody may be waiting to hear of it.
      (select id, state, 0 as rank, client_id, sequence from posting
        where ${ours} and state in ('unknown', 'sending') and ${isFree(turn)}
          -- What this worker itself has under way still comes to an end, however late.
          and leased_by is distinct from ${worker}
        order by client_id, sequence limit (select places from room))
      union all
      (select id, state, 1 as rank, client_id, sequence from posting
        where ${ours} and state = 'intended' and ${isFree(turn)}
        order by client_id, sequence limit (select places from room))
      order by rank, client_id, sequence limit (select places from room)
    )
    update posting set state = 'sending', leased_by = ${worker}, leased_until = ${leaseUntil}
    from next where posting.id = next.id and posting.state = next.state
    returning next.state as before, ${summaryColumns}, body`.execute(transaction)
  return rows
    .map(({ before, body, ...row }) => ({ before, posting: { ...toSummary(row), body } }))
    .sort((a, b) => compareText(keyOf(a), keyOf(b)))
}

function keyOf({ before, posting }: ClaimedPosting): string {
  return `${before === 'intended' ? '1' : '0'} ${posting.clientId} ${String(posting.sequence).padStart(6, '0')}`
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/**
 * Whether postings of the month are left, and when the next that is leased or held back may be worked on. Those that
 * this worker has under way itself are not waited for: it hears of them.
 */
async function whatIsLeft(
  transaction: Transaction,
  turn: WorkTurn,
): Promise<{ readonly isLeft: boolean; readonly at: Date | undefined }> {
  const { ledgerConnectionId, period, now, worker } = turn
  const others = sql`leased_by is distinct from ${worker}`
  const { rows } = await sql<{ free: string; waiting: string; at: Date | null; leased: Date | null }>`
    select count(*) filter (where ${isFree(turn)}) as free, count(*) as waiting,
      min(greatest(leased_until, not_before)) filter (where not (${isFree(turn)})) as at,
      (select min(leased_until) from posting where ledger_connection_id = ${ledgerConnectionId} and state = 'sending'
        and leased_until > ${now}::timestamptz and ${others}) as leased
    from posting
    where ledger_connection_id = ${ledgerConnectionId} and period_start = ${period.start}
      and state in ('intended', 'unknown', 'sending') and ${others}`.execute(transaction)
  const row = rows[0]
  if (row === undefined || row.waiting === '0') return { isLeft: false, at: undefined }
  // One that is free and was not taken found no room: it waits for one that is on its way.
  const times = [row.at, row.free === '0' ? null : row.leased].filter((time) => time !== null)
  const at = times.length === 0 ? undefined : new Date(Math.min(...times.map((time) => time.getTime())))
  return { isLeft: true, at }
}

function later(a: Date, b: Date): Date {
  return a > b ? a : b
}
