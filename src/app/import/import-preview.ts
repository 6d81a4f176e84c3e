import type { Charge, DistributorInvoice } from '../../domain/distributor-invoice.ts'
import type { Period } from '../../domain/period.ts'
import type { Currency } from '../../money/currency.ts'
import { addMoney, sumMoney, zeroMoney, type Money } from '../../money/money.ts'
import type { ChargesFileMapping, ChargesFileReading } from '../../sources/charges-file.ts'
import { chargesSha256, type ChargeReading } from '../../store/charges.ts'
import type { ImportedFile } from '../../store/imported-files.ts'
import { groupBy } from '../../support/group-by.ts'
import { changesSinceLastFile, type ChargeChange } from './changes-since-last-file.ts'
import { previewOf, type FilePreview, type FileToImport } from './file-to-import.ts'
import { previewNames, type KnownNames, type PreviewedCompany, type PreviewedProduct } from './known-names.ts'

/** All that an import of charges would do, before it does anything. */
export interface ImportPreview extends FilePreview<ChargesFileMapping, ChargesFileReading> {
  readonly sums: readonly CurrencySum[]
  readonly invoices: readonly PreviewedInvoice[]
  readonly companies: readonly PreviewedCompany[]
  readonly products: readonly PreviewedProduct[]
  readonly servicePeriods: readonly { readonly period: Period | undefined; readonly charges: number }[]
  /** Against the file of charges that was imported last; undefined: there was none. */
  readonly changes: readonly ChargeChange[] | undefined
  /** False: there is no billing config yet that could map anything. */
  readonly isMapped: boolean
}

export interface CurrencySum {
  readonly currency: Currency
  readonly charges: number
  readonly cost: Money
  readonly tax: Money
  readonly total: Money
  /** Charges whose cost is not known; they are in none of the sums. */
  readonly unknown: number
}

/** `changed`: other lines of the same invoice were read before. They must not change, so both readings are kept. */
export interface PreviewedInvoice {
  readonly invoice: DistributorInvoice
  readonly state: 'new' | 'same' | 'changed'
  readonly charges: readonly Charge[]
  readonly companyIds: readonly string[]
  readonly cost: Money
}

/** What is known of the connection before the import. */
export interface KnownBefore {
  readonly files: readonly ImportedFile[]
  readonly readings: readonly ChargeReading[]
  readonly names: KnownNames
  /** Those of the file of charges that was imported last; undefined: there was none. */
  readonly lastCharges: readonly Charge[] | undefined
}

/** Puts a reading beside what is known already. Pure: it writes nothing and asks nothing. */
export function makePreview(
  file: FileToImport<ChargesFileMapping>,
  reading: ChargesFileReading,
  known: KnownBefore,
): ImportPreview {
  const held = reading.charges.flatMap(({ companyId, productId, billingTerm }) =>
    productId === undefined
      ? []
      : [{ companyId, productId, commitmentTerm: 'any', billingTerm: (billingTerm ?? 'any').toLowerCase() }],
  )
  return {
    ...previewOf(file, reading, known.files, []),
    sums: sumsOf(reading.charges),
    invoices: previewInvoices(reading, known.readings),
    ...previewNames(file.connectionId, reading, held, known.names),
    servicePeriods: servicePeriodsOf(reading.charges),
    changes: known.lastCharges === undefined ? undefined : changesSinceLastFile(known.lastCharges, reading.charges),
    isMapped: known.names.config !== undefined,
  }
}

function sumsOf(charges: readonly Charge[]): CurrencySum[] {
  const currencies = [...new Set(charges.map(({ currency }) => currency))].sort()
  return currencies.map((currency) => {
    const own = charges.filter((charge) => charge.currency === currency)
    const cost = costOf(own, currency)
    const taxes = own.flatMap((charge) => (charge.tax === 'unknown' ? [] : [charge.tax]))
    const tax = sumMoney(currency, taxes)
    const unknown = own.filter((charge) => charge.cost === 'unknown').length
    return { currency, charges: own.length, cost, tax, total: addMoney(cost, tax), unknown }
  })
}

function costOf(charges: readonly Charge[], currency: Currency): Money {
  return charges.reduce((sum, { cost }) => (cost === 'unknown' ? sum : addMoney(sum, cost)), zeroMoney(currency))
}

function previewInvoices(reading: ChargesFileReading, readings: readonly ChargeReading[]): PreviewedInvoice[] {
  const byInvoice = groupBy(reading.charges, ({ invoiceId }) => invoiceId)
  const before = groupBy(readings, ({ invoiceId }) => invoiceId)
  return reading.invoices.map((invoice) => {
    const charges = byInvoice.get(invoice.invoiceId) ?? []
    // A reading that was known to be a part is not contradicted by the whole.
    const earlier = (before.get(invoice.invoiceId) ?? []).filter(({ complete }) => complete)
    const isSame = earlier.some(({ itemsSha256 }) => itemsSha256 === chargesSha256(charges))
    return {
      invoice,
      state: earlier.length === 0 ? 'new' : isSame ? 'same' : 'changed',
      charges,
      companyIds: [...new Set(charges.flatMap(({ companyId }) => companyId ?? []))],
      cost: costOf(
        charges.filter(({ currency }) => currency === invoice.currency),
        invoice.currency,
      ),
    }
  })
}

function servicePeriodsOf(charges: readonly Charge[]): ImportPreview['servicePeriods'] {
  const found = new Map<string, { period: Period | undefined; charges: number }>()
  for (const { servicePeriod } of charges) {
    const key = servicePeriod === undefined ? '' : `${servicePeriod.start} ${servicePeriod.end}`
    const before = found.get(key)
    found.set(key, { period: servicePeriod, charges: (before?.charges ?? 0) + 1 })
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each)
}
