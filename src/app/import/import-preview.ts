import type { Charge, DistributorInvoice } from '../../domain/distributor-invoice.ts'
import type { Period } from '../../domain/period.ts'
import type { Company, Product } from '../../domain/subscription.ts'
import type { Currency } from '../../money/currency.ts'
import { addMoney, sumMoney, zeroMoney, type Money } from '../../money/money.ts'
import type { ChargesFileMapping, ChargesFileReading } from '../../sources/charges-file.ts'
import { groupBy } from '../../support/group-by.ts'
import { chargesSha256, type ChargeReading } from '../../store/charges.ts'
import type { ImportedFile } from '../../store/imported-files.ts'

/** All that an import would do, before it does anything. */
export interface ImportPreview {
  readonly connectionId: string
  readonly fileName: string
  /** Of the file's bytes: the same file twice is known by it. */
  readonly sha256: string
  readonly mapping: ChargesFileMapping
  /** `refused`: a problem is blocking. `already-imported`: the same bytes were taken in before. */
  readonly verdict: 'importable' | 'refused' | 'already-imported'
  readonly earlier: ImportedFile | undefined
  readonly reading: ChargesFileReading
  readonly sums: readonly CurrencySum[]
  readonly invoices: readonly PreviewedInvoice[]
  readonly companies: readonly { readonly company: Company; readonly isNew: boolean }[]
  readonly products: readonly { readonly product: Product; readonly isNew: boolean }[]
  readonly servicePeriods: readonly { readonly period: Period | undefined; readonly charges: number }[]
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
  readonly companyIds: ReadonlySet<string>
  readonly productIds: ReadonlySet<string>
}

/** Puts a reading beside what is known already. Pure: it writes nothing and asks nothing. */
export function makePreview(
  file: Pick<ImportPreview, 'connectionId' | 'fileName' | 'sha256' | 'mapping' | 'reading'>,
  known: KnownBefore,
): ImportPreview {
  const { reading } = file
  const earlier = known.files.find(({ sha256 }) => sha256 === file.sha256)
  const isRefused = reading.problems.some(({ severity }) => severity === 'blocking')
  return {
    ...file,
    earlier,
    verdict: earlier !== undefined ? 'already-imported' : isRefused ? 'refused' : 'importable',
    sums: sumsOf(reading.charges),
    invoices: previewInvoices(reading, known.readings),
    companies: reading.companies.map((company) => ({ company, isNew: !known.companyIds.has(company.companyId) })),
    products: reading.products.map((product) => ({ product, isNew: !known.productIds.has(product.productId) })),
    servicePeriods: servicePeriodsOf(reading.charges),
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
    const earlier = before.get(invoice.invoiceId) ?? []
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
