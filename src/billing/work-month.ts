import type { BillingLine } from '../domain/billing-config.ts'
import type { Charge } from '../domain/distributor-invoice.ts'
import type { InvoiceLine } from '../domain/invoice.ts'
import { claimLines } from './claim-lines.ts'
import type { Claims } from './claims.ts'
import type { ClientSupply } from './dry-run-input.ts'
import type { Holding } from './holdings.ts'
import { sortCharges, type SortedCharges } from './lines/charge-sorting.ts'
import { fixedLines } from './lines/fixed-lines.ts'
import type { ClientScope, LineWork, RefusedCharge } from './lines/line-work.ts'
import { manualLines } from './lines/manual-lines.ts'
import { passThroughLines } from './lines/pass-through-lines.ts'
import { perSeatLines } from './lines/per-seat-lines.ts'
import { chargesBySubscription } from './quantity/billed-quantities.ts'

/** One client's month, worked out: what should be billed for it as known now, and what could not be worked out. */
export interface MonthWork {
  readonly holdings: readonly Holding[]
  readonly claims: Claims
  readonly charges: SortedCharges
  /** One for each billing line that has something to say. */
  readonly works: readonly LineWork[]
  readonly refusedCharges: readonly RefusedCharge[]
  readonly invoiceLines: readonly InvoiceLine[]
}

/** The evidence that a month is worked out from. The charges are those dated in the month itself. */
export interface MonthSupply extends Pick<ClientSupply, 'timelines' | 'charges' | 'earlierCharges'> {
  /** Of a month that is over: charges dated after it, which may tell what was held in it. */
  readonly laterCharges?: readonly Charge[]
}

/**
 * What should be billed for the scope's month, as known now, whatever was billed before. The same for the month that is
 * billed next and for one that was billed long ago.
 */
export function workMonth(about: ClientScope, supply: MonthSupply): MonthWork {
  const { run, client } = about
  // What a line in arrears is for was charged by an earlier invoice, and corrected by a later one.
  const scope = {
    ...about,
    chargesOf: chargesBySubscription(supply.charges, supply.earlierCharges, supply.laterCharges),
  }
  const { holdings, claims, runOf } = claimLines(run, client, supply.timelines)
  const charges = sortCharges(run, client, supply.charges, supply.timelines)
  const works = client.lines.flatMap((line) => {
    const on = runOf(line)
    return workOutLine(on === run ? scope : { ...scope, run: on }, line, claims, charges) ?? []
  })
  return {
    holdings,
    claims,
    charges,
    works,
    refusedCharges: works.flatMap((work) => work.refusedCharges ?? []),
    invoiceLines: works.flatMap((work) => work.invoiceLines),
  }
}

function workOutLine(
  scope: ClientScope,
  line: BillingLine,
  claims: Claims,
  charges: SortedCharges,
): LineWork | readonly LineWork[] | undefined {
  if (line.model === 'pass-through') {
    const own = charges.byLine.get(line)
    return own === undefined ? undefined : passThroughLines(scope, line, own)
  }
  if (line.model === 'per-seat' && !line.syncsQuantity) return manualLines(scope, line)
  const claim = claims.byLine.find((candidate) => candidate.line === line)
  if (claim === undefined) return undefined
  return line.model === 'fixed' ? fixedLines(scope, line, claim) : perSeatLines(scope, line, claim)
}
