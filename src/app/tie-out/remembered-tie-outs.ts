import type { PeriodTieOut } from '../../reconciliation/tie-out.ts'
import { Remembered } from '../../support/remembered.ts'

/**
 * Tie-outs by their hash, weighed by the characters of their stored text. Whose one is was settled by who could look its
 * hash up.
 */
export const rememberedTieOuts = new Remembered<PeriodTieOut>(64 * 1024 * 1024)
