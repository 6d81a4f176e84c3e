import { clientExcerpt } from '../../config/client-excerpt.ts'
import { listBillingConfigVersions } from '../../store/billing-configs.ts'
import { withOrganization } from '../../store/database.ts'
import { InvalidInput, NotFound } from '../../support/failure.ts'
import type { AppContext } from '../context.ts'
import { recordActivity } from '../record-activity.ts'
import { noteSubject } from './show-client.ts'

const longest = 2_000

/**
 * Keeps what somebody has to say of a client, for whoever looks after it next. A note is an entry of the activity log: it
 * says who wrote it when, and is never changed; a later one corrects it.
 * @throws {InvalidInput} for an empty or endless one; {@link NotFound} for a client that no config names.
 */
export async function noteClient(context: AppContext, clientId: string, text: string): Promise<void> {
  const trimmed = text.trim()
  if (trimmed === '') throw new InvalidInput('The note is empty.')
  if (trimmed.length > longest) throw new InvalidInput(`A note has at most ${String(longest)} characters.`)
  await withOrganization(context.database, context.organization.id, async (tx) => {
    const versions = await listBillingConfigVersions(tx)
    if (versions.every(({ source }) => clientExcerpt(source, clientId) === undefined)) {
      throw new NotFound(`No billing config names a client "${clientId.slice(0, 60)}".`)
    }
    const subject = noteSubject(clientId)
    await recordActivity(tx, context, { action: 'note-client', subject, details: { text: trimmed } })
  })
}
