import type { MonthSpan } from '../calendar.ts'
import { decimalText, divideHalfUp } from '../cents.ts'
import { createRandom, type Random } from '../random.ts'
import type { Meter, MonthOfUsage, SimulatedSubscription } from '../types.ts'
import type { ChargeDraft } from './seat-charges.ts'

/** What a usage subscription used up in a month: some dozens of meters in one to three resource groups. */
export function usageOf(seed: string, subscription: SimulatedSubscription, month: MonthSpan): MonthOfUsage {
  const { subscriptionId, companyId, productId } = subscription
  const random = createRandom(seed, 'usage', subscriptionId, month.month)
  // The resources are the same from month to month, only how much of them is used differs.
  const resources = createRandom(seed, 'resources', subscriptionId)
  const meters = Array.from({ length: resources.between(12, 40) }, () => meterOf(resources, random))
  return { subscriptionId, companyId, productId, month: month.month, meters }
}

export function usageCharges(usage: MonthOfUsage, month: MonthSpan): ChargeDraft[] {
  const { companyId, subscriptionId, productId } = usage
  return usage.meters.map((meter) => ({
    type: 'usage',
    ...{ companyId, subscriptionId, productId, from: month.start, until: month.end },
    description: `${meter.name} (${meter.resourceGroup})`,
    quantity: decimalText(meter.quantityThousandths, 3),
    unitCost: decimalText(meter.unitCostMicros, 4),
    unitListPrice: decimalText(listMicros(meter.unitCostMicros), 4),
    costCents: meter.costCents,
    listCents: meter.listCents,
  }))
}

function meterOf(resources: Random, random: Random): Meter {
  const [name, unitOfMeasure, unitCostMicros] = resources.pick(kinds)
  const resourceGroup = resources.pick(groups)
  const size = resources.between(1, 60) * 1000
  const quantityThousandths = size + random.below(size)
  const costCents = divideHalfUp(quantityThousandths * unitCostMicros, 100_000)
  const listCents = divideHalfUp(quantityThousandths * listMicros(unitCostMicros), 100_000)
  return { resourceGroup, name, unitOfMeasure, quantityThousandths, unitCostMicros, costCents, listCents }
}

function listMicros(unitCostMicros: number): number {
  return divideHalfUp(unitCostMicros * 118, 100)
}

/** Name, unit, and cost of a unit in hundredths of a cent. */
const kinds: readonly (readonly [string, string, number])[] = [
  ['Virtual Machines D2s v5', '1 Hour', 960],
  ['Standard SSD E10 LRS Disk', '1/Month', 96_00],
  ['Hot LRS Data Stored', '1 GB/Month', 184],
  ['Standard Data Transfer Out', '1 GB', 870],
  ['Backup Protected Instance', '1/Month', 50_000],
  ['Log Analytics Data Ingestion', '1 GB', 23_000],
  ['IP Address Standard Static', '1 Hour', 50],
  ['VPN Gateway VpnGw1', '1 Hour', 1900],
  ['SQL Database vCore', '1 Hour', 1520],
  ['Bandwidth Inter-Region', '1 GB', 200],
]
const groups = ['rg-production', 'rg-backup', 'rg-desktop']
