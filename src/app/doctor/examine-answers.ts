import { withOrganization } from '../../store/database.ts'
import { newestAnswers, type StoredAnswer } from '../../store/source-answers.ts'
import type { AppContext } from '../context.ts'
import { good, notice, wrong, type HealthFinding } from './finding.ts'

/** What each distributor's own data has settled of what its documents leave open, with the evidence. */
export async function examineAnswers({ database, organization }: AppContext): Promise<readonly HealthFinding[]> {
  const answers = await withOrganization(database, organization.id, (tx) => newestAnswers(tx))
  return answers.map(examineAnswer)
}

export function examineAnswer({
  connectionId,
  question,
  asks,
  state,
  sentence,
  evidence,
}: StoredAnswer): HealthFinding {
  const code = `source.answer.${question}`
  const seen = evidence.length === 0 ? '' : ` Seen: ${evidence.join('; ')}.`
  switch (state) {
    case 'answered':
      return good(code, connectionId, `${sentence}${seen}`)
    case 'not-known-yet':
      return notice(
        { code, subject: connectionId, message: `not known yet: ${asks}. ${sentence}${seen}` },
        'Nothing to do: it is asked again when the next invoice is there.',
      )
    case 'contradicts-itself':
      return wrong(
        { code, subject: connectionId, message: `${asks}: ${sentence}${seen}` },
        'Look at these at the distributor, and ask it; until then nothing is read by either answer.',
      )
  }
}
