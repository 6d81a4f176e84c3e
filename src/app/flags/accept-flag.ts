import { randomUUID } from 'node:crypto'
import type { Anomaly } from '../../domain/anomaly.ts'
import { formatMonth, type Period } from '../../domain/period.ts'
import { withOrganization } from '../../store/database.ts'
import { saveFlagAcceptance, withdrawFlagAcceptance, type FlagAcceptance } from '../../store/flag-acceptances.ts'
import { canonicalJson } from '../../support/canonical-json.ts'
import { Failure, InvalidInput, NotFound } from '../../support/failure.ts'
import { sha256 } from '../../support/hash.ts'
import { requireOpenMonth } from '../close/require-open-month.ts'
import type { AppContext } from '../context.ts'
import { currentRuns } from '../find-run.ts'
import { recordActivity } from '../record-activity.ts'
import { readReview } from '../run/read-review.ts'

/** Names a flag: what it is about, and its sentence with the numbers. With other numbers it is another flag. */
export function flagSha256({
  code,
  subject: { kind, id },
  message,
}: Pick<Anomaly, 'code' | 'subject' | 'message'>): string {
  return sha256(canonicalJson([code, kind, id, message]))
}

/** The acceptance of exactly this flag, where there is one. */
export function acceptanceOf(anomaly: Anomaly, acceptances: readonly FlagAcceptance[]): FlagAcceptance | undefined {
  // Most flags are not accepted, and a month has thousands of them.
  const likely = acceptances.filter(({ code, clientId }) => code === anomaly.code && clientId === anomaly.clientId)
  if (likely.length === 0) return undefined
  const hash = flagSha256(anomaly)
  return likely.find(({ flagSha256: accepted }) => accepted === hash)
}

/** Those that nobody has let stand. */
export function openFlags(anomalies: readonly Anomaly[], acceptances: readonly FlagAcceptance[]): readonly Anomaly[] {
  return acceptances.length === 0
    ? anomalies
    : anomalies.filter((anomaly) => acceptanceOf(anomaly, acceptances) === undefined)
}

interface FlagToAccept {
  readonly period: Period
  readonly clientId: string | undefined
  readonly flag: string
  readonly reason: string
}

/**
 * Lets a flag of what counts of a month stand, this once: a later run that says the very same keeps the acceptance, and
 * one that says otherwise flags anew. What blocks is mended and not accepted.
 * @throws {NotFound | FlagRefused | InvalidInput | MonthClosed}
 */
export async function acceptFlag(
  context: AppContext,
  { period, clientId, flag, reason }: FlagToAccept,
): Promise<string> {
  const { database, organization, actor } = context
  if (reason.trim() === '') throw new InvalidInput('Say why the flag may stand.')
  const { parts } = await readReview(context, await currentRuns(context, period))
  const found = parts
    .flatMap(({ anomalies }) => anomalies)
    .find((one) => one.clientId === clientId && flagSha256(one) === flag)
  if (found === undefined) {
    throw new NotFound(
      `${formatMonth(period)} has no such flag any more: a newer run may say otherwise. Read it again.`,
    )
  }
  if (found.severity === 'blocking') {
    throw new FlagRefused(`"${found.code}" blocks the invoice and cannot be accepted: ${found.nextStep}`)
  }
  const id = randomUUID()
  await withOrganization(database, organization.id, async (tx) => {
    await requireOpenMonth(tx, period, 'no flag of it is accepted any more')
    const acceptance = {
      ...{ id, periodStart: period.start, clientId, flagSha256: flag, code: found.code, message: found.message },
      ...{ reason: reason.trim(), acceptedBy: actor, acceptedAt: database.clock.now() },
    }
    if (!(await saveFlagAcceptance(tx, acceptance))) throw new FlagRefused('Somebody has accepted this flag already.')
    const details = { code: found.code, client: clientId ?? null, message: found.message, reason: reason.trim() }
    await recordActivity(tx, context, { action: 'accept-flag', subject: formatMonth(period), details })
  })
  return id
}

/** @throws {NotFound | InvalidInput | MonthClosed} */
export async function takeBackAcceptance(
  context: AppContext,
  { period, id, reason }: { readonly period: Period; readonly id: string; readonly reason: string },
): Promise<void> {
  const { database, organization, actor } = context
  if (reason.trim() === '') throw new InvalidInput('Say why it is taken back.')
  await withOrganization(database, organization.id, async (tx) => {
    await requireOpenMonth(tx, period, 'no acceptance of it is taken back any more')
    const withdrawn = { id, periodStart: period.start, by: actor, at: database.clock.now(), reason: reason.trim() }
    const taken = await withdrawFlagAcceptance(tx, withdrawn)
    if (taken === undefined) throw new NotFound('This acceptance is not in force: somebody may have taken it back.')
    const details = { code: taken.code, client: taken.clientId, reason: reason.trim() }
    await recordActivity(tx, context, { action: 'withdraw-acceptance', subject: formatMonth(period), details })
  })
}

class FlagRefused extends Failure {
  override readonly code = 'approval.flag-refused'
}
