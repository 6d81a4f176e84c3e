import type { Clock } from '../../../src/support/clock.ts'
import { faultAnswer, type Answer } from '../answer.ts'
import type { Call } from '../call.ts'
import { gatewayFault } from '../gateway-faults.ts'
import { expireAccessToken, revokeGrant } from '../oauth/grants.ts'
import type { RequestIds } from '../requests/request-ids.ts'
import { Draft, type RowStore } from '../state/row-store.ts'
import type { FaultPlan } from './fault-plan.ts'
import type { FaultRule } from './fault-rule.ts'

/** How an exchange ends: with an answer, with half of one, or with a connection that goes away. */
export type Outcome =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'truncated'; readonly answer: Answer }
  | { readonly kind: 'closed' }
  | { readonly kind: 'reset' }

export interface ExchangeParts {
  readonly clock: Clock
  readonly plan: FaultPlan
  readonly store: RowStore
  readonly requestIds: RequestIds
}

/** Carries out one call with whatever the plan has for it: before the work, inside it, or after it. */
export async function exchange(
  parts: ExchangeParts,
  call: Call,
  work: (trouble: FaultRule | undefined) => Promise<Answer>,
): Promise<Outcome> {
  const rule = parts.plan.take({
    method: call.method,
    path: call.target,
    realmId: realmOf(call),
    requestId: call.query.get('requestid') ?? undefined,
    body: call.body,
  })
  if (rule === undefined) return { kind: 'answered', answer: await work(undefined) }
  return (await before(parts, call, rule)) ?? after(parts, rule, await work(rule))
}

/** What ends the call before anything was done, or lets it go on. */
async function before(parts: ExchangeParts, call: Call, rule: FaultRule): Promise<Outcome | undefined> {
  switch (rule.kind) {
    case 'refuse':
      return { kind: 'closed' }
    case 'reset-before':
      return { kind: 'reset' }
    case 'throttled':
      return answered(withRetryAfter(faultAnswer(gatewayFault.throttled(), parts.clock.now()), rule))
    case 'unavailable':
      return answered(withRetryAfter(plainText(503, 'Service Unavailable'), rule))
    case 'html':
      return answered({ status: 200, headers: { 'Content-Type': 'text/html; charset=utf-8' }, body: maintenancePage })
    case 'delay':
      await parts.clock.sleep(rule.milliseconds)
      return undefined
    case 'overtaken':
      await parts.requestIds.overtaken({
        realmId: realmOf(call) ?? '',
        requestId: call.query.get('requestid') ?? '',
      })
      return undefined
    case 'token-expired':
    case 'token-revoked':
      endToken(parts, call, rule.kind)
      return undefined
    case 'hold-in-flight':
    case 'commit-then-drop':
    case 'commit-then-500':
    case 'commit-then-30003':
    case 'truncated':
      return undefined
  }
}

/** What becomes of the answer to work that was done. */
function after(parts: ExchangeParts, rule: FaultRule, answer: Answer): Outcome {
  switch (rule.kind) {
    case 'commit-then-drop':
      return { kind: 'reset' }
    case 'commit-then-500':
      return answered(faultAnswer(gatewayFault.internal(), parts.clock.now()))
    case 'commit-then-30003':
      return answered(faultAnswer(gatewayFault.minus30003(), parts.clock.now()))
    case 'truncated':
      return { kind: 'truncated', answer }
    case 'delay':
    case 'hold-in-flight':
    case 'html':
    case 'overtaken':
    case 'refuse':
    case 'reset-before':
    case 'throttled':
    case 'token-expired':
    case 'token-revoked':
    case 'unavailable':
      return answered(answer)
  }
}

function endToken(parts: ExchangeParts, call: Call, kind: 'token-expired' | 'token-revoked'): void {
  const draft = new Draft(parts.store)
  const token = (call.header('authorization') ?? '').replace(/^Bearer\s+/i, '')
  if (kind === 'token-expired') expireAccessToken(draft, token)
  else revokeGrant(draft, token)
  draft.commit()
}

function realmOf(call: Call): string | undefined {
  return /^\/v3\/company\/([^/]+)/.exec(call.path)?.[1]
}

function withRetryAfter(answer: Answer, rule: FaultRule): Answer {
  if (rule.retryAfterSeconds === undefined) return answer
  return { ...answer, headers: { ...answer.headers, 'Retry-After': String(rule.retryAfterSeconds) } }
}

function answered(answer: Answer): Outcome {
  return { kind: 'answered', answer }
}

function plainText(status: number, body: string): Answer {
  return { status, headers: { 'Content-Type': 'text/plain' }, body }
}

const maintenancePage =
  '<!DOCTYPE html><html><head><title>QuickBooks Online</title></head><body><h1>We&#39;ll be right back</h1></body></html>'
