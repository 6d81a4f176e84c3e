import type { CarriedLine } from '../../domain/decision.ts'
import { billedCarriedIds } from '../../store/carried-lines.ts'
import type { Transaction } from '../../store/database.ts'
import { carryingDecisions } from '../../store/decisions.ts'
import { carryingAdjustments } from '../../store/posting-credits.ts'
import type { Run } from '../../store/runs.ts'
import { groupBy } from '../../support/group-by.ts'
import { readCarriedLines } from '../close/carried-text.ts'

/**
 * What people decided to carry to client invoices, from tie-outs and as adjustments, by client, as it stood when the run's
 * evidence was taken: what another invoice has billed already is left out.
 * @param billedUntil Invoices whose posting was begun later count as not billed yet; left out: all count.
 */
export async function loadCarriedLines(
  tx: Transaction,
  run: Run,
  billedUntil: Date | undefined,
): Promise<ReadonlyMap<string, readonly CarriedLine[]>> {
  const decisions = await carryingDecisions(tx, run.evidenceUntil)
  const adjustments = await carryingAdjustments(tx, run.evidenceUntil)
  const lines = [...decisions.flatMap(({ carried }) => carried ?? []), ...adjustments]
    .flatMap((carried) => readCarriedLines(carried))
    .filter(({ from }) => from <= run.period.start)
  const billed = await billedCarriedIds(tx, lines, billedUntil)
  return groupBy(
    lines.filter(({ carriedId }) => !billed.has(carriedId)),
    ({ clientId }) => clientId,
  )
}
