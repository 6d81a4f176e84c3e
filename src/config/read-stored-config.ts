import type { BillingConfig } from '../domain/billing-config.ts'
import { Remembered } from '../support/remembered.ts'
import { billingConfigFromValues, billingConfigValues, readBillingConfig } from './read-billing-config.ts'

/** A config version as it is kept: its text, and what the text says as JSON where that was kept with it. */
export interface StoredConfig {
  readonly version: number
  readonly source: string
  /** Of the source. */
  readonly sha256: string
  readonly configValues: string | null
}

/** What a config's text says, to be kept beside it for {@link readStoredConfig}. */
export function configValuesToStore(source: string, file: string): string {
  return JSON.stringify(billingConfigValues(source, file))
}

/** Weighed by the characters of their text: the months that operators work on have the same few versions. */
const remembered = new Remembered<BillingConfig>(16 * 1024 * 1024)

/**
 * Reads a config version from the JSON kept with it, which is many times as fast as reading its text; one that was read
 * lately is still at hand.
 * @throws {InvalidConfig} when this release finds something wrong with it; each problem has its line in the text.
 */
export function readStoredConfig(stored: StoredConfig): BillingConfig {
  const key = `${String(stored.version)} ${stored.sha256}`
  const known = remembered.get(key)
  if (known !== undefined) return known
  const config = read(stored)
  remembered.keep(key, config, stored.source.length)
  return config
}

function read({ version, source, configValues }: StoredConfig): BillingConfig {
  const values: unknown = configValues === null ? undefined : JSON.parse(configValues)
  const config = values === undefined ? undefined : billingConfigFromValues(values, version)
  return config ?? readBillingConfig(source, `billing config version ${String(version)}`, version)
}
