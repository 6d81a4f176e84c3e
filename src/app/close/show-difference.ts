import type { Charge } from '../../domain/distributor-invoice.ts'
import type { InvoiceLine } from '../../domain/invoice.ts'
import type { Period } from '../../domain/period.ts'
import type { StatedFinding } from '../../reconciliation/decisions/month-state.ts'
import { revenueOfGroup } from '../../reconciliation/decisions/revenue-of-group.ts'
import type { Finding, InvoiceLineRef, InvoiceTieOut, PeriodTieOut } from '../../reconciliation/tie-out.ts'
import { listCharges } from '../../store/charges.ts'
import { withOrganization, type Transaction } from '../../store/database.ts'
import type { StoredDecision } from '../../store/decisions.ts'
import { listPostings, type Posting } from '../../store/postings.ts'
import { readInvoiceDocument } from '../../store/run-results.ts'
import { NotFound } from '../../support/failure.ts'
import type { AdapterRegistry } from '../adapters.ts'
import type { AppContext } from '../context.ts'
import { disputeText } from './dispute-text.ts'
import { monthNames } from './month-names.ts'
import { findingId } from './finding-id.ts'
import { showMonth } from './show-month.ts'

/** One difference with all that stands behind it. */
export interface ShownDifference {
  readonly stated: StatedFinding<StoredDecision>
  /** The distributor's lines behind it. */
  readonly charges: readonly Charge[]
  /** The client's lines that it was compared with. */
  readonly lines: readonly { readonly posting: Posting; readonly line: InvoiceLine }[]
  /** What those bill for the supply compared; undefined where no line does. */
  readonly revenue: Finding['revenue']
  /** What to write to the distributor, ready to be copied. */
  readonly disputeText: string
}

/** @throws {NotFound} where the month's tie-out has no such difference. */
export async function showDifference(
  context: AppContext,
  adapters: AdapterRegistry,
  period: Period,
  id: string,
): Promise<ShownDifference> {
  const { tieOut, state } = await showMonth(context, adapters, period)
  const stated = state.findings.find(({ key }) => findingId(key) === id)
  if (stated === undefined) throw new NotFound(`The tie-out has no difference "${id}" (any more).`)
  const { finding } = stated
  const { clients } = await monthNames(context, period)
  const invoice = invoiceOf(tieOut, finding)
  return withOrganization(context.database, context.organization.id, async (tx) => {
    const charges = await chargesBehind(tx, finding)
    return {
      stated,
      charges,
      lines: await linesBehind(tx, finding.evidence.invoiceLines),
      revenue: revenueOfGroup(
        state.findings.map((each) => each.finding),
        finding,
      ),
      disputeText: disputeText({
        finding,
        charges,
        invoice,
        clientName: clients.get(finding.clientId ?? '') ?? charges[0]?.companyName,
        organization: context.organization.name,
      }),
    }
  })
}

function invoiceOf({ invoices }: PeriodTieOut, { connectionId, invoiceId }: Finding): InvoiceTieOut | undefined {
  return invoices.find((each) => each.connectionId === connectionId && each.invoiceId === invoiceId)
}

async function chargesBehind(tx: Transaction, finding: Finding): Promise<readonly Charge[]> {
  const { connectionId, invoiceId, evidence } = finding
  if (invoiceId === undefined) return []
  const wanted = new Set(evidence.chargeIds)
  const charges = await listCharges(tx, { invoice: { connectionId, invoiceId } })
  return charges.filter(({ chargeId }) => wanted.has(chargeId))
}

async function linesBehind(tx: Transaction, refs: readonly InvoiceLineRef[]): Promise<ShownDifference['lines']> {
  if (refs.length === 0) return []
  const postings = await listPostings(tx, {
    periodStarts: [...new Set(refs.map(({ billingPeriod }) => billingPeriod.start))],
    clientIds: [...new Set(refs.map(({ clientId }) => clientId))],
  })
  return refs.flatMap((ref) => {
    const posting = postings.find(
      (each) =>
        each.clientId === ref.clientId &&
        each.period.start === ref.billingPeriod.start &&
        each.sequence === ref.sequence,
    )
    const line =
      posting === undefined
        ? undefined
        : readInvoiceDocument(posting.invoice).lines.find(({ lineKey }) => lineKey === ref.lineKey)
    return posting === undefined || line === undefined ? [] : [{ posting, line }]
  })
}
