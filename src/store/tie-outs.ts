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
  readonly result: string
}

/** Keeps a tie-out; the same result again is the one that is there. */
export async function saveTieOut(
  transaction: Transaction,
  tieOut: { readonly period: Period; readonly verdict: string; readonly result: string; readonly now: Date },
): Promise<void> {
  const hash = sha256(tieOut.result)
  const { rows } = await sql<{ sha256: string }>`
    select sha256 from tie_out where period_start = ${tieOut.period.start} order by id desc limit 1`.execute(
    transaction,
  )
  if (rows[0]?.sha256 === hash) return
  await sql`insert into tie_out (organization_id, period_start, period_end, created_at, verdict, sha256, result)
    values (current_organization_id(), ${tieOut.period.start}, ${tieOut.period.end}, ${tieOut.now}, ${tieOut.verdict},
      ${hash}, ${tieOut.result})`.execute(transaction)
}

export async function newestTieOut(transaction: Transaction, period: Period): Promise<StoredTieOut | undefined> {
  const { rows } = await sql<Omit<StoredTieOut, 'period'>>`
    select created_at as "createdAt", verdict, sha256, result from tie_out
    where period_start = ${period.start} order by id desc limit 1`.execute(transaction)
  return rows[0] === undefined ? undefined : { period, ...rows[0] }
}

/** The tie-out with this hash, as it was made. */
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
