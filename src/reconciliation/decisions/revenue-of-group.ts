import type { Finding } from '../tie-out.ts'

/**
 * What the client lines bill that a finding was compared with. A comparison states it at the first of its findings
 * alone, so that adding findings up counts it once.
 */
export function revenueOfGroup(findings: readonly Finding[], finding: Finding): Finding['revenue'] {
  const own = groupOf(finding)
  return findings.find((other) => other.revenue.length > 0 && groupOf(other) === own)?.revenue ?? []
}

function groupOf({ connectionId, invoiceId, evidence }: Finding): string {
  return [connectionId, invoiceId ?? '', ...evidence.chargeIds].join('\n')
}
