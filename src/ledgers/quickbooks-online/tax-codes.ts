import type { LedgerTaxCode } from '../gateway.ts'
import { decimal, formatDecimal, sumDecimals, trimmed } from '../../money/decimal.ts'
import type { Client } from './client.ts'
import { queryRows } from './query-rows.ts'
import { wireTaxCode, wireTaxRate } from './wire.ts'

/**
 * The tax codes that a document can name. Read in whole each time: change data capture does not tell of them. They are
 * asked for without a condition, because those named TAX and NON have no `Active` to ask for.
 */
export async function readTaxCodes(client: Client, signal: AbortSignal): Promise<readonly LedgerTaxCode[]> {
  const codes = await queryRows(client, { entity: 'TaxCode' }, wireTaxCode, signal)
  const rates = await queryRows(client, { entity: 'TaxRate' }, wireTaxRate, signal)
  const percents = new Map(rates.map(({ row }) => [row.Id, row.RateValue]))
  return codes.map(({ row: { Id, Name, Active, Hidden, SalesTaxRateList } }) => {
    const details = SalesTaxRateList?.TaxRateDetail ?? []
    return {
      taxCodeId: Id,
      name: Name,
      active: (Active ?? true) && Hidden !== true,
      percent: percentOf(details.map(({ TaxRateRef }) => percents.get(TaxRateRef.value))),
    }
  })
}

/** What the rates of a code come to; undefined when one is not known, or there is none. */
function percentOf(rates: readonly (string | undefined)[]): string | undefined {
  const known = rates.flatMap((rate) => (rate === undefined ? [] : [decimal(rate)]))
  if (known.length === 0 || known.length < rates.length) return undefined
  return formatDecimal(trimmed(sumDecimals(known)))
}
