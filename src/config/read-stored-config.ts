import type { BillingConfig } from '../domain/billing-config.ts'
import { billingConfigFromValues, billingConfigValues, readBillingConfig } from './read-billing-config.ts'

/** A config version as it is kept: its text, and what the text says as JSON where that was kept with it. */
export interface StoredConfig {
  readonly version: number
  readonly source: string
  readonly configValues: string | null
}

/** What a config's text says, to be kept beside it for {@link readStoredConfig}. */
export function configValuesToStore(source: string, file: string): string {
  return JSON.stringify(billingConfigValues(source, file))
}

/**
 * Reads a config version from the JSON kept with it, which is many times as fast as reading its text.
 * @throws {InvalidConfig} when this release finds something wrong with it; each problem has its line in the text.
 */
export function readStoredConfig({ version, source, configValues }: StoredConfig): BillingConfig {
  const values: unknown = configValues === null ? undefined : JSON.parse(configValues)
  const config = values === undefined ? undefined : billingConfigFromValues(values, version)
  return config ?? readBillingConfig(source, `billing config version ${String(version)}`, version)
}
