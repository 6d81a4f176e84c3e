import { withOrganization } from '../../store/database.ts'
import type { GrantedCompany, LedgerCheck } from '../../ledgers/gateway.ts'
import type { KeyRing } from '../../store/key-ring.ts'
import { deleteSecret } from '../../store/secrets.ts'
import { InvalidInput } from '../../support/failure.ts'
import type { AdapterRegistry } from '../adapters.ts'
import { connectLedger } from '../connect-ledger.ts'
import type { AppContext } from '../context.ts'
import { consentOf } from '../grant-ledger-access.ts'
import { consentSecret } from '../open-connection.ts'
import { requireSameConnection } from '../require-same-connection.ts'
import { newConsentState, readPendingConsent, savePendingConsent, type PendingConsent } from './pending-consent.ts'

// A person at a terminal waits for the answer (grant-ledger-access.ts); a page is left and comes back, maybe after the
// server was started anew, so the question is kept between the two halves.

export interface ConsentRequest {
  readonly connectionId: string
  readonly adapter: string
  readonly settings: Readonly<Record<string, unknown>>
  readonly secrets: Readonly<Record<string, string>>
}

/**
 * Begins to connect a ledger by a person's consent: the address that the browser goes to. Nothing of a connection that is
 * there already changes before the answer is in.
 * @throws {InvalidInput} when the settings cannot be used, or the name stands for another connection.
 */
export async function beginConsent(
  context: AppContext,
  adapters: AdapterRegistry,
  keys: KeyRing,
  request: ConsentRequest,
): Promise<string> {
  const { connectionId, adapter, settings, secrets } = request
  const { database, organization, actor } = context
  const state = newConsentState(connectionId)
  const address = consentOf(adapters, adapter).authorizeUrl({ ...settings, ...secrets }, state)
  const now = database.clock.now()
  const asked = { state, adapter, settings: { ...settings }, secrets: { ...secrets }, askedBy: actor }
  const consent = { ...asked, askedAt: now.toISOString(), granted: null }
  await withOrganization(database, organization.id, async (tx) => {
    await requireSameConnection(tx, { id: connectionId, kind: 'ledger', adapter })
    await savePendingConsent(tx, { connectionId, consent }, { keys, now })
  })
  return address
}

export type ConsentOutcome =
  | { readonly kind: 'connected'; readonly connectionId: string; readonly check: LedgerCheck }
  /** The consent reaches several companies: answer again with the name of one. */
  | { readonly kind: 'choose'; readonly connectionId: string; readonly companies: readonly string[] }

/**
 * Takes the address that the browser was sent back to, and connects.
 * @param answer with `company`: the one of several that was chosen, after they were told.
 * @throws {InvalidInput} when it is no answer to our question.
 * @throws {GatewayFailure} when access was refused, or the ledger does not answer; what was granted is begun anew.
 */
export async function answerConsent(
  context: AppContext,
  adapters: AdapterRegistry,
  keys: KeyRing,
  answer: { readonly callbackAddress: string; readonly company: string | undefined },
  signal: AbortSignal,
): Promise<ConsentOutcome> {
  const { database, organization, actor } = context
  const { callbackAddress, company } = answer
  const now = database.clock.now()
  const { connectionId, consent } = await withOrganization(database, organization.id, (tx) =>
    readPendingConsent(tx, { callbackAddress, actor }, { keys, now }),
  )
  const granted = consent.granted ?? (await grantOf(context, adapters, consent, callbackAddress, signal))
  const chosen = chooseCompany(granted.companies, company)
  if (chosen === undefined) {
    const waiting = { connectionId, consent: { ...consent, granted } }
    await withOrganization(database, organization.id, (tx) => savePendingConsent(tx, waiting, { keys, now }))
    return { kind: 'choose', connectionId, companies: granted.companies.map(({ name }) => name) }
  }
  const { adapter, settings, secrets } = consent
  const identity = { ...granted.settings, ...chosen.settings }
  const connection = { connectionId, adapter, settings: { ...settings, ...identity }, identity, secrets }
  const { check } = await connectLedger(context, adapters, keys, { ...connection, tokens: granted.tokens }, signal)
  await withOrganization(database, organization.id, (tx) => deleteSecret(tx, { connectionId, name: consentSecret }))
  return { kind: 'connected', connectionId, check }
}

type Granted = NonNullable<PendingConsent['granted']>

async function grantOf(
  { database: { clock } }: AppContext,
  adapters: AdapterRegistry,
  { adapter, settings, secrets, state }: PendingConsent,
  callbackAddress: string,
  signal: AbortSignal,
): Promise<Granted> {
  const all = { ...settings, ...secrets }
  const grant = await consentOf(adapters, adapter).complete(all, { callbackAddress, state }, { clock, signal })
  const companies = (grant.companies ?? []).map(({ name, settings: own }) => ({ name, settings: { ...own } }))
  return { settings: { ...grant.settings }, tokens: grant.tokens, companies }
}

/** Undefined while one of several is to be chosen. @throws {InvalidInput} for a name that is not among them. */
function chooseCompany(
  companies: readonly GrantedCompany[],
  name: string | undefined,
): Pick<GrantedCompany, 'settings'> | undefined {
  if (companies.length === 0) return { settings: {} }
  if (name === undefined) return companies.length === 1 ? companies[0] : undefined
  const found = companies.find((company) => company.name === name)
  if (found === undefined) throw new InvalidInput(`The consent reaches no company "${name.slice(0, 100)}".`)
  return found
}
