import { billedCarriedIds } from '../../store/carried-lines.ts'
import type { Transaction } from '../../store/database.ts'
import { lockDecisionsInForce } from '../../store/decisions.ts'
import { lockAdjustmentsInForce } from '../../store/posting-credits.ts'
import { readInvoiceDocument } from '../../store/run-results.ts'
import { CarriedLineGone } from './posting-failures.ts'

const carriedKey = /^carried:(([0-9a-f-]+)\/\d+)$/

/**
 * An amount carried from a tie-out, or as an adjustment, is billed once, whichever months were worked before it was: an
 * invoice that holds one is only posted while its decision is in force and no invoice of another month has it. The decisions stay locked, so
 * that none is taken back, and no other month posts the same, until the intents are stored.
 * @throws {CarriedLineGone}
 */
export async function requireCarriedOnce(
  tx: Transaction,
  periodStart: string,
  postings: readonly { readonly clientId: string; readonly invoice: string }[],
): Promise<void> {
  const carried = postings.filter(({ invoice }) => invoice.includes('"carried:')).flatMap(carriedOf)
  if (carried.length === 0) return
  const ids = [...new Set(carried.map(({ decisionId }) => decisionId))]
  const inForce = new Set([...(await lockDecisionsInForce(tx, ids)), ...(await lockAdjustmentsInForce(tx, ids))])
  const billed = await billedCarriedIds(tx, carried)
  const gone = carried.find(({ carriedId, decisionId }) => {
    const on = billed.get(carriedId)
    return !inForce.has(decisionId) || (on !== undefined && on.periodStart !== periodStart)
  })
  if (gone !== undefined) throw new CarriedLineGone(gone.clientId, periodStart.slice(0, 7))
}

interface Carried {
  readonly clientId: string
  readonly carriedId: string
  readonly decisionId: string
}

function carriedOf({ clientId, invoice }: { readonly clientId: string; readonly invoice: string }): Carried[] {
  return readInvoiceDocument(invoice).lines.flatMap(({ lineKey }) => {
    const [, carriedId, decisionId] = carriedKey.exec(lineKey) ?? []
    return carriedId === undefined || decisionId === undefined ? [] : [{ clientId, carriedId, decisionId }]
  })
}
