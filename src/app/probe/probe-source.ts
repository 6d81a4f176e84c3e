import { SourceFailure } from '../../sources/errors.ts'
import type { ProbeAnswer, Source } from '../../sources/source.ts'
import { withOrganization, type Database } from '../../store/database.ts'
import { newestAnswers, saveSourceAnswers } from '../../store/source-answers.ts'
import { totalIdentityQuestion } from './total-identity-answer.ts'

export interface ProbedSource {
  readonly database: Database
  readonly organizationId: string
  readonly connectionId: string
  readonly source: Source
  readonly signal: AbortSignal
}

/** What the probe said; or why it could not ask, which costs nothing but the answers. */
export interface ProbeOutcome {
  readonly answers: readonly ProbeAnswer[]
  readonly failure: SourceFailure | undefined
}

/**
 * Asks a source's own data what its documents leave open, and keeps the answers with their evidence. It only reads. A
 * source that leaves nothing open has no answers.
 */
export async function probeSource({
  database,
  organizationId,
  connectionId,
  source,
  signal,
}: ProbedSource): Promise<ProbeOutcome> {
  try {
    const answers = (await source.probe?.(signal)) ?? []
    await withOrganization(database, organizationId, (tx) =>
      saveSourceAnswers(tx, connectionId, answers, database.clock.now()),
    )
    return { answers, failure: undefined }
  } catch (error) {
    if (error instanceof SourceFailure) return { answers: [], failure: error }
    throw error
  }
}

/** True while the source's questions were never put; what stays open is asked again with the next invoice. */
export async function wasNeverProbed({
  database,
  organizationId,
  connectionId,
  source,
}: ProbedSource): Promise<boolean> {
  if (source.probe === undefined) return false
  const known = await withOrganization(database, organizationId, (tx) => newestAnswers(tx, connectionId))
  return known.every(({ question }) => question === totalIdentityQuestion)
}
