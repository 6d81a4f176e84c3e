import type {
  LedgerCapabilities,
  LedgerConsent,
  LedgerGateway,
  LedgerNotices,
  LedgerTools,
  PreparePosting,
} from '../ledgers/gateway.ts'
import type { ChargeRounding } from '../sources/charge-rounding.ts'
import type { Source, SourceAnswers, SourceNotices, SourceTools } from '../sources/source.ts'

/** A source adapter as the registry offers it: its settings are checked when it is opened. */
export interface SourceAdapter {
  readonly id: string
  readonly label: string
  readonly secrets: readonly string[]
  readonly listsCancelled: boolean
  readonly place?: (settings: unknown) => string
  readonly invoiceDays?: { readonly first: number; readonly last: number }
  readonly chargeRounding?: ChargeRounding
  readonly pace?: (answers: SourceAnswers) => number | undefined
  readonly notices?: (settings: unknown, tools: SourceTools) => SourceNotices
  /** @throws {InvalidInput} when these are not this adapter's settings. */
  readonly settings: { parse(input: unknown): unknown }
  /** @throws when the settings are not this adapter's. */
  readonly connect: (settings: unknown, tools: SourceTools) => Source
}

/** A ledger adapter as the registry offers it. */
export interface LedgerAdapter {
  readonly id: string
  readonly label: string
  readonly secrets: readonly string[]
  readonly capabilities: LedgerCapabilities
  /** @throws {InvalidInput} when these are not this adapter's settings. */
  readonly settings: { parse(input: unknown): unknown }
  readonly preparePosting: PreparePosting
  /** How a person grants access in a browser; undefined for a ledger that has no such step. */
  readonly consent: LedgerConsent | undefined
  /** @throws when the settings are not this adapter's. */
  readonly connect: (settings: unknown, tools: LedgerTools) => LedgerGateway
  readonly notices?: LedgerNotices
}

/** The adapters that this program has, by id. The use cases know ports only, so they are handed in. */
export interface AdapterRegistry {
  readonly sources: ReadonlyMap<string, SourceAdapter>
  readonly ledgers: ReadonlyMap<string, LedgerAdapter>
  /** A program with these same adapters that works parts of a run in a thread; undefined: one thread does all. */
  readonly runThread?: URL | undefined
}

/** The adapter of connections that are fed with files. */
export const fileAdapter = 'file'

/**
 * Whether a subscription that one complete listing lacks has ended: where the source lists cancelled ones too, and for
 * files, of which a person says that they hold all there is.
 */
export function listsCancelled({ sources }: Pick<AdapterRegistry, 'sources'>, adapterId: string): boolean {
  return adapterId === fileAdapter || sources.get(adapterId)?.listsCancelled === true
}
