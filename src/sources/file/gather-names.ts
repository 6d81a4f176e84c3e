import type { Company, Product } from '../../domain/subscription.ts'
import type { FileProblem } from '../mapped-file.ts'

/** What a row says of the company and of the product that it is about. */
export interface NamingRow {
  readonly line: number
  readonly companyId: string | undefined
  readonly companyName: string | undefined
  readonly productId: string | undefined
  readonly productName: string | undefined
  readonly sku: string | undefined
  readonly vendorName: string | undefined
}

/** The companies and products that the rows of a file name, each once. */
export function gatherNames(
  rows: readonly NamingRow[],
  problems: FileProblem[],
): { readonly companies: readonly Company[]; readonly products: readonly Product[] } {
  const companies = namesById(rows, ({ companyId, companyName }) => [companyId, companyName], 'Customer', problems)
  const products = namesById(rows, ({ productId, productName }) => [productId, productName], 'Product', problems)
  return {
    companies: companies.map(({ id, name }) => ({
      companyId: id,
      name: name ?? id,
      status: 'unknown',
      externalId: undefined,
      billedByDistributor: false,
      billingEmail: undefined,
    })),
    products: products.map(({ id, name, row: { vendorName, sku } }) => ({
      productId: id,
      name: name ?? id,
      vendorName,
      sku,
      vendorSku: undefined,
    })),
  }
}

interface Named {
  readonly id: string
  readonly name: string | undefined
  readonly row: NamingRow
}

/** Each id once, with the last of its names: names change, and a file's rows mostly follow time. */
function namesById(
  rows: readonly NamingRow[],
  namedBy: (row: NamingRow) => readonly [id: string | undefined, name: string | undefined],
  noun: string,
  problems: FileProblem[],
): readonly Named[] {
  const found = new Map<string, Named>()
  for (const row of rows) {
    const [id, name] = namedBy(row)
    if (id === undefined) continue
    const before = found.get(id)
    found.set(id, { id, name: name ?? before?.name, row })
    if (before?.name === undefined || name === undefined || before.name === name) continue
    const message = `Line ${String(row.line)}: ${noun} ${id} is "${name}" here and "${before.name}" before; the later name was taken.`
    problems.push({ code: 'name-differs', severity: 'warning', line: row.line, column: undefined, message })
  }
  return [...found.values()]
}
