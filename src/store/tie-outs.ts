import { sql } from 'kysely'
import { z } from 'zod'
import type { Period } from '../domain/period.ts'
import { sha256 } from '../support/hash.ts'
import type { Transaction } from './database.ts'

/** A tie-out as it was made; a later one of the same month stands beside it. */
export interface StoredTieOut {
  readonly period: Period
  readonly createdAt: Date
  readonly verdict: string
  readonly sha256: string
  /** What it was worked from, as a fingerprint; undefined for one of before that was noted. */
  readonly basis: string | undefined
  readonly result: string
}

/** A stored tie-out without its text, which may be megabytes. */
export type TieOutNote = Omit<StoredTieOut, 'result'>

/** Keeps a tie-out; the same result again is the one that is there, worked from what is known now. */
export async function saveTieOut(
  transaction: Transaction,
  tieOut: {
    readonly period: Period
    readonly verdict: string
    readonly result: string
    readonly basis: string
    readonly now: Date
  },
): Promise<TieOutNote> {
  const { period, verdict, result, basis, now } = tieOut
  const hash = sha256(result)
  const { rows } = await sql<{ id: bigint; sha256: string; createdAt: Date }>`
    select id, sha256, created_at as "createdAt" from tie_out
    where period_start = ${period.start} order by id desc limit 1`.execute(transaction)
  const [newest] = rows
  if (newest?.sha256 === hash) {
    await sql`update tie_out set basis = ${basis} where id = ${newest.id} and basis is distinct from ${basis}`.execute(
      transaction,
    )
    return { period, createdAt: newest.createdAt, verdict, sha256: hash, basis }
  }
  await sql`insert into tie_out (organization_id, period_start, period_end, created_at, verdict, sha256, basis, result)
    values (current_organization_id(), ${period.start}, ${period.end}, ${now}, ${verdict}, ${hash}, ${basis}, ${result})`.execute(
    transaction,
  )
  return { period, createdAt: now, verdict, sha256: hash, basis }
}

export async function newestTieOut(transaction: Transaction, period: Period): Promise<TieOutNote | undefined> {
  const { rows } = await sql<Omit<TieOutNote, 'period' | 'basis'> & { readonly basis: string | null }>`
    select created_at as "createdAt", verdict, sha256, basis from tie_out
    where period_start = ${period.start} order by id desc limit 1`.execute(transaction)
  const [newest] = rows
  return newest === undefined ? undefined : { ...newest, period, basis: newest.basis ?? undefined }
}

/** The text of the tie-out with this hash, as it was made. */
export async function findTieOut(transaction: Transaction, period: Period, hash: string): Promise<string | undefined> {
  const { rows } = await sql<{ result: string }>`
    select result from tie_out where period_start = ${period.start} and sha256 = ${hash} limit 1`.execute(transaction)
  return rows[0]?.result
}

/** What the newest tie-out found the header totals of each partner's invoices to be; undefined: none was made yet. */
export async function newestTotalRules(transaction: Transaction): Promise<readonly StoredTotalRule[] | undefined> {
  const { rows } = await sql<{ rules: string | null }>`
    select (result::jsonb -> 'totalRules')::text as rules from tie_out order by id desc limit 1`.execute(transaction)
  const rules = rows[0]?.rules
  return rules === null || rules === undefined ? undefined : totalRules.parse(JSON.parse(rules))
}

const totalRules = z.array(
  z.object({
    connectionId: z.string(),
    partnerName: z.string().optional(),
    holds: z.array(z.string()),
    testedOn: z.number(),
    brokenBy: z.array(z.object({ words: z.string() })),
  }),
)

export type StoredTotalRule = z.output<typeof totalRules>[number]
