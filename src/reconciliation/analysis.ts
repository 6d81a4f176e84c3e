import { overlap, type Period } from '../domain/period.ts'
import { analyseComponent, type Compared } from './analyse-component.ts'
import { billedNotBought } from './billed-not-bought.ts'
import { componentsOf, type Component } from './components.ts'
import { placeInvoices, type PlacedInvoice } from './distributor-side.ts'
import { findingsOf } from './findings.ts'
import type { ReconciliationInput } from './input.ts'
import { createLookups, type Lookups } from './lookups.ts'
import { matchGroups, type MatchGroup } from './match-groups.ts'
import { PlainTie, plainPairOf, type PlainPair } from './plain-tie.ts'
import { suppliesOf } from './supply.ts'
import type { Finding } from './tie-out.ts'

/** What a comparison of everything with everything found, by distributor invoice. */
export interface Analysis {
  readonly input: ReconciliationInput
  readonly lookups: Lookups
  readonly invoices: readonly PlacedInvoice[]
  readonly results: readonly InvoiceResults[]
  readonly groups: readonly MatchGroup[]
}

/** Findings of one invoice, and how much they rest on. */
export interface InvoiceResults {
  readonly findings: Finding[]
  /** Client lines that charges of this invoice were compared with. */
  readonly lines: Set<object>
  chargesChecked: number
}

/**
 * Compares all charges with all client lines once; a tie-out of one invoice is a view of it. Earlier invoices must be
 * part of it, since an adjustment means nothing without the charge that it adjusts.
 */
export function analyse(input: ReconciliationInput): Analysis {
  const lookups = createLookups(input)
  const invoices = placeInvoices(input)
  const groups = matchGroups(invoices, suppliesOf(input.clientInvoices), lookups)
  const results: InvoiceResults[] = invoices.map(() => ({ findings: [], lines: new Set(), chargesChecked: 0 }))
  const contexts = invoices.map(({ read }) => ({
    invoiceId: read.invoice.invoiceId,
    isReadWhole: read.items === 'whole',
    lookups,
  }))
  const recordTie = (pair: PlainPair): void => {
    const result = results[pair.ordinal]
    const context = contexts[pair.ordinal]
    if (result === undefined || context === undefined) return
    result.findings.push(new PlainTie(pair, context))
    result.chargesChecked += 1
    result.lines.add(pair.supply.line)
  }
  for (const group of groups) {
    const tie = plainPairOfGroup(group)
    if (tie !== undefined) {
      recordTie(tie)
      continue
    }
    for (const component of componentsOf(group)) {
      const pair = plainPairOfComponent(component)
      if (pair !== undefined) recordTie(pair)
      else for (const compared of analyseComponent(component, lookups)) record(compared, invoices, results, lookups)
    }
  }
  return { input, lookups, invoices, results, groups }
}

/** A group that is nothing but a plain tie, told before it is laid out in components: most groups are. */
function plainPairOfGroup({ charges, supplies, foreignSupplies }: MatchGroup): PlainPair | undefined {
  if (charges.length !== 1 || supplies.length !== 1 || foreignSupplies.length > 0) return undefined
  const [placed] = charges
  const [supply] = supplies
  return placed === undefined || supply === undefined ? undefined : plainPairOf(placed, supply)
}

function plainPairOfComponent({ charges, posted, waiting, foreign }: Component): PlainPair | undefined {
  if (charges.length !== 1 || posted.length !== 1 || waiting.length > 0 || foreign.length > 0) return undefined
  const [placed] = charges
  const [line] = posted
  return placed === undefined || line === undefined ? undefined : plainPairOf(placed, line.supply)
}

function record(
  compared: Compared,
  invoices: readonly PlacedInvoice[],
  results: readonly InvoiceResults[],
  lookups: Lookups,
): void {
  const placed = invoices[compared.ordinal]
  const result = results[compared.ordinal]
  if (placed === undefined || result === undefined) return
  const isReadWhole = placed.read.items === 'whole'
  result.findings.push(...findingsOf(compared, placed.read.invoice.invoiceId, isReadWhole, lookups))
  const wasCompared = compared.billedCost !== 'unknown'
  if (wasCompared) result.chargesChecked += compared.charges.filter(({ cost }) => cost !== 'unknown').length
  if (wasCompared) for (const { line } of compared.supplies) result.lines.add(line)
}

export interface UnchargedLines {
  readonly findings: readonly Finding[]
  /** Why it was not looked for, by connection. */
  readonly notes: readonly string[]
}

/**
 * Client lines that no charge stands behind, of the connections whose charges for the period were read whole: while
 * any are missing, a charge that was not seen is no news.
 */
export function unchargedLines(analysis: Analysis): UnchargedLines {
  const { input, invoices, lookups } = analysis
  const connections = new Set<string>()
  for (const { supplies } of analysis.groups) for (const { connectionId } of supplies) connections.add(connectionId)
  const notes: string[] = []
  const known = new Set<string>()
  for (const connectionId of [...connections].sort()) {
    const why = whyChargesUncertain(connectionId, invoices, input.period)
    if (why === undefined) known.add(connectionId)
    else notes.push(`Client lines without a charge were not looked for on ${connectionId}: ${why}.`)
  }
  const certain = analysis.groups.filter(({ supplies }) => known.has(supplies[0]?.connectionId ?? ''))
  return { findings: billedNotBought(certain, input.period, lookups), notes }
}

function whyChargesUncertain(
  connectionId: string,
  invoices: readonly PlacedInvoice[],
  period: Period,
): string | undefined {
  const own = invoices.filter(
    ({ read, treatment }) => treatment === 'counted' && read.invoice.connectionId === connectionId,
  )
  if (own.some(({ read }) => read.items !== 'whole')) return 'an invoice was not read whole'
  const chargesPeriod = own.some(({ ownCharges }) =>
    ownCharges.some(
      ({ servicePeriod, kind }) =>
        kind !== 'prorate' && servicePeriod !== undefined && overlap(servicePeriod, period) !== undefined,
    ),
  )
  return chargesPeriod ? undefined : 'no invoice that charges for the period was read'
}
