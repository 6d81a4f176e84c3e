import type { Anomaly, Severity } from '../../domain/anomaly.ts'
import { absoluteDecimal, compareDecimals, decimal, zero } from '../../money/decimal.ts'

const weight: Readonly<Record<Severity, number>> = { blocking: 0, warning: 1, note: 2 }

/** Worst first: by severity, then by what is at stake, then by code and subject so that the order never varies. */
export function sortAnomalies(anomalies: readonly Anomaly[]): readonly Anomaly[] {
  if (anomalies.length < 2) return anomalies
  return [...anomalies].sort(
    (a, b) => weight[a.severity] - weight[b.severity] || byStake(a, b) || (textOf(a) < textOf(b) ? -1 : 1),
  )
}

/** Amounts of different currencies have no order; within a severity they are kept apart by currency. */
function byStake(a: Anomaly, b: Anomaly): number {
  const [left, right] = [a.atStake?.currency ?? '~', b.atStake?.currency ?? '~']
  if (left !== right) return left < right ? -1 : 1
  return compareDecimals(stakeNumber(b), stakeNumber(a))
}

function stakeNumber({ atStake }: Anomaly): typeof zero {
  return atStake === undefined ? zero : absoluteDecimal(decimal(atStake.amount))
}

function textOf({ code, clientId, subject, message }: Anomaly): string {
  return `${code}\n${clientId ?? ''}\n${subject.kind}\n${subject.id}\n${message}`
}
