import { NotFound } from '../support/failure.ts'
import type { LedgerDefinition, LedgerGateway, LedgerTools } from './gateway.ts'
import { fileLedger } from './file/definition.ts'
import { quickbooksOnline } from './quickbooks-online/definition.ts'
import { webhookLedger } from './webhook/definition.ts'
import { xero } from './xero/definition.ts'

/** A ledger whose settings are checked when it is connected, so that all of them can stand in one list. */
interface RegisteredLedger extends Omit<LedgerDefinition<unknown>, 'connect'> {
  /** @throws {InvalidInput} when the settings cannot be used. */
  readonly connect: (settings: unknown, tools: LedgerTools) => LedgerGateway
}

/** Every ledger that can be posted to, one line each. */
export const ledgers: readonly RegisteredLedger[] = [
  registered(quickbooksOnline),
  registered(xero),
  registered(fileLedger),
  registered(webhookLedger),
]

/** @throws {NotFound} for an id that is no ledger here. */
export function ledgerById(id: string): RegisteredLedger {
  const ledger = ledgers.find((candidate) => candidate.id === id)
  if (ledger !== undefined) return ledger
  const known = ledgers.map((candidate) => candidate.id).join(', ')
  throw new NotFound(`There is no ledger "${id.slice(0, 60)}". The ledgers are: ${known}.`)
}

function registered<Settings>(definition: LedgerDefinition<Settings>): RegisteredLedger {
  return {
    ...definition,
    connect: (settings, tools) => definition.connect(definition.settings.parse(settings), tools),
  }
}
