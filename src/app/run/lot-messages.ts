import { z } from 'zod'
import type { BillingConfig } from '../../domain/billing-config.ts'
import type { Organization } from '../../store/organizations.ts'
import type { Run } from '../../store/runs.ts'
import type { DocumentNumbers, NumberRequest } from './give-document-numbers.ts'
import type { RunOverview } from './load-run-evidence.ts'
import type { RunLot } from './run-lots.ts'
import type { LotResult } from './work-lot.ts'

/** What a thread is started with. */
export interface LotThreadStart {
  readonly databaseUrl: string
  readonly organization: Organization
  readonly actor: string
  readonly run: Run
  readonly lotsAtOnce: number
}

/** A thread is handed anything; what is passed on as it is comes from the same program. */
export const lotThreadStartSchema: z.ZodType<LotThreadStart> = z.object({
  databaseUrl: z.string(),
  organization: z.object({ id: z.string(), name: z.string(), timeZone: z.string() }),
  actor: z.string(),
  run: z.custom<Run>((value) => typeof value === 'object' && value !== null && 'evidenceUntil' in value),
  lotsAtOnce: z.int(),
})

/** `begin` comes once and first; each other message is about the lot with its number. */
export type ToLotThread =
  | { readonly kind: 'begin'; readonly config: BillingConfig; readonly overview: RunOverview }
  | { readonly kind: 'work'; readonly lot: number; readonly what: RunLot }
  | { readonly kind: 'numbers'; readonly lot: number; readonly numbers: DocumentNumbers }
  | { readonly kind: 'no-numbers'; readonly lot: number }

export type FromLotThread = { readonly lot: number } & (
  | { readonly kind: 'numbers-wanted'; readonly request: NumberRequest }
  | { readonly kind: 'worked'; readonly result: LotResult }
  | { readonly kind: 'failed'; readonly failure: TransportedFailure }
)

/** A failure's class does not come through between threads; its code and words do. */
export interface TransportedFailure {
  readonly code: string | undefined
  readonly message: string
  readonly stack: string | undefined
}
