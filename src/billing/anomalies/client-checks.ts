import { findBelowCommitment } from './below-commitment.ts'
import { findChargeTrouble } from './charges.ts'
import type { ClientCheck } from './client-view.ts'
import { findCostsWithoutComparison } from './costs-without-comparison.ts'
import { findDisputedHoldings } from './disputed-holdings.ts'
import { findDuplicateCharges } from './duplicate-charges.ts'
import { findHoldEnds } from './hold-ends.ts'
import { findIdleLines } from './idle-lines.ts'
import { findLedgerGaps } from './ledger-facts.ts'
import { findLowMargins } from './low-margins.ts'
import { findMidTermChanges } from './mid-term-changes.ts'
import { findNegativeInvoice } from './negative-invoice.ts'
import { findNotedHoldings } from './noted-holdings.ts'
import { findOldRates } from './old-rates.ts'
import { findPriceChanges } from './price-changes.ts'
import { findQuantityJumps } from './quantity-jumps.ts'
import { findRefusedHoldings } from './refused-holdings.ts'
import { findRenewals } from './renewals.ts'
import { findSourceTrouble } from './source-health.ts'
import { findAmountsInAnotherCurrency } from './stated-in-another-currency.ts'
import { findTermEnds } from './term-ends.ts'
import { findTooManyLines } from './too-many-lines.ts'
import { findTotalChanges } from './total-changes.ts'
import { findTrialsEnded } from './trials-ended.ts'
import { findTrueUpFindings } from './true-ups.ts'
import { findUnfoldedLines } from './unfolded-lines.ts'
import { findTaxTrouble } from './tax.ts'
import { findUncertainChangeDays } from './uncertain-change-days.ts'
import { findUnclaimedHoldings } from './unclaimed-holdings.ts'
import { findMissingUsualLines } from './usual-lines.ts'

/** Everything that is looked for in one client's month. */
export const clientChecks: readonly ClientCheck[] = [
  findSourceTrouble,
  findRefusedHoldings,
  findAmountsInAnotherCurrency,
  findCostsWithoutComparison,
  findOldRates,
  findDisputedHoldings,
  findUnclaimedHoldings,
  findIdleLines,
  findLedgerGaps,
  findPriceChanges,
  findLowMargins,
  findQuantityJumps,
  findUnfoldedLines,
  findUncertainChangeDays,
  findNotedHoldings,
  findMidTermChanges,
  findChargeTrouble,
  findNegativeInvoice,
  findTaxTrouble,
  findTrueUpFindings,
  findTermEnds,
  findRenewals,
  findTrialsEnded,
  findBelowCommitment,
  findHoldEnds,
  findTotalChanges,
  findDuplicateCharges,
  findTooManyLines,
  findMissingUsualLines,
]
