import type { ClientBillingConfig } from '../../domain/billing-config.ts'
import { formatMonth, type Period } from '../../domain/period.ts'
import { compareDecimals, decimal } from '../../money/decimal.ts'
import { groupBy } from '../../support/group-by.ts'
import { clientsByCompany, companyKeyOf, groupByClient } from '../run/group-by-client.ts'
import { auditClientMonth, type DraftFinding } from './audit-client-month.ts'
import { withChargedTimelines } from './charged-timelines.ts'
import { findingOf, findingOfUnbilled } from './make-finding.ts'
import { PastCoverage } from './month-coverage.ts'
import type { PastEvidence } from './past-evidence.ts'
import type { PastLine } from './past-line.ts'
import type { BackfillFinding, BackfillReport, NotKnown } from './report.ts'
import { sumsBy, totalsOf } from './report-sums.ts'
import { settleLater } from './settle-later.ts'
import { findUnbilledCost, type StoodFor, type UnbilledCost } from './unbilled-cost.ts'
import { openPastRun, subscriptionKey, workPastMonth, type ClientPast } from './work-past-month.ts'

/**
 * Looks at months that were billed before: what should have been billed, worked by the engine from all that is known now,
 * against what the ledgers' invoices say, and what was charged against both. A function of its input; what cannot be
 * known is said, and nothing is found where nothing was read.
 * @param told Called after each month.
 */
export function auditPast(evidence: PastEvidence, told: (months: number) => void = () => undefined): BackfillReport {
  const coverage = new PastCoverage(evidence)
  const pastOf = pastByClient(evidence)
  const billedBy = groupBy(evidence.billed, ({ clientId, month }) => lineKey(clientId, month))
  const everBilled = new Set(evidence.billed.map(({ clientId }) => clientId))
  const all = new Gathered()
  for (const [index, month] of evidence.months.entries()) {
    const config = evidence.configs.get(month.start)
    if (config === undefined) {
      all.tell(month, null, 'everything', 'there is no billing config to work it by')
      continue
    }
    const run = openPastRun(config, month, evidence)
    for (const client of config.config.clients) {
      const why = whyNotAudited(client, month, coverage, everBilled)
      const past = workPastMonth(run, client, pastOf(client.clientId))
      for (const key of past.claimed) all.claimed.add(`${month.start}\n${client.clientId}\n${key}`)
      for (const key of past.passedOn) all.passedOn.add(key)
      if (why !== undefined) {
        if (past.lines.length > 0 || past.open.size > 0) all.tell(month, client.clientId, 'everything', why)
        continue
      }
      const billed: readonly PastLine[] = billedBy.get(lineKey(client.clientId, month)) ?? []
      all.add(client, month, auditClientMonth(past, billed, coverage))
    }
    told(index + 1)
  }
  return all.report(evidence, coverage)
}

function lineKey(clientId: string, { start }: Period): string {
  return `${clientId}\n${start}`
}

function pastByClient(evidence: PastEvidence): (clientId: string) => ClientPast {
  const configs = [evidence.newestConfig, ...[...evidence.configs.values()].map(({ config }) => config)]
  const clients = clientsByCompany(configs)
  const timelines = withChargedTimelines(evidence.timelines, evidence.charges)
  const timelinesOf = groupByClient(clients, timelines, ({ connectionId, steps }) =>
    [...new Set(steps.map(({ companyId }) => companyId))].map((companyId) => companyKeyOf(connectionId, companyId)),
  )
  const chargesOf = groupByClient(clients, evidence.charges, (charge) => [
    companyKeyOf(charge.connectionId, charge.companyId),
  ])
  return (clientId) => ({ timelines: timelinesOf.get(clientId) ?? [], charges: chargesOf.get(clientId) ?? [] })
}

function whyNotAudited(
  { ledger, clientId }: ClientBillingConfig,
  month: Period,
  coverage: PastCoverage,
  everBilled: ReadonlySet<string>,
): string | undefined {
  if (ledger.customerId === undefined) return 'the client is linked to no customer of the ledger'
  const gap = coverage.ledgerGap(ledger.connectionId, month)
  if (gap !== undefined) return gap
  return everBilled.has(clientId) ? undefined : 'no invoice to the client was read in any of these months'
}

/** What the months add up to. */
class Gathered {
  readonly claimed = new Set<string>()
  readonly passedOn = new Set<string>()
  readonly #drafts: DraftFinding[] = []
  readonly #notKnown: NotKnown[] = []
  readonly #stoodFor: StoodFor[] = []
  readonly #audited = new Set<string>()
  #groups = 0
  #agreeing = 0

  tell(month: Period, clientId: string | null, what: string, why: string): void {
    this.#notKnown.push({ month: formatMonth(month), clientId, what, why })
  }

  add(client: ClientBillingConfig, month: Period, audited: ReturnType<typeof auditClientMonth>): void {
    const { clientId, ledger, currency } = client
    this.#drafts.push(...audited.drafts)
    this.#notKnown.push(...audited.notKnown)
    this.#stoodFor.push({
      ...{ clientId, ledgerConnectionId: ledger.connectionId, currency, month, lines: audited.billedLines },
    })
    this.#audited.add(lineKey(clientId, month))
    this.#groups += audited.groups
    this.#agreeing += audited.groupsThatAgree
  }

  report(evidence: PastEvidence, coverage: PastCoverage): BackfillReport {
    const { open, settled } = settleLater(this.#drafts)
    const unbilled = findUnbilledCost(evidence, this.#stoodFor).filter((one) => this.#isLeak(one, evidence, coverage))
    const findings = [
      ...open.map((draft) => findingOf(draft, evidence)),
      ...unbilled.map((one) => findingOfUnbilled(one, evidence)),
    ].sort(dearestFirst)
    const [first, last] = [evidence.months[0], evidence.months.at(-1)]
    return {
      firstMonth: first === undefined ? '' : formatMonth(first),
      lastMonth: last === undefined ? '' : formatMonth(last),
      ...{ asOf: evidence.asOf, invoicesBill: evidence.invoicesBill, coverage: coverage.months },
      ...{ findings, settled, notKnown: this.#notKnown, totals: totalsOf(findings) },
      by: {
        client: sumsBy(findings, ({ clientName }) => clientName),
        product: sumsBy(findings, ({ product }) => product),
        month: sumsBy(findings, ({ month }) => month),
        cause: sumsBy(findings, ({ cause }) => cause),
      },
      compared: { clientMonths: this.#audited.size, groups: this.#groups, groupsThatAgree: this.#agreeing },
    }
  }

  /** What a billing line stands for was compared already, and what nobody read is no finding. */
  #isLeak(one: UnbilledCost, evidence: PastEvidence, coverage: PastCoverage): boolean {
    const { clientId, connectionId, subscriptionId, month } = one
    if (!evidence.months.some(({ start }) => start === month.start)) return false
    if (coverage.sourceGap(connectionId, month) !== undefined) return false
    if (clientId === undefined) return this.#anyAudited(month)
    if (!this.#audited.has(lineKey(clientId, month))) return false
    if (one.charges.some(({ chargeId }) => this.passedOn.has(`${connectionId}\n${chargeId}`))) return false
    if (subscriptionId === undefined) return true
    return !this.claimed.has(`${month.start}\n${clientId}\n${subscriptionKey({ connectionId, subscriptionId })}`)
  }

  #anyAudited({ start }: Period): boolean {
    return this.#stoodFor.some(({ month }) => month.start === start)
  }
}

function dearestFirst(a: BackfillFinding, b: BackfillFinding): number {
  const order = compareDecimals(decimal(worthOf(b)), decimal(worthOf(a)))
  if (order !== 0) return order
  const [first, second] = [a, b].map(({ month, clientName, product, cause }) =>
    [month, clientName, product, cause].join('\n'),
  )
  return (first ?? '') < (second ?? '') ? -1 : 1
}

function worthOf({ revenue, cost }: BackfillFinding): string {
  return revenue !== 'unknown' ? revenue.amount : cost === 'unknown' ? '0' : cost.amount
}
