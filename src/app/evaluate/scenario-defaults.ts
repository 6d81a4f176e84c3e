import type { BillingConfig } from '../../domain/billing-config.ts'

/** What a scenario may leave out, because its config names only one such thing; undefined where it names several. */
export interface ScenarioDefaults {
  readonly clientId: string | undefined
  readonly connectionId: string | undefined
  readonly companyId: string | undefined
  readonly productId: string | undefined
}

export function scenarioDefaults(config: BillingConfig): ScenarioDefaults {
  const companies = config.clients.flatMap((client) => client.companies)
  const overrides = config.clients.flatMap((client) => client.overrides.map(({ match }) => match))
  const products = [...config.items.flatMap(({ covers }) => covers), ...overrides]
  return {
    clientId: only(config.clients.map(({ clientId }) => clientId)),
    connectionId: only([...companies, ...products].map(({ connectionId }) => connectionId)),
    companyId: only(companies.map(({ companyId }) => companyId)),
    productId: only(products.map(({ productId }) => productId)),
  }
}

function only(names: readonly string[]): string | undefined {
  const different = new Set(names)
  return different.size === 1 ? names[0] : undefined
}
