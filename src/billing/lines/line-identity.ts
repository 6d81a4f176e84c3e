import type { BillingLine } from '../../domain/billing-config.ts'
import type { InvoiceLine } from '../../domain/invoice.ts'
import { samePeriod, type Period } from '../../domain/period.ts'
import { isAdjustment } from '../prices/is-adjustment.ts'
import type { ClientScope } from './line-work.ts'

/** What an invoice line is called and which ledger item it goes to, whichever model made it. */
export function identityOf(
  { run, client }: ClientScope,
  line: BillingLine,
): Pick<InvoiceLine, 'billingLineId' | 'itemId' | 'ledgerItemId' | 'description'> {
  const item = run.items.get(line.itemId)
  return {
    billingLineId: line.lineId,
    itemId: line.itemId,
    ledgerItemId: item?.ledgerItems.get(client.ledger.connectionId) ?? '',
    description: line.description ?? item?.name ?? line.itemId,
  }
}

/** The name of the line's catalog item. */
export function itemNameOf({ run }: ClientScope, { itemId }: BillingLine): string {
  return run.items.get(itemId)?.name ?? itemId
}

/** Stable from month to month for the line itself; what is only a part of a period says which. */
export function lineKeyOf(
  lineId: string,
  servicePeriod: Period,
  billingPeriod: Period,
  priceToTellApart: string | undefined,
): string {
  const part = samePeriod(servicePeriod, billingPeriod) ? '' : `/${servicePeriod.start}..${servicePeriod.end}`
  return `${lineId}${priceToTellApart === undefined ? '' : `@${priceToTellApart}`}${part}`
}

type Was = InvoiceLine['was']

/** The last period's line that stood for the same thing: the same price, or the only one there was. */
export function wasLine(lines: readonly InvoiceLine[], unitPrice: string, isOnlyLine: boolean): Was {
  const last = lines.filter((line) => !isAdjustment(line))
  const match =
    last.find((line) => line.unitPrice === unitPrice) ?? (isOnlyLine && last.length === 1 ? last[0] : undefined)
  return match === undefined
    ? undefined
    : { quantity: match.quantity, unitPrice: match.unitPrice, amount: match.amount }
}
