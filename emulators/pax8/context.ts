import type { Clock } from '../../src/support/clock.ts'
import type { CallLimit } from './call-limit.ts'
import type { DeliveredNotice } from './deliver-notice.ts'
import type { Faults } from './faults.ts'
import type { Webhook } from './routes/webhooks.ts'
import type { Pax8State } from './state.ts'
import type { Tokens } from './tokens.ts'

/** What the endpoints share. */
export interface Pax8Context {
  readonly clock: Clock
  readonly state: Pax8State
  readonly faults: Faults
  readonly tokens: Tokens
  readonly callLimit: CallLimit
  readonly webhooks: Map<string, Webhook>
  readonly deliver: (webhook: Webhook, topic: string, payload: object, at: Date) => Promise<DeliveredNotice>
}
