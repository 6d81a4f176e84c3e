import { sql } from 'kysely'
import { z } from 'zod'
import type { Transaction } from './database.ts'

/** What a source's own data said to a question that its documents leave open, and when. */
export interface StoredAnswer {
  readonly connectionId: string
  readonly question: string
  readonly asks: string
  readonly state: 'answered' | 'not-known-yet' | 'contradicts-itself'
  readonly answer: string | undefined
  readonly sentence: string
  readonly evidence: readonly string[]
  readonly askedAt: Date
}

/** Adds the answers that say something else than the newest on record; an answer is never changed. */
export async function saveSourceAnswers(
  transaction: Transaction,
  connectionId: string,
  answers: readonly Omit<StoredAnswer, 'connectionId' | 'askedAt'>[],
  now: Date,
): Promise<void> {
  const newest = new Map((await newestAnswers(transaction, connectionId)).map((each) => [each.question, each]))
  for (const { question, asks, state, answer, sentence, evidence } of answers) {
    const before = newest.get(question)
    const texts = JSON.stringify(evidence)
    const isSame =
      before?.state === state &&
      before.answer === answer &&
      before.sentence === sentence &&
      JSON.stringify(before.evidence) === texts
    if (isSame) continue
    await sql`insert into source_answer
        (organization_id, connection_id, question, asks, state, answer, sentence, evidence, asked_at)
      values (current_organization_id(), ${connectionId}, ${question}, ${asks}, ${state}, ${answer ?? null}, ${sentence},
        ${texts}::jsonb, ${now})`.execute(transaction)
  }
}

/** The answers that a connection's source reads by, by question. */
export async function readSourceAnswers(
  transaction: Transaction,
  connectionId: string,
): Promise<ReadonlyMap<string, string>> {
  const answers = await newestAnswers(transaction, connectionId)
  return new Map(answers.flatMap(({ question, answer }) => (answer === undefined ? [] : [[question, answer] as const])))
}

const evidenceTexts = z.array(z.string())

interface AnswerRow extends Omit<StoredAnswer, 'answer' | 'evidence'> {
  readonly answer: string | null
  readonly evidence: string
}

/** The newest answer to each question, of one connection or of all. */
export async function newestAnswers(transaction: Transaction, connectionId?: string): Promise<readonly StoredAnswer[]> {
  const connection = connectionId === undefined ? sql`true` : sql`connection_id = ${connectionId}`
  const { rows } = await sql<AnswerRow>`
    select distinct on (connection_id, question) connection_id as "connectionId", question, asks, state, answer, sentence,
      evidence::text as evidence, asked_at as "askedAt"
    from source_answer where ${connection} order by connection_id, question, id desc`.execute(transaction)
  return rows.map((row) => ({
    ...row,
    answer: row.answer ?? undefined,
    evidence: evidenceTexts.parse(JSON.parse(row.evidence)),
  }))
}
