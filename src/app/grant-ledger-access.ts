import { randomBytes } from 'node:crypto'
import type { GrantedCompany, LedgerCheck, LedgerConsent, LedgerFacts, LedgerGrant } from '../ledgers/gateway.ts'
import { withOrganization } from '../store/database.ts'
import type { KeyRing } from '../store/key-ring.ts'
import { InvalidInput, NotFound } from '../support/failure.ts'
import type { AdapterRegistry } from './adapters.ts'
import { connectLedger, type NewLedgerConnection } from './connect-ledger.ts'
import type { AppContext } from './context.ts'
import { requireSameConnection } from './require-same-connection.ts'

/** What the operator opens in a browser, and the secret that must come back with the answer. */
export interface GrantQuestion {
  readonly authorizeUrl: string
  readonly state: string
}

/**
 * Asks a person, in a browser, for access to one company's books, and stores the connection that comes of it.
 * @param ask shows the question and answers with the address that the browser was sent back to.
 * @param choose picks one of the companies, where the grant reaches several.
 * @throws {InvalidInput} when the settings cannot be used, or the address is no answer to the question.
 * @throws {GatewayFailure} when access was refused, or the ledger does not answer.
 */
export async function grantLedgerAccess(
  context: AppContext,
  adapters: AdapterRegistry,
  keys: KeyRing,
  connection: Omit<NewLedgerConnection, 'tokens' | 'identity'>,
  ask: (question: GrantQuestion) => Promise<string>,
  signal: AbortSignal,
  choose: ChooseCompany = refuseToChoose,
): Promise<{ readonly check: LedgerCheck; readonly facts: LedgerFacts }> {
  const { connectionId: id, adapter, settings, secrets } = connection
  const { database, organization } = context
  const consent = consentOf(adapters, adapter)
  await withOrganization(database, organization.id, (tx) => requireSameConnection(tx, { id, kind: 'ledger', adapter }))
  const all = { ...settings, ...secrets }
  const state = randomBytes(24).toString('base64url')
  const callbackAddress = await ask({ authorizeUrl: consent.authorizeUrl(all, state), state })
  const grant = await consent.complete(all, { callbackAddress, state }, { clock: database.clock, signal })
  const learnt = { ...grant.settings, ...(await chosenSettings(grant, choose)) }
  const granted = {
    ...connection,
    settings: { ...settings, ...learnt },
    identity: learnt,
    tokens: grant.tokens,
  }
  return connectLedger(context, adapters, keys, granted, signal)
}

/** Picks one of the companies that a grant reaches. */
export type ChooseCompany = (companies: readonly GrantedCompany[]) => Promise<GrantedCompany>

async function chosenSettings({ companies }: LedgerGrant, choose: ChooseCompany): Promise<GrantedCompany['settings']> {
  return companies === undefined ? {} : (await choose(companies)).settings
}

const refuseToChoose: ChooseCompany = async (companies) => {
  const names = companies.map(({ name }) => name).join(', ')
  throw new InvalidInput(
    `The consent reaches several companies (${names}). Start again, and allow access to one alone.`,
  )
}

/** @throws {NotFound | InvalidInput} for no ledger, or one that is not connected in a browser. */
export function consentOf(adapters: AdapterRegistry, id: string): LedgerConsent {
  const adapter = adapters.ledgers.get(id)
  if (adapter === undefined) throw new NotFound(`There is no ledger adapter "${id}".`)
  if (adapter.consent === undefined) throw new InvalidInput(`${adapter.label} is not connected in a browser.`)
  return adapter.consent
}
