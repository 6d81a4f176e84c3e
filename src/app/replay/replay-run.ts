import type { Anomaly } from '../../domain/anomaly.ts'
import { engineVersion } from '../../billing/engine-version.ts'
import { canonicalJson } from '../../support/canonical-json.ts'
import { sha256 } from '../../support/hash.ts'
import type { RunInvoice } from '../../store/run-results.ts'
import type { Run } from '../../store/runs.ts'
import type { AdapterRegistry } from '../adapters.ts'
import type { AppContext } from '../context.ts'
import { compareClients, without, type ClientDifference } from '../diff/compare-clients.ts'
import { differingPlaces, type DifferingPlace } from '../diff/differing-places.ts'
import { invoiceMark, runHash } from '../run/run-hash.ts'
import { configOfRun, storedResult } from './stored-result.ts'
import { workAgain, type WorkedAgain } from './work-again.ts'

/** A stored run, worked again from the same input. */
export interface Replay {
  readonly run: Run
  /** The engine that worked it again; another one than the run's may rightly give other bytes. */
  readonly engineVersion: string
  /** True when every invoice, body, outcome and anomaly came out the same to the byte. */
  readonly isIdentical: boolean
  /** The hash as it came out now. */
  readonly sha256: string
  /** What differs in money and in what is flagged, per client. */
  readonly clients: readonly ClientDifference[]
  /** Where documents differ, money or not. */
  readonly documents: readonly DocumentDifference[]
  readonly anomaliesGone: readonly Anomaly[]
  readonly anomaliesNew: readonly Anomaly[]
}

export interface DocumentDifference {
  readonly clientId: string
  /** The invoice document, or the body that would be posted. */
  readonly document: 'invoice' | 'body'
  readonly places: readonly DifferingPlace[]
}

/**
 * Works a stored run again from its frozen input and compares to the byte. Nothing is stored.
 * @throws {NotFound} when the config version that it worked with is not here.
 */
export async function replayRun(context: AppContext, adapters: AdapterRegistry, run: Run): Promise<Replay> {
  const before = await storedResult(context, run)
  const after = await workAgain(context, adapters, run, await configOfRun(context, run))
  const hash = hashOf(after)
  const isIdentical = hash === run.sha256 && sameTexts(before.invoices, after.invoices)
  const wholeRun = (result: WorkedAgain): Anomaly[] => result.anomalies.filter(({ clientId }) => clientId === undefined)
  return {
    run,
    engineVersion,
    isIdentical,
    sha256: hash,
    clients: isIdentical ? [] : compareClients(before, after),
    documents: isIdentical ? [] : documentDifferences(before.invoices, after.invoices),
    anomaliesGone: without(wholeRun(before), wholeRun(after)),
    anomaliesNew: without(wholeRun(after), wholeRun(before)),
  }
}

function hashOf({ invoices, anomalies }: WorkedAgain): string {
  return runHash(
    invoices.map(invoiceMark),
    anomalies.map((anomaly) => sha256(canonicalJson(anomaly))),
  )
}

/** The hash covers them where they have one; a blocked client's document is compared by its text. */
function sameTexts(before: readonly RunInvoice[], after: readonly RunInvoice[]): boolean {
  const texts = (all: readonly RunInvoice[]): string =>
    canonicalJson(all.map(({ clientId, invoice, body }) => [clientId, invoice ?? null, body ?? null]))
  return texts(before) === texts(after)
}

function documentDifferences(before: readonly RunInvoice[], after: readonly RunInvoice[]): DocumentDifference[] {
  const now = new Map(after.map((row) => [row.clientId, row]))
  return before.flatMap((was) => {
    const is = now.get(was.clientId)
    return (['invoice', 'body'] as const).flatMap((document) => {
      const places = differingPlaces(parsed(was[document]), parsed(is?.[document]))
      return places.length === 0 ? [] : [{ clientId: was.clientId, document, places }]
    })
  })
}

/** Bodies are compared as JSON where they are JSON, so that a difference can be named by its place. */
function parsed(text: string | undefined): unknown {
  if (text === undefined) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
