import type { Anomaly, AnomalyCode, Severity } from '../../domain/anomaly.ts'
import { catalogue } from './catalogue.ts'

/** What a check found. Severity and next step come from the catalogue unless the case is milder or needs other words. */
export interface Found {
  readonly code: AnomalyCode
  readonly clientId: string | undefined
  readonly subject: Anomaly['subject']
  readonly message: string
  readonly atStake?: Anomaly['atStake']
  readonly evidence?: readonly string[]
  readonly severity?: Severity
  readonly nextStep?: string
}

export function makeAnomaly(found: Found): Anomaly {
  const entry = catalogue[found.code]
  return {
    code: found.code,
    severity: found.severity ?? entry.severity,
    clientId: found.clientId,
    subject: found.subject,
    message: found.message,
    nextStep: found.nextStep ?? entry.nextStep,
    atStake: found.atStake,
    evidence: found.evidence ?? [],
  }
}
