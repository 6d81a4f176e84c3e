import { minorUnitsOf } from '../../money/currency.ts'
import { addDecimals, decimal, formatDecimal, type Decimal } from '../../money/decimal.ts'
import type { BillingConfig } from '../../domain/billing-config.ts'
import type { Invoice, InvoiceLine } from '../../domain/invoice.ts'
import { billingMonth, samePeriod, type Period } from '../../domain/period.ts'
import { noReasons } from '../../domain/no-reasons.ts'
import { addDays } from '../../domain/plain-date.ts'
import { lineKeyOf } from '../../billing/lines/line-identity.ts'
import { scenarioDefaults } from './scenario-defaults.ts'
import type { BilledText } from './scenario-schema.ts'

type Stated = Extract<BilledText, { lines: unknown }>
type StatedLine = Stated['lines'][number]

/** An earlier invoice as the scenario states it: what it billed is known, why it did so is not. */
export function statedInvoice({ month, lines }: Stated, clientId: string, config: BillingConfig): Invoice {
  const client = config.clients.find((one) => one.clientId === clientId)
  const currency = client?.currency ?? config.house.currency
  const billingPeriod = billingMonth(month)
  const nothing: Decimal = { units: 0n, scale: minorUnitsOf(currency) }
  const total = lines.reduce((sum, { amount }) => addDecimals(sum, decimal(amount)), nothing)
  return {
    clientId,
    clientName: client?.name ?? clientId,
    ledgerConnectionId: client?.ledger.connectionId ?? '',
    ledgerCustomerId: client?.ledger.customerId ?? '',
    billingPeriod,
    sequence: 0,
    kind: total.units < 0n ? 'credit-memo' : 'invoice',
    currency,
    invoiceDate: addDays(billingPeriod.end, -1),
    lines: lines.map((line) => lineOf(line, billingPeriod, clientId, config)),
    total: formatDecimal(total),
  }
}

function lineOf(text: StatedLine, billingPeriod: Period, clientId: string, config: BillingConfig): InvoiceLine {
  const client = config.clients.find((one) => one.clientId === clientId)
  const line = client?.lines.find(({ lineId }) => lineId === text.line)
  const item = config.items.find(({ itemId }) => itemId === line?.itemId)
  const servicePeriod = { start: text.from ?? billingPeriod.start, end: text.until ?? billingPeriod.end }
  const isWhole = samePeriod(servicePeriod, billingPeriod)
  return {
    lineKey: lineKeyOf(text.line, servicePeriod, billingPeriod, undefined),
    billingLineId: text.line,
    itemId: line?.itemId ?? '',
    ledgerItemId: item?.ledgerItems.get(client?.ledger.connectionId ?? '') ?? '',
    description: item?.name ?? text.line,
    servicePeriod,
    quantity: text.quantity,
    unitPrice: text.unitPrice,
    proration: undefined,
    amount: text.amount,
    taxable: true,
    source: isWhole && line?.syncsQuantity === false ? 'manual' : 'synced',
    was: undefined,
    cost: 'unknown',
    covers: coversOf(text, servicePeriod, config),
    reasons: noReasons,
  }
}

function coversOf(
  { subscription, quantity }: StatedLine,
  servicePeriod: Period,
  config: BillingConfig,
): InvoiceLine['covers'] {
  if (subscription === undefined) return []
  const { connectionId, companyId, productId } = scenarioDefaults(config)
  const supply = { connectionId: connectionId ?? '', subscriptionId: subscription, chargeId: undefined }
  const cost = { unitCost: 'unknown', cost: 'unknown', costCurrency: config.house.currency } as const
  return [{ ...supply, companyId, productId, servicePeriod, quantity, ...cost }]
}
