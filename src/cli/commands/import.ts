import { basename } from 'node:path'
import { Option, type Command } from 'commander'
import { applyImport, previewImport, type ImportResult } from '../../app/import/import-charges.ts'
import type { ImportPreview } from '../../app/import/import-preview.ts'
import { isKnown, type Known } from '../../domain/known.ts'
import { formatAmount, type Money } from '../../money/money.ts'
import type { DateOrder } from '../../sources/charges-file.ts'
import { openMapping } from '../../sources/file/open-mapping.ts'
import { runInSession, type CommandResult, type RegisterCommand } from '../command.ts'
import type { ExitCode } from '../exit-codes.ts'
import { readBytes } from '../read-text-file.ts'
import { renderImportPreview, renderImportResult } from '../render-import.ts'
import type { Session } from '../session.ts'

interface ImportOptions {
  readonly map: string
  readonly connection: string
  readonly dates?: DateOrder
  readonly yes: boolean
}

export const registerImport: RegisterCommand = (program, io) => {
  const group = program.command('import').description('take in what a distributor sends as a file')
  group
    .command('charges')
    .description('show what a file of distributor charges would bring; with --yes, take it in')
    .argument('<file>', 'CSV, TSV, JSON or JSON Lines, as the mapping says; it may be packed with gzip')
    .requiredOption(
      '--map <mapping>',
      'how the file is read: a mapping that comes with the program, or the path of one',
    )
    .requiredOption('--connection <name>', 'your name for the distributor; it is made when it is not there yet')
    .addOption(
      new Option('--dates <order>', 'for dates that can be read both ways').choices(['day-first', 'month-first']),
    )
    .option('--yes', 'take it in', false)
    .action(async (file: string, options: ImportOptions, command: Command) => {
      await runInSession(io, command, (session) => importCharges(session, file, options))
    })
}

async function importCharges({ context }: Session, file: string, options: ImportOptions): Promise<CommandResult> {
  const mapping = await openMapping(options.map)
  const bytes = await readBytes(file)
  const { connection: connectionId, dates: dateOrder } = options
  const preview = await previewImport(context, { connectionId, fileName: basename(file), bytes, mapping, dateOrder })
  const shown = renderImportPreview(preview)
  if (preview.verdict === 'refused') return { data: toData(preview, undefined), text: shown, exit: 'usage' }
  if (preview.verdict === 'already-imported') return { data: toData(preview, undefined), text: shown }
  if (!options.yes) {
    const next = 'Nothing was imported yet. To take it in, give the same command with --yes.'
    return { data: toData(preview, undefined), text: `${shown}\n\n${next}` }
  }
  const result = await applyImport(context, preview)
  const text = `${shown}\n\n${renderImportResult(preview, result)}`
  return { data: toData(preview, result), text, exit: exitOf(result) }
}

function exitOf({ changedInvoices }: ImportResult): ExitCode {
  return changedInvoices.length > 0 ? 'attention' : 'done'
}

/** For machines: amounts as decimal strings with their currency. */
function toData(preview: ImportPreview, result: ImportResult | undefined): object {
  const { reading, mapping } = preview
  return {
    connection: preview.connectionId,
    file: preview.fileName,
    sha256: preview.sha256,
    mapping: { id: mapping.id, version: mapping.version, label: mapping.label },
    verdict: preview.verdict,
    rows: reading.rowCount,
    emptyRows: reading.emptyRows,
    leftOutLines: reading.leftOutLines,
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
    companies: preview.companies.map(({ company, isNew }) => ({ id: company.companyId, name: company.name, isNew })),
    products: preview.products.map(({ product, isNew }) => ({ id: product.productId, name: product.name, isNew })),
    servicePeriods: preview.servicePeriods.map(({ period, charges }) => ({ period: period ?? null, charges })),
    controlTotals: reading.controlTotals.map(({ stated, summed, ...total }) => ({
      ...total,
      stated: amountText(stated),
      summed: amountText(summed),
    })),
    unknownColumns: reading.unknownColumns,
    problems: reading.problems,
    result: result ?? null,
  }
}

function amountText(value: Known<Money>): string {
  return isKnown(value) ? formatAmount(value) : 'unknown'
}
