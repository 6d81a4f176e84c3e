import type { AppContext } from '../context.ts'
import { examineActivity } from './examine-activity.ts'
import { examineAnswers } from './examine-answers.ts'
import { examineConnections, type ConnectionTools } from './examine-connections.ts'
import { examineSecrets } from './examine-key.ts'
import { examineLedgerLists } from './examine-ledger-lists.ts'
import { examineLedgerDocuments } from './examine-ledger-documents.ts'
import { examinePostings } from './examine-postings.ts'
import { examineSchedules } from './examine-schedules.ts'
import { examineSnapshots } from './examine-snapshots.ts'
import { examineTotalRules } from './examine-total-rules.ts'
import type { HealthFinding } from './finding.ts'

/** All that belongs to one organization. Changes nothing; a token may be renewed by the calls outside. */
export async function examineOrganization(
  context: AppContext,
  tools: Omit<ConnectionTools, 'keys'> & { readonly keys: ConnectionTools['keys'] | undefined },
): Promise<readonly HealthFinding[]> {
  const { keys, adapters } = tools
  return [
    // Without the key no secret can be read, which has been told of already.
    ...(keys === undefined ? [] : await examineSecrets(context, keys)),
    ...(keys === undefined ? [] : await examineConnections(context, { ...tools, keys })),
    ...(await examineSchedules(context, adapters)),
    ...(await examineSnapshots(context, adapters)),
    ...(await examineTotalRules(context)),
    ...(await examineAnswers(context)),
    ...(await examineLedgerLists(context)),
    ...(await examinePostings(context)),
    ...(await examineLedgerDocuments(context)),
    await examineActivity(context),
  ]
}
