import type { FilePreview, ImportVerdict } from '../app/import/file-to-import.ts'
import type { PreviewedCompany, PreviewedProduct } from '../app/import/known-names.ts'
import type { FileReading, MappingHead } from '../sources/mapped-file.ts'

// What the previews of all files show alike.

const mostShown = 20

type Preview = FilePreview<MappingHead, FileReading>

export function renderFileHead(preview: Preview): readonly string[] {
  const { fileName, connectionId, sha256, mapping, reading, stated } = preview
  const { emptyRows, leftOutLines, badLines } = reading
  const parts = [
    `${plural(reading.rowCount, 'row')} read`,
    ...(emptyRows === 0 ? [] : [`${String(emptyRows)} empty`]),
    ...(leftOutLines.length === 0
      ? []
      : [
          `${String(leftOutLines.length)} left out by the mapping's filter (lines ${listed(leftOutLines.map(String))})`,
        ]),
    ...(preview.leavesOutBadRows && badLines.length > 0
      ? [`${String(badLines.length)} left out because they cannot be read (lines ${listed(badLines.map(String))})`]
      : []),
  ]
  const said = Object.entries(stated).map(([field, value]) => `${field} ${value}`)
  return [
    `${fileName} for connection ${connectionId}, read as ${mapping.label} (mapping ${mapping.id} version ${String(mapping.version)})`,
    `SHA-256 ${sha256}`,
    ...(said.length === 0 ? [] : [`Stated with it: ${said.join(', ')}.`]),
    `${parts.join(', ')}.`,
  ]
}

export function renderNames(preview: {
  readonly companies: readonly PreviewedCompany[]
  readonly products: readonly PreviewedProduct[]
  readonly isMapped: boolean
}): string {
  const { companies, products, isMapped } = preview
  const newCompanies = companies
    .filter(({ isNew }) => isNew)
    .map(({ company }) => `${company.companyId} ${company.name}`)
  const newProducts = products.filter(({ isNew }) => isNew).map(({ product }) => `${product.productId} ${product.name}`)
  const nobodys = companies.filter(({ clientId }) => isMapped && clientId === undefined)
  const unmapped = products.filter(({ isUnmapped }) => isUnmapped)
  return [
    `${plural(companies.length, 'customer')}, ${String(newCompanies.length)} new${newCompanies.length === 0 ? '.' : ':'}`,
    ...shownLines(newCompanies),
    `${plural(products.length, 'product')}, ${String(newProducts.length)} new${newProducts.length === 0 ? '.' : ':'}`,
    ...shownLines(newProducts),
    ...counted(
      nobodys.length,
      'customer',
      "that is no client's in the billing config",
      'that are no client’s in the billing config',
    ),
    ...shownLines(nobodys.map(({ company }) => `${company.companyId} ${company.name}`)),
    ...counted(
      unmapped.length,
      'product',
      'that no item of the billing config stands for: nobody would be billed for it',
      'that no item of the billing config stands for: nobody would be billed for them',
    ),
    ...shownLines(unmapped.map(({ product }) => `${product.productId} ${product.name}`)),
  ].join('\n')
}

function counted(count: number, noun: string, one: string, several: string): string[] {
  return count === 0 ? [] : [`${plural(count, noun)} ${count === 1 ? one : several}:`]
}

export function renderProblems(preview: Preview): string {
  const { problems, reading, verdict, earlier, couldLeaveOutBadRows } = preview
  const { unknownColumns, absentColumns } = reading
  const blocking = problems.filter(({ severity }) => severity === 'blocking')
  const warnings = problems.filter(({ severity }) => severity === 'warning')
  const refused = 'The file cannot be imported, not even in part, until what blocks it is put right.'
  const consent =
    `The file cannot be imported until what blocks it is put right. ${plural(reading.badLines.length, 'row')} of it cannot be ` +
    'read: with --leave-out-bad-rows the others are taken in, and nothing of the file then counts as read whole.'
  const outcome: Record<ImportVerdict, string[]> = {
    importable: [],
    refused: [couldLeaveOutBadRows ? consent : refused],
    'already-imported': [
      `The very same file was imported on ${earlier?.importedAt.toISOString() ?? ''} by ${earlier?.importedBy ?? ''}; there is nothing to do.`,
    ],
  }
  return [
    ...columnsLine(unknownColumns, 'that the mapping does not know, kept and not used'),
    ...columnsLine(absentColumns, 'that the mapping would read and the file does not have'),
    ...shownLines(
      blocking.map(({ message }) => `■ blocks  ${message}`),
      '',
    ),
    ...shownLines(
      warnings.map(({ message }) => `▲ look    ${message}`),
      '',
    ),
    ...outcome[verdict],
  ].join('\n')
}

function columnsLine(columns: readonly string[], what: string): string[] {
  return columns.length === 0 ? [] : [`${plural(columns.length, 'column')} ${what}: ${listed(columns)}`]
}

export function shownLines(lines: readonly string[], indent = '  '): string[] {
  const more = lines.length - mostShown
  const shown = lines.slice(0, mostShown).map((line) => `${indent}${line}`)
  return more > 0 ? [...shown, `${indent}… and ${String(more)} more (--json lists all)`] : shown
}

function listed(names: readonly string[]): string {
  const more = names.length - mostShown
  return more > 0 ? `${names.slice(0, mostShown).join(', ')} and ${String(more)} more` : names.join(', ')
}

export function plural(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? '' : 's'}`
}
