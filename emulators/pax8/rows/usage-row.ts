import type { FaultSwitches } from '../fault-switches.ts'
import { numberText, writeJson } from '../json-text.ts'
import type { UsageLine } from '../records.ts'
import type { StoredUsageSummary } from '../state.ts'

/** A summary. Its `subscriptionId` is not in the published schema, but in the published example. */
export function usageSummaryRow(summary: StoredUsageSummary, switches: FaultSwitches): string {
  const { id, companyId, subscriptionId, productId, resourceGroup, vendorName, currencyCode } = summary
  return writeJson(
    {
      id,
      companyId,
      subscriptionId,
      productId,
      resourceGroup,
      vendorName,
      currentCharges: numberText(summary.currentCharges),
      currencyCode,
      partnerTotal: numberText(summary.partnerTotal),
      isTrial: summary.isTrial ?? false,
    },
    switches.absentFields,
  )
}

export function usageLineRow(
  line: UsageLine,
  { usageSummaryId, usageDate, switches }: { usageSummaryId: string; usageDate: string; switches: FaultSwitches },
): string {
  return writeJson(
    {
      usageSummaryId,
      usageDate,
      productName: line.productName,
      productId: line.productId,
      unitOfMeasure: line.unitOfMeasure,
      quantity: numberText(line.quantity),
      currentCharges: numberText(line.currentCharges),
      currentProfit: numberText(line.currentProfit),
      partnerTotal: numberText(line.partnerTotal),
      unitPrice: numberText(line.unitPrice),
      currencyCode: line.currencyCode,
      isTrial: line.isTrial ?? false,
    },
    switches.absentFields,
  )
}
