import { dayNumber, type PlainDate } from '../../domain/plain-date.ts'
import { observedValues, recordsOfCompleteSnapshots, type Noun } from '../../store/observations.ts'
import { sha256 } from '../../support/hash.ts'
import { inTransaction, type SyncSession } from './sync-session.ts'

const daysInRota = 7

/**
 * Which of these records want what belongs to them (a company's contacts, a product's prices) to be read: the new ones,
 * and on each day of the week a seventh of the others, so that no night reads all of them. One that a broken sync saw
 * first is new until a complete one has ended or what belongs to it is here.
 */
export async function dueByRota(
  session: SyncSession,
  recordIds: readonly string[],
  what: { readonly noun: Noun; readonly belonging: Noun; readonly field: string },
): Promise<string[]> {
  const { connectionId, day } = session
  const [known, served] = await inTransaction(session, async (tx) => [
    await recordsOfCompleteSnapshots(tx, connectionId, what.noun),
    await observedValues(tx, { connectionId, noun: what.belonging, field: what.field }),
  ])
  return recordIds.filter((id) => (!known.has(id) && !served.has(id)) || isItsDay(id, day))
}

function isItsDay(recordId: string, day: PlainDate): boolean {
  return Number.parseInt(sha256(recordId).slice(0, 8), 16) % daysInRota === dayNumber(day) % daysInRota
}
