import type { ImportResult } from '../app/import/import-charges.ts'
import type { StateImportResult } from '../app/import/import-state.ts'
import type { FilePreview } from '../app/import/file-to-import.ts'
import type { ImportPreview } from '../app/import/import-preview.ts'
import type { PreviewedCompany, PreviewedProduct } from '../app/import/known-names.ts'
import type { StatePreview } from '../app/import/state-preview.ts'
import { isKnown, type Known } from '../domain/known.ts'
import { formatAmount, formatMoney, type Money } from '../money/money.ts'
import type { FileReading, MappingHead } from '../sources/mapped-file.ts'

/** An import of charges for machines: amounts as decimal strings with their currency. */
export function chargesImportData(preview: ImportPreview, result: ImportResult | undefined): object {
  const { reading } = preview
  return {
    ...headData(preview),
    sums: preview.sums.map(({ cost, tax, total, ...sum }) => ({
      ...sum,
      cost: formatAmount(cost),
      tax: formatAmount(tax),
      total: formatAmount(total),
    })),
    invoices: preview.invoices.map(({ invoice, state, charges, companyIds, cost }) => ({
      invoice: invoice.invoiceId,
      date: invoice.invoiceDate,
      currency: invoice.currency,
      total: amountText(invoice.total),
      cost: formatAmount(cost),
      charges: charges.length,
      companies: companyIds,
      state,
    })),
    ...namesData(preview),
    servicePeriods: preview.servicePeriods.map(({ period, charges }) => ({ period: period ?? null, charges })),
    controlTotals: reading.controlTotals.map(({ stated, summed, ...total }) => ({
      ...total,
      stated: amountText(stated),
      summed: amountText(summed),
    })),
    changes:
      preview.changes?.map(({ before, now, ...change }) => ({
        ...change,
        before: changeText(before),
        now: changeText(now),
      })) ?? null,
    ...problemsData(preview),
    result: result ?? null,
  }
}

/** The same of a state. */
export function stateImportData(preview: StatePreview, result: StateImportResult | undefined): object {
  return {
    ...headData(preview),
    asOf: preview.reading.asOf ?? null,
    complete: preview.isComplete,
    sums: preview.sums.map(({ cost, ...sum }) => ({
      ...sum,
      cost: cost === undefined ? null : formatAmount(cost),
      currency: cost?.currency ?? null,
    })),
    ...namesData(preview),
    changes: preview.changes,
    ...problemsData(preview),
    result: result ?? null,
  }
}

function headData(preview: FilePreview<MappingHead, FileReading>): object {
  const { mapping, reading } = preview
  return {
    connection: preview.connectionId,
    file: preview.fileName,
    sha256: preview.sha256,
    mapping: { id: mapping.id, version: mapping.version, label: mapping.label },
    stated: preview.stated,
    verdict: preview.verdict,
    couldLeaveOutBadRows: preview.couldLeaveOutBadRows,
    rows: reading.rowCount,
    emptyRows: reading.emptyRows,
    leftOutLines: reading.leftOutLines,
    badLines: reading.badLines,
  }
}

function namesData(preview: {
  readonly companies: readonly PreviewedCompany[]
  readonly products: readonly PreviewedProduct[]
}): object {
  return {
    companies: preview.companies.map(({ company, isNew, clientId }) => ({
      ...{ id: company.companyId, name: company.name, isNew, client: clientId ?? null },
    })),
    products: preview.products.map(({ product, isNew, isUnmapped }) => ({
      ...{ id: product.productId, name: product.name, isNew, isUnmapped },
    })),
  }
}

function problemsData({ reading, problems }: FilePreview<MappingHead, FileReading>): object {
  return { unknownColumns: reading.unknownColumns, absentColumns: reading.absentColumns, problems }
}

function amountText(value: Known<Money>): string {
  return isKnown(value) ? formatAmount(value) : 'unknown'
}

function changeText(value: Known<Money> | undefined): string | null {
  return value === undefined ? null : isKnown(value) ? formatMoney(value) : 'unknown'
}
