import { mapProducts, type MappableProduct } from '../../billing/product-mapping.ts'
import { readStoredConfig } from '../../config/read-stored-config.ts'
import type { BillingConfig } from '../../domain/billing-config.ts'
import type { Company, Product } from '../../domain/subscription.ts'
import { listBillingConfigVersions, readBillingConfigVersion } from '../../store/billing-configs.ts'
import type { Transaction } from '../../store/database.ts'
import { newestRecords, type Noun } from '../../store/observations.ts'

/** A company that a file names. */
export interface PreviewedCompany {
  readonly company: Company
  /** No file or sync named it before. */
  readonly isNew: boolean
  /** The client that it is by the newest billing config; undefined: nobody's. */
  readonly clientId: string | undefined
}

/** A product that a file names. */
export interface PreviewedProduct {
  readonly product: Product
  readonly isNew: boolean
  /** For some of its rows no item of the newest billing config stands for it: nobody would be billed. */
  readonly isUnmapped: boolean
}

/** What is known of a connection's names, and how the newest config maps them. */
export interface KnownNames {
  /** Undefined: there is no billing config yet. */
  readonly config: BillingConfig | undefined
  readonly companyIds: ReadonlySet<string>
  readonly productIds: ReadonlySet<string>
}

export async function readKnownNames(tx: Transaction, connectionId: string): Promise<KnownNames> {
  const ids = async (noun: Noun): Promise<ReadonlySet<string>> =>
    new Set((await newestRecords(tx, { connectionId, noun })).map(({ recordId }) => recordId))
  return { config: await newestConfig(tx), companyIds: await ids('company'), productIds: await ids('product') }
}

async function newestConfig(tx: Transaction): Promise<BillingConfig | undefined> {
  const newest = (await listBillingConfigVersions(tx)).at(-1)
  const stored = newest === undefined ? undefined : await readBillingConfigVersion(tx, newest.version)
  return stored === undefined ? undefined : readStoredConfig(stored)
}

/** Who holds which product under which terms, as one row of a file says it. */
export type HeldProduct = Omit<MappableProduct, 'connectionId'> & { readonly companyId: string | undefined }

/** Puts the names of a file beside what is known. Pure. */
export function previewNames(
  connectionId: string,
  named: { readonly companies: readonly Company[]; readonly products: readonly Product[] },
  held: readonly HeldProduct[],
  { config, companyIds, productIds }: KnownNames,
): { readonly companies: readonly PreviewedCompany[]; readonly products: readonly PreviewedProduct[] } {
  const clientOf = new Map(
    (config?.clients ?? []).flatMap((client) =>
      client.companies
        .filter((company) => company.connectionId === connectionId)
        .map(({ companyId }) => [companyId, client] as const),
    ),
  )
  const mapping = config === undefined ? undefined : mapProducts(config)
  const unmapped = new Set(
    held.flatMap(({ companyId = '', ...product }) => {
      const client = clientOf.get(companyId)
      // Of a company that is nobody's client, the product is not what is missing first.
      if (mapping === undefined || client === undefined) return []
      const mappable = { connectionId, ...product }
      if (mapping.itemsFor(client, mappable).length > 0 || mapping.ignoredBecause(mappable) !== undefined) return []
      return client.lines.some((line) => line.model === 'pass-through' && line.takesRest) ? [] : [product.productId]
    }),
  )
  return {
    companies: named.companies.map((company) => ({
      company,
      isNew: !companyIds.has(company.companyId),
      clientId: clientOf.get(company.companyId)?.clientId,
    })),
    products: named.products.map((product) => ({
      product,
      isNew: !productIds.has(product.productId),
      isUnmapped: unmapped.has(product.productId),
    })),
  }
}
