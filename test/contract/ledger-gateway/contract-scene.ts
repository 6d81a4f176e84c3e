import type { ToolsForTests } from '../../../src/ledgers/fixtures/ledger-tools.ts'
import type { LedgerDefinition, LedgerGateway } from '../../../src/ledgers/gateway.ts'

/**
 * What goes wrong with the next request. `lost-before`, `unavailable` and `web-page`: nothing was done. The others with
 * `after`: it was done, and the answer was lost, cut, or an error.
 */
export type LedgerTrouble =
  | 'lost-before'
  | 'unavailable'
  | 'web-page'
  | 'lost-after'
  | 'cut-after'
  | 'error-after'
  | 'throttled'
  | 'token-expired'
  | 'grant-revoked'

/** One company on the ledger's emulator, connected, with books in the invoices' currency and without tax. */
export interface ContractScene {
  readonly gateway: LedgerGateway
  readonly tools: ToolsForTests
  readonly customerId: string
  readonly itemId: string
  /** How many invoices and credit memos stand in the vendor's own books, those taken back not counted. */
  documentCount(): number
  /** The next request to the company meets this. */
  meet(trouble: LedgerTrouble): void
  /** What a person may do in the ledger meanwhile. */
  readonly byHand: {
    /** Sets the description of the document's first line. */
    changeText(documentId: string, description: string): void
    makeInactive(customerId: string): void
    /** Undefined where the ledger cannot close its books. */
    readonly closeBooks: ((through: string) => void) | undefined
    /** Deletes it, or voids it where nothing can be deleted. */
    remove(documentId: string): void
  }
  close(): Promise<void>
}

export interface ContractSubject {
  readonly ledger: Pick<LedgerDefinition<never>, 'label' | 'capabilities' | 'preparePosting'>
  /** The currency of the scene's books. */
  readonly currency: string
  /** A number in the form that this ledger takes. */
  documentNumber(index: number): string
  open(): Promise<ContractScene>
  /** How an inactive customer is met after approval: `refused`, or `taken` where the ledger does not mind. */
  readonly inactiveCustomer: 'refused' | 'taken'
  /** True where the ledger lists its invoices of a stretch of days. */
  readonly listsInvoices?: true
  /** False where there is no token that could expire. */
  readonly issuesTokens?: false
  /** Of the cases in which any lines are billed. Each is a request to the emulator. */
  readonly anyInvoices?: number
}
