import type { Anomaly } from '../../domain/anomaly.ts'
import type { SubscriptionTimeline } from '../../domain/timeline.ts'
import { withOrganization } from '../../store/database.ts'
import { saveRunInvoices, type RunAnomalyRow } from '../../store/run-results.ts'
import { canonicalJson } from '../../support/canonical-json.ts'
import { sha256 } from '../../support/hash.ts'
import type { AppContext } from '../context.ts'
import { numbersWanted, type DocumentNumbers, type NumberRequest } from './give-document-numbers.ts'
import type { OpenedRun } from './open-stored-run.ts'
import { prepareRunInvoices } from './prepare-run-invoices.ts'
import { invoiceMark } from './run-hash.ts'
import type { RunLot } from './run-lots.ts'
import { unclaimedOf } from './unclaimed-supply.ts'
import { workClient } from './work-client.ts'

/** What a lot leaves to be added to the run; its invoices are stored. */
export interface LotResult {
  /** One a client, in their order. */
  readonly invoiceMarks: readonly string[]
  readonly anomalies: readonly HashedAnomaly[]
  /** Of the lot's subscriptions those that no client of the config could be billed for. */
  readonly unclaimed: readonly SubscriptionTimeline[]
}

export interface HashedAnomaly extends RunAnomalyRow {
  readonly sha256: string
}

/** The run can be seen once it is finished, and that commit waits for the disk. */
const isDurableLater = { isDurableAtOnce: false }

/**
 * Works and stores the invoices of a lot: the same rows, bytes and hashes wherever and in whichever order lots are
 * worked.
 * @param giveNumbers Numbers are counted, so lots get theirs one after the other.
 */
export async function workLot(
  context: AppContext,
  opened: OpenedRun,
  lot: RunLot,
  giveNumbers: (request: NumberRequest) => Promise<DocumentNumbers>,
): Promise<LotResult> {
  const { run, evidence, runContext } = opened
  const { supplies, timelines } = await evidence.lotEvidence(lot)
  const unclaimed = unclaimedOf(runContext, timelines)
  if (lot.clientIds.length === 0) return { invoiceMarks: [], anomalies: [], unclaimed }
  const results = Array.from(supplies, (supply) => workClient(runContext, supply))
  const numbers = await giveNumbers(numbersWanted(results))
  const { invoices, anomalies } = prepareRunInvoices(context, opened, results, numbers)
  const { database, organization } = context
  await withOrganization(database, organization.id, (tx) => saveRunInvoices(tx, run.id, invoices), isDurableLater)
  return { invoiceMarks: invoices.map(invoiceMark), anomalies: anomalies.map(toRow), unclaimed }
}

export function toRow(anomaly: Anomaly): HashedAnomaly {
  const { clientId, code, severity } = anomaly
  const text = canonicalJson(anomaly)
  return { clientId, code, severity, anomaly: text, sha256: sha256(text) }
}
