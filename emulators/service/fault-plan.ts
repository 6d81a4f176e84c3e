/**
 * What can go wrong with a call on request. Nothing is done on `reset-before`, `unavailable`, `html` and `throttled`;
 * the call is carried out, and its answer lost, replaced or cut, on those that begin with `commit` and on `truncated`.
 */
export type FaultKind =
  | 'reset-before'
  | 'unavailable'
  | 'html'
  | 'throttled'
  | 'token-expired'
  | 'token-revoked'
  | 'commit-then-drop'
  | 'commit-then-500'
  | 'truncated'

export interface FaultRule {
  readonly kind: FaultKind
  /** How many matching calls it is for. Left out: one. */
  readonly next?: number
  /** What the method, the address with its query, and the body must hold. Left out: any call. */
  readonly match?: { readonly method?: string; readonly address?: string; readonly body?: string }
}

interface Sight {
  readonly method: string
  readonly address: string
  readonly body: string
}

/** Decides call by call what shall go wrong. */
export class FaultPlan {
  #standing: { readonly rule: FaultRule; left: number }[] = []

  /** Replaces all rules. */
  set(rules: readonly FaultRule[]): void {
    this.#standing = rules.map((rule) => ({ rule, left: rule.next ?? 1 }))
  }

  /** The first rule that is due for this call. */
  take(call: Sight): FaultKind | undefined {
    const due = this.#standing.find(({ rule, left }) => left > 0 && matches(rule.match ?? {}, call))
    if (due === undefined) return undefined
    due.left -= 1
    return due.rule.kind
  }
}

function matches(match: NonNullable<FaultRule['match']>, call: Sight): boolean {
  return (
    (match.method === undefined || match.method === call.method) &&
    (match.address === undefined || call.address.includes(match.address)) &&
    (match.body === undefined || call.body.includes(match.body))
  )
}
