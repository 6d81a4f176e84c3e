import type { Severity } from '../../domain/anomaly.ts'

/** What an anomaly of one code means. The page about anomalies is made from this. */
export interface CatalogueEntry {
  /** The usual severity; a single finding may be milder, and its sentence then says why. */
  readonly severity: Severity
  readonly meaning: string
  readonly nextStep: string
  readonly example: string
}
