import type { EvidenceRef } from '../../domain/evidence.ts'
import type { Holding } from '../holdings.ts'
import type { RunContext } from '../run-context.ts'

/** A subscription as an operator knows it: the product's name where there is one, and the id to look it up by. */
export function subscriptionInWords({ timeline, step }: Pick<Holding, 'timeline' | 'step'>): string {
  return `${step.productName ?? `product ${step.productId}`} (subscription ${timeline.subscriptionId})`
}

/** A billing line by its text or its item's name. */
export function lineInWords(
  run: RunContext,
  line: { readonly lineId: string; readonly itemId: string; readonly description: string | undefined },
): string {
  return `"${line.description ?? run.items.get(line.itemId)?.name ?? line.itemId}" (line ${line.lineId})`
}

/** Evidence as ids, for an anomaly. */
export function evidenceIds(refs: readonly EvidenceRef[]): string[] {
  return refs.map(({ kind, id }) => `${kind} ${id}`)
}
