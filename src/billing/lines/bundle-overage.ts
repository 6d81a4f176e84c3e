import type { BundleComponent, FixedLine, SyncedLine } from '../../domain/billing-config.ts'
import type { Claim } from '../claims.ts'
import { amountText, plainNumber } from '../numbers-as-text.ts'
import { minorUnitsOf } from '../../money/currency.ts'
import { claimOf, componentsOf } from './bundle-components.ts'
import type { ClientScope, LineWork } from './line-work.ts'
import { perSeatLines } from './per-seat-lines.ts'

/**
 * What a bundle's components hold above the units that are included: billed like any line that follows the distributor,
 * by the bundle's own rules and at the overage price where one is stated. Their cost is counted with the bundle.
 */
export function overageWorks(scope: ClientScope, line: FixedLine, claim: Claim): readonly LineWork[] {
  return componentsOf(line).flatMap((component) => {
    if (component.included === undefined) return []
    const holdings = claimOf(scope.run, scope.client, claim, { line, itemId: component.itemId })
    if (holdings.length === 0) return []
    const synced = overageLine(scope, line, component)
    const work = perSeatLines(scope, synced, { line: synced, window: claim.window, holdings })
    return [withoutCost(work, scope.client.currency)]
  })
}

function overageLine({ run }: ClientScope, line: FixedLine, component: BundleComponent): SyncedLine {
  const { itemId, included, overagePrice } = component
  const units = included === undefined ? '' : ` (above ${plainNumber(included)} included)`
  return {
    lineId: `${line.lineId}/${itemId}`,
    itemId,
    description: `${run.items.get(itemId)?.name ?? itemId}${units}`,
    rules: {
      ...line.rules,
      ...(included === undefined ? {} : { includedQuantity: included }),
      ...(overagePrice === undefined ? {} : { overagePrice }),
    },
    from: line.from,
    until: line.until,
    syncsQuantity: true,
    model: 'per-seat',
  }
}

function withoutCost(work: LineWork, currency: string): LineWork {
  const cost = amountText({ units: 0n, scale: minorUnitsOf(currency) }, currency)
  return { ...work, invoiceLines: work.invoiceLines.map((line) => ({ ...line, cost, covers: [] })) }
}
