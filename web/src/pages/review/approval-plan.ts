import type { ClientResult } from '../../api/review.ts'
import { statusOf, type ClientStatus } from '../../components/status-mark.tsx'
import { totalsOf } from '../../money/decimal-text.ts'

/** What one word would approve. */
export interface ApprovalPlan {
  readonly clients: readonly ClientResult[]
  readonly totals: readonly { readonly amount: string; readonly currency: string }[]
  /** By run: each approval names the hash of one. */
  readonly byRun: ReadonlyMap<number, readonly string[]>
  /** How many of them are flagged for a look. */
  readonly flagged: number
}

/** More than this many at once are approved only after a look at some of them. */
export const mostWithoutSpotCheck = 20
const spotChecks = 3

const open: readonly ClientStatus[] = ['flagged', 'changed', 'unchanged']

/** Those of some clients that can be approved: what blocks never is, and what is decided already stays so. */
export function planApproval(clients: readonly ClientResult[]): ApprovalPlan {
  const chosen = clients.filter((client) => open.includes(statusOf(client)))
  const byRun = new Map<number, string[]>()
  for (const { runNumber, clientId } of chosen) byRun.set(runNumber, [...(byRun.get(runNumber) ?? []), clientId])
  const amounts = chosen.flatMap(({ total, currency }) =>
    total === undefined || currency === undefined ? [] : [{ amount: total, currency }],
  )
  const flagged = chosen.filter((client) => statusOf(client) === 'flagged').length
  return { clients: chosen, totals: totalsOf(amounts), byRun, flagged }
}

/**
 * Some clients to look at before many are approved, each as likely as the others.
 * @param random gives numbers from 0 up to 1.
 */
export function chooseSpotChecks(clients: readonly ClientResult[], random: () => number): readonly ClientResult[] {
  if (clients.length <= mostWithoutSpotCheck) return []
  const left = [...clients]
  return Array.from({ length: spotChecks }, () => left.splice(Math.floor(random() * left.length), 1)).flat()
}
