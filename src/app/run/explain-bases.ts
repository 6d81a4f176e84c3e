import type { BillingConfig, BillingLine, QuantityBasis } from '../../domain/billing-config.ts'
import { quantityBases } from '../../domain/billing-config.ts'
import type { InvoiceLine } from '../../domain/invoice.ts'
import { prepareClientInvoice } from '../../billing/prepare-client-invoice.ts'
import { readStoredConfig } from '../../config/read-stored-config.ts'
import { readBillingConfigVersion } from '../../store/billing-configs.ts'
import { withOrganization } from '../../store/database.ts'
import type { Run } from '../../store/runs.ts'
import { NotFound } from '../../support/failure.ts'
import type { AdapterRegistry } from '../adapters.ts'
import type { AppContext } from '../context.ts'
import { loadRunEvidence } from './load-run-evidence.ts'
import { openStoredRun } from './open-stored-run.ts'

/** `unknown`: something that the basis looks at is not known (yet), such as what the distributor charges. */
export type LinesByBasis = ReadonlyMap<QuantityBasis, readonly InvoiceLine[] | 'unknown'>

/** One billing line of a run as each quantity basis would bill it, from the run's own evidence and config. */
export async function explainBases(
  context: AppContext,
  adapters: AdapterRegistry,
  run: Run,
  which: { readonly clientId: string; readonly billingLineId: string },
): Promise<LinesByBasis> {
  const { database, organization } = context
  const stored = await withOrganization(database, organization.id, (tx) =>
    readBillingConfigVersion(tx, run.configVersion),
  )
  if (stored === undefined)
    throw new NotFound(`The config version ${String(run.configVersion)} of run ${String(run.number)} is not here.`)
  const config = readStoredConfig(stored)
  const evidence = await loadRunEvidence(context, adapters, run, config)
  const [supply] = await evidence.suppliesOf([which.clientId])
  if (supply === undefined) return new Map()
  // The run's own posting must not make the question "is billed already".
  const billed = supply.billed.filter(({ invoice }) => invoice.billingPeriod.start !== run.period.start)
  const lines = new Map<QuantityBasis, readonly InvoiceLine[]>()
  for (const basis of quantityBases) {
    const runContext = openStoredRun(run, withBasis(config, which, basis), evidence)
    const { invoice } = prepareClientInvoice(runContext, { ...supply, billed })
    lines.set(basis, invoice?.lines.filter(({ billingLineId }) => billingLineId === which.billingLineId) ?? [])
  }
  const reasons = [...lines.values()].flat().flatMap((line) => line.reasons.byBasis)
  const unknown = new Set(reasons.flatMap(({ basis, amount }) => (amount === 'unknown' ? [basis] : [])))
  return new Map([...lines].map(([basis, own]) => [basis, unknown.has(basis) ? 'unknown' : own]))
}

function withBasis(
  config: BillingConfig,
  which: { readonly clientId: string; readonly billingLineId: string },
  quantityBasis: QuantityBasis,
): BillingConfig {
  const changeLine = (line: BillingLine): BillingLine =>
    line.lineId === which.billingLineId ? { ...line, rules: { ...line.rules, quantityBasis } } : line
  const clients = config.clients.map((client) =>
    client.clientId === which.clientId ? { ...client, lines: client.lines.map(changeLine) } : client,
  )
  return { ...config, clients }
}
