import type { BillingConfig, ClientBillingConfig, ProductMatch } from '../domain/billing-config.ts'

/** A distributor's product with the terms it is held under, as mappings see it. */
export interface MappableProduct {
  readonly connectionId: string
  readonly productId: string
  /** `any` where the evidence does not say; only mappings that leave the term out then fit. */
  readonly commitmentTerm: string | undefined
  readonly billingTerm: string
}

/** Finds what a product is mapped to. A client's own mappings go first, then the most specific of the catalog. */
export interface ProductMapping {
  /** The catalog items that the product stands for; more than one when equally specific mappings disagree. */
  readonly itemsFor: (client: ClientBillingConfig, product: MappableProduct) => readonly string[]
  /** Why the product is known and not billed; undefined: it is billed. */
  readonly ignoredBecause: (product: MappableProduct) => string | undefined
}

interface Mapping<T> {
  readonly match: ProductMatch
  readonly value: T
}

type MappingIndex<T> = ReadonlyMap<string, readonly Mapping<T>[]>

export function mapProducts(config: BillingConfig): ProductMapping {
  const catalog = indexMappings(
    config.items.flatMap((item) => item.covers.map((match) => ({ match, value: item.itemId }))),
  )
  const ignored = indexMappings(config.ignoredProducts.map(({ match, reason }) => ({ match, value: reason })))
  const overrides = new Map<string, MappingIndex<string>>()
  for (const client of config.clients) {
    if (client.overrides.length > 0) {
      overrides.set(
        client.clientId,
        indexMappings(client.overrides.map(({ match, itemId }) => ({ match, value: itemId }))),
      )
    }
  }
  return {
    itemsFor: (client, product) => {
      const own = mostSpecific(overrides.get(client.clientId), product)
      return own.length > 0 ? own : mostSpecific(catalog, product)
    },
    ignoredBecause: (product) => mostSpecific(ignored, product)[0],
  }
}

function indexMappings<T>(mappings: readonly Mapping<T>[]): MappingIndex<T> {
  const index = new Map<string, Mapping<T>[]>()
  for (const mapping of mappings) {
    const key = productKey(mapping.match)
    const others = index.get(key)
    if (others === undefined) index.set(key, [mapping])
    else others.push(mapping)
  }
  return index
}

const none: readonly never[] = []

/** Both terms stated beat the commitment alone, which beats the billing term alone, which beats the bare product. */
function mostSpecific<T extends string>(index: MappingIndex<T> | undefined, product: MappableProduct): readonly T[] {
  const mappings = index?.get(productKey(product))
  if (mappings === undefined) return none
  let best = -1
  let values: T[] = []
  for (const { match, value } of mappings) {
    if (!fits(match, product)) continue
    const specificity = (match.commitmentTerm === undefined ? 0 : 2) + (match.billingTerm === undefined ? 0 : 1)
    if (specificity > best) {
      best = specificity
      values = [value]
    } else if (specificity === best && !values.includes(value)) values.push(value)
  }
  return values.sort()
}

function fits(match: ProductMatch, product: MappableProduct): boolean {
  return (
    (match.commitmentTerm === undefined || match.commitmentTerm === (product.commitmentTerm ?? 'none')) &&
    (match.billingTerm === undefined || match.billingTerm === product.billingTerm)
  )
}

/** Ids come from outside, so the two are joined by a character that no id holds. */
function productKey(product: { readonly connectionId: string; readonly productId: string }): string {
  return `${product.connectionId}\n${product.productId}`
}
