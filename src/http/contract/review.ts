import { z } from 'zod'
import { acceptanceOf, flagSha256 } from '../../app/flags/accept-flag.ts'
import type { FlagAcceptance } from '../../store/flag-acceptances.ts'
import type { Anomaly } from '../../domain/anomaly.ts'
import type { InvoiceLine } from '../../domain/invoice.ts'
import type { Approval } from '../../store/approvals.ts'
import type { RunOutcome } from '../../store/run-outcomes.ts'
import type { Run } from '../../store/runs.ts'
import { formatMonth } from '../../domain/period.ts'
import { instant } from './session.ts'

/** An exact decimal as text: no number of JSON holds one. */
export const decimalText = z.string().regex(/^-?\d+(?:\.\d+)?$/)
export const moneyAnswer = z.object({ amount: decimalText, currency: z.string() })
const days = z.object({ start: z.iso.date(), end: z.iso.date() })

export const monthParams = z.object({
  month: z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, 'must be a month, YYYY-MM'),
})
export const runNumber = z
  .string()
  .regex(/^\d{1,9}$/, "must be a run's number")
  .transform(Number)
export const runParams = z.object({ number: runNumber })
export const clientParams = z.object({ number: runNumber, clientId: z.string() })

export const runAnswer = z.object({
  number: z.int(),
  month: z.string(),
  state: z.enum(['preparing', 'ready', 'failed']),
  sha256: z.string().nullable(),
  configVersion: z.int(),
  engineVersion: z.string(),
  requestedBy: z.string(),
  createdAt: instant,
  clients: z.array(z.string()).nullable(),
})

export function toRunAnswer(run: Run): z.input<typeof runAnswer> {
  const { number, period, state, sha256, configVersion, engineVersion, requestedBy, createdAt, clients } = run
  return {
    ...{ number, month: formatMonth(period), state, sha256: sha256 ?? null, configVersion, engineVersion, requestedBy },
    createdAt: createdAt.toISOString(),
    clients: clients === undefined ? null : [...clients],
  }
}

export const anomalyAnswer = z.object({
  code: z.string(),
  severity: z.enum(['blocking', 'warning', 'note']),
  clientId: z.string().nullable(),
  subject: z.object({ kind: z.string(), id: z.string() }),
  message: z.string(),
  nextStep: z.string(),
  atStake: moneyAnswer.nullable(),
  /** Names the flag, to accept it by. */
  id: z.string(),
  acceptance: z.object({ id: z.string(), by: z.string(), at: instant, reason: z.string() }).nullable(),
})

export function toAnomalyAnswer(
  anomaly: Anomaly,
  acceptances: readonly FlagAcceptance[],
): z.input<typeof anomalyAnswer> {
  const acceptance = acceptanceOf(anomaly, acceptances)
  const { code, severity, clientId, subject, message, nextStep, atStake } = anomaly
  return {
    ...{ code, severity, message, nextStep, clientId: clientId ?? null },
    subject: { kind: subject.kind, id: subject.id },
    atStake: atStake === undefined ? null : { amount: atStake.amount, currency: atStake.currency },
    id: flagSha256(anomaly),
    acceptance:
      acceptance === undefined
        ? null
        : {
            ...{ id: acceptance.id, by: acceptance.acceptedBy, reason: acceptance.reason },
            at: acceptance.acceptedAt.toISOString(),
          },
  }
}

export const clientResult = z.object({
  runNumber: z.int(),
  clientId: z.string(),
  clientName: z.string(),
  outcome: z.enum(['ready', 'blocked', 'nothing-to-bill', 'already-billed']),
  currency: z.string(),
  total: decimalText,
  previousTotal: decimalText.nullable(),
  lineCount: z.int(),
  documentNumber: z.string().nullable(),
  sha256: z.string().nullable(),
  approval: z.object({ by: z.string(), at: instant, note: z.string().nullable() }).nullable(),
  /** Those that nobody has accepted. */
  flags: z.object({ blocking: z.int(), warning: z.int(), note: z.int() }),
})

/** @param anomalies the client's own that nobody has accepted. */
export function toClientResult(
  run: Run,
  row: RunOutcome,
  approval: Approval | undefined,
  anomalies: readonly Anomaly[],
): z.input<typeof clientResult> {
  const { clientId, clientName, outcome, currency, total, previousTotal, lineCount, documentNumber, sha256 } = row
  const count = (severity: Anomaly['severity']): number =>
    anomalies.filter((anomaly) => anomaly.severity === severity).length
  return {
    ...{ runNumber: run.number, clientId, clientName, outcome, currency, total, lineCount },
    previousTotal: previousTotal ?? null,
    documentNumber: documentNumber ?? null,
    sha256: sha256 ?? null,
    approval:
      approval === undefined
        ? null
        : { by: approval.approvedBy, at: approval.approvedAt.toISOString(), note: approval.note ?? null },
    flags: { blocking: count('blocking'), warning: count('warning'), note: count('note') },
  }
}

export const lineAnswer = z.object({
  lineKey: z.string(),
  description: z.string(),
  servicePeriod: days,
  quantity: decimalText,
  unitPrice: decimalText,
  amount: decimalText,
  source: z.string(),
  was: z.object({ quantity: decimalText, unitPrice: decimalText, amount: decimalText }).nullable(),
})

export function toLineAnswer(line: InvoiceLine): z.input<typeof lineAnswer> {
  const { lineKey, description, servicePeriod, quantity, unitPrice, amount, source, was } = line
  return { lineKey, description, servicePeriod, quantity, unitPrice, amount, source, was: was ?? null }
}
