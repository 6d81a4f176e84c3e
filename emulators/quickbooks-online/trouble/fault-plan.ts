import { z } from 'zod'
import { InvalidInput } from '../../../src/support/failure.ts'
import { faultRuleSchema, type FaultRule, type FaultRuleInput } from './fault-rule.ts'

/** What a rule can look at in a call. */
export interface CallSight {
  readonly method: string
  /** With the query. */
  readonly path: string
  readonly realmId: string | undefined
  readonly requestId: string | undefined
  readonly body: string
}

interface Standing {
  readonly rule: FaultRule
  seen: number
  applied: number
}

export interface FaultReport {
  readonly rule: FaultRule
  /** Matching calls so far. */
  readonly seen: number
  /** How many of them were made to fail. */
  readonly applied: number
}

/** Decides call by call what shall go wrong. */
export class FaultPlan {
  #standing: Standing[] = []

  /**
   * Replaces all rules.
   * @throws {InvalidInput} when a rule is none.
   */
  set(rules: readonly FaultRuleInput[]): void {
    this.#standing = rules.map((rule) => ({ rule: parseRule(rule), seen: 0, applied: 0 }))
  }

  /** Adds a rule after those that stand. Throws as `set` does. */
  queue(rule: FaultRuleInput): void {
    this.#standing.push({ rule: parseRule(rule), seen: 0, applied: 0 })
  }

  reset(): void {
    this.#standing = []
  }

  report(): readonly FaultReport[] {
    return this.#standing.map(({ rule, seen, applied }) => ({ rule, seen, applied }))
  }

  /** The first rule that is due for this call. Every rule that matches counts it. */
  take(call: CallSight): FaultRule | undefined {
    let due: Standing | undefined
    for (const standing of this.#standing) {
      if (!matches(standing.rule, call)) continue
      standing.seen += 1
      if (due === undefined && isDue(standing)) due = standing
    }
    if (due === undefined) return undefined
    due.applied += 1
    return due.rule
  }
}

function parseRule(rule: unknown): FaultRule {
  const parsed = faultRuleSchema.safeParse(rule)
  if (!parsed.success) throw new InvalidInput(`This is not a fault rule: ${z.prettifyError(parsed.error)}`)
  return parsed.data
}

function matches({ match }: FaultRule, call: CallSight): boolean {
  return (
    (match.method === undefined || match.method.toUpperCase() === call.method) &&
    (match.path === undefined || call.path.includes(match.path)) &&
    (match.realmId === undefined || match.realmId === call.realmId) &&
    (match.requestId === undefined || match.requestId === call.requestId) &&
    (match.body === undefined || call.body.includes(match.body))
  )
}

function isDue({ rule, seen, applied }: Standing): boolean {
  const { schedule } = rule
  if ('next' in schedule) return applied < schedule.next
  if ('every' in schedule) return seen % schedule.every === 0
  return schedule.calls.includes(seen)
}
