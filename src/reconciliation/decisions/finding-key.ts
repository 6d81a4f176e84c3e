import type { Finding, PeriodTieOut } from '../tie-out.ts'

/** A finding with the name that a decision on it uses. */
export interface KeyedFinding {
  readonly key: string
  readonly finding: Finding
}

/**
 * Each finding of a month's tie-out under a name that stays the same from one tie-out to the next, as long as it is
 * about the same thing: class, distributor invoice, subscription (or charges) and service period. The amount is not part
 * of it; a decision remembers the amount that it was made on.
 */
export function keyedFindings(tieOut: PeriodTieOut): readonly KeyedFinding[] {
  const counts = new Map<string, number>()
  const findings = [...tieOut.invoices.flatMap((invoice) => invoice.findings), ...tieOut.billedNotBought]
  return findings.map((finding) => {
    const name = nameOf(finding)
    const earlier = counts.get(name) ?? 0
    counts.set(name, earlier + 1)
    return { key: earlier === 0 ? name : `${name}#${String(earlier + 1)}`, finding }
  })
}

/**
 * What a key says but for the class: a difference that changes its class is still about the same thing, and what was
 * decided on it under the other class is about it too.
 */
export function subjectOfKey(key: string): string {
  return key.slice(key.indexOf('|') + 1)
}

export function classOfKey(key: string): string {
  return key.slice(0, key.indexOf('|'))
}

function nameOf(finding: Finding): string {
  const { connectionId, invoiceId, companyId, productId, servicePeriod, currency } = finding
  const days = servicePeriod === undefined ? '' : `${servicePeriod.start}/${servicePeriod.end}`
  const what = finding.subscriptionId ?? [...finding.evidence.chargeIds].sort().join('+')
  return [finding.class, connectionId, invoiceId, companyId, productId, what, days, currency]
    .map((part) => part ?? '')
    .join('|')
}
